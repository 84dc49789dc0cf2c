import * as z from 'zod';
import { eventType } from './event.ts';

/** A case has ended: its retention periods run from here. */
export const ticketClosed = eventType({
  type: 'ticket.closed',
  summary: 'The case was closed.',
  aggregate: z.string(),
  data: z.object({ kind: z.string(), outcome: z.string() }),
});
