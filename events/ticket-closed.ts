import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A case has ended: its retention periods run from here. */
export const ticketClosed = eventType({
  type: 'ticket.closed',
  summary: 'The case was closed.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code(), outcome: code() }),
});
