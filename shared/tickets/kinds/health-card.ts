import * as z from 'zod';
import { customerData } from '../../personal-data/classification.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

/** A new card [elektronische Gesundheitskarte, SGB V § 291]. It goes to the address in the master data. */
export const healthCard = ticketKind({
  name: 'health-card',
  title: 'Neue Gesundheitskarte',
  skill: 'service',
  countedAs: 'question',
  needs: 'details',
  details: ticketDetails({
    schema: z.strictObject({
      reason: customerData(z.enum(['lost', 'stolen', 'damaged', 'name-changed', 'photo-changed', 'first-card']), 'Grund', 'Ausstellung der Gesundheitskarte'),
    }),
    example: { reason: 'lost' },
  }),
});
