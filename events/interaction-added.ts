import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** Something was written on a ticket. */
export const interactionAdded = eventType({
  type: 'ticket.interaction-added',
  summary: 'A step of the case was recorded.',
  aggregate: idWith('tck'),
  data: z.object({ type: code(), by: code() }),
});
