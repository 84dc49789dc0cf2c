import * as z from 'zod';
import { eventType } from './event.ts';

/** A clerk has the ticket. */
export const ticketAssigned = eventType({
  type: 'ticket.assigned',
  summary: 'The ticket was assigned to a clerk.',
  aggregate: z.string(),
  data: z.object({ kind: z.string() }),
});
