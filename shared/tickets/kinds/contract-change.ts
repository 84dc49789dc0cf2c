import * as z from 'zod';
import { customerData } from '../../personal-data/classification.ts';
import { PlausibleDay, requireNear } from '../../personal-data/plausible-days.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

const purpose = 'Änderung des Vertrags';

/** Something of the contract is to be another [Vertragsänderung]. */
export const contractChange = ticketKind({
  name: 'contract-change',
  title: 'Vertragsänderung',
  skill: 'service',
  countedAs: 'question',
  needs: 'details',
  details: ticketDetails({
    schema: z.strictObject({
      change: customerData(
        z.enum(['tariff', 'payment-method', 'payment-interval', 'person-insured', 'object-insured', 'other']),
        'Gewünschte Änderung',
        purpose,
      ),
      wishedFrom: customerData(PlausibleDay, 'Gewünscht ab', purpose).optional(),
    }),
    example: { change: 'payment-interval', wishedFrom: '2026-07-01' },
    check({ wishedFrom }, now) {
      if (wishedFrom) requireNear('body.details.wishedFrom', wishedFrom, now, { yearsBack: 1, yearsAhead: 5 });
    },
  }),
});
