import * as z from 'zod';
import { customerData, mayTellOfHealth, thirdPartyData } from '../../personal-data/classification.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { PlausibleDay, requireNear, requirePastDay } from '../../personal-data/plausible-days.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

const purpose = 'Erstattung';

/** Bills that the customer has paid, or is to pay, and wants back [Erstattung]. Where it is paid to is in the master data. */
export const reimbursement = ticketKind({
  name: 'reimbursement',
  title: 'Erstattung',
  skill: 'health',
  countedAs: 'question',
  needs: 'details',
  details: ticketDetails({
    schema: z.strictObject({
      bills: z
        .array(
          z.strictObject({
            provider: mayTellOfHealth(thirdPartyData(oneLine(120), 'Wer die Leistung erbracht hat', purpose)),
            service: mayTellOfHealth(customerData(oneLine(200), 'Leistung', purpose)),
            /** Of the bill. */
            on: mayTellOfHealth(customerData(PlausibleDay, 'Tag der Rechnung', purpose)),
            amountCents: mayTellOfHealth(customerData(z.int().positive().max(100_000_000), 'Betrag der Rechnung', purpose)),
          }),
        )
        .min(1)
        .max(20),
    }),
    special: 'health',
    example: { bills: [{ provider: 'Zahnarztpraxis Dr. Öztürk', service: 'Professionelle Zahnreinigung', on: '2026-03-02', amountCents: 9_800 }] },
    check({ bills }, now) {
      for (const [index, { on }] of bills.entries()) {
        requireNear(`body.details.bills.${index}.on`, on, now, { yearsBack: 10, yearsAhead: 1 });
        requirePastDay(`body.details.bills.${index}.on`, on, now);
      }
    },
  }),
});
