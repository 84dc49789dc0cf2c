import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A ticket was opened, by the customer or by an agent for them. */
export const ticketOpened = eventType({
  type: 'ticket.opened',
  summary: 'A report came in and a ticket exists.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
