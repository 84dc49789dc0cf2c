import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** Nobody has the ticket yet, and it is time to look for a clerk again. */
export const ticketWaitsForClerk = eventType({
  type: 'ticket.waits-for-clerk',
  summary: 'The ticket still waits for a clerk; one is looked for again.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
