import * as z from 'zod';
import { eventType } from './event.ts';

/** Something was written on a ticket. */
export const interactionAdded = eventType({
  type: 'ticket.interaction-added',
  summary: 'A step of the case was recorded.',
  aggregate: z.string(),
  data: z.object({ type: z.string(), by: z.string() }),
});
