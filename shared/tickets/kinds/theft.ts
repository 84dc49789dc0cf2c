import * as z from 'zod';
import { customerData } from '../../personal-data/classification.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { PlausibleDay, requireNear, requirePastDay } from '../../personal-data/plausible-days.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

const purpose = 'Regulierung des Diebstahls';

/** Something was stolen [Diebstahl]. What it was worth and where the police have it need not be known yet when it is reported. */
export const theft = ticketKind({
  name: 'theft',
  title: 'Diebstahl',
  skill: 'claims',
  needs: 'incident',
  reopensForDays: 365,
  details: ticketDetails({
    schema: z.strictObject({
      /** As the receipt says it, or as the customer thinks. */
      valueCents: customerData(z.int().positive().max(100_000_000), 'Wert des Gestohlenen', purpose).optional(),
      reportedToPoliceOn: customerData(PlausibleDay, 'Angezeigt am', purpose).optional(),
      /** The number under which the police have it [Vorgangsnummer, Tagebuchnummer], as each of them writes it. */
      policeReference: customerData(oneLine(60), 'Vorgangsnummer der Polizei', purpose).optional(),
    }),
    example: { valueCents: 38_900, reportedToPoliceOn: '2026-03-15', policeReference: '520000-034512-26/4' },
    check({ reportedToPoliceOn }, now) {
      if (!reportedToPoliceOn) return;
      requireNear('body.details.reportedToPoliceOn', reportedToPoliceOn, now, { yearsBack: 30, yearsAhead: 1 });
      requirePastDay('body.details.reportedToPoliceOn', reportedToPoliceOn, now);
    },
  }),
});
