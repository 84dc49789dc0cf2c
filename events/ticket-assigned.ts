import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A clerk has the ticket. */
export const ticketAssigned = eventType({
  type: 'ticket.assigned',
  summary: 'The ticket was assigned to a clerk.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
