import * as z from 'zod';
import { customerData, mayTellOfHealth, thirdPartyData } from '../../personal-data/classification.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { PlausibleDay, requireNear, requirePastDay } from '../../personal-data/plausible-days.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

const purpose = 'Versorgung mit Hilfsmitteln';

/** Something that helps to live with an illness: a hearing aid, a wheelchair [Hilfsmittelantrag, SGB V § 33]. */
export const medicalAid = ticketKind({
  name: 'medical-aid',
  title: 'Hilfsmittelantrag',
  skill: 'health',
  countedAs: 'question',
  // What the fund has not decided on in three weeks counts as granted (SGB V § 13 (3a)), however little it presses.
  targets: { low: { firstAnswerHours: 30, resolutionHours: 100 } },
  needs: 'details',
  details: ticketDetails({
    schema: z.strictObject({
      aid: mayTellOfHealth(customerData(oneLine(200), 'Hilfsmittel', purpose)),
      prescribedBy: mayTellOfHealth(thirdPartyData(oneLine(120), 'Verordnet von', purpose)).optional(),
      prescribedOn: mayTellOfHealth(customerData(PlausibleDay, 'Verordnet am', purpose)).optional(),
      supplier: mayTellOfHealth(thirdPartyData(oneLine(120), 'Lieferant', purpose)).optional(),
    }),
    special: 'health',
    example: { aid: 'Hörgerät, beidseitig', prescribedBy: 'Dr. Anke Grün, HNO', prescribedOn: '2026-03-02', supplier: 'Hörakustik Süß, Köln' },
    check({ prescribedOn }, now) {
      if (!prescribedOn) return;
      requireNear('body.details.prescribedOn', prescribedOn, now, { yearsBack: 10, yearsAhead: 1 });
      requirePastDay('body.details.prescribedOn', prescribedOn, now);
    },
  }),
});
