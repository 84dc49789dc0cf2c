import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** A letter is hidden from its customer again. */
export const letterWithdrawn = eventType({
  type: 'letter.withdrawn',
  summary: 'A letter was withdrawn: its customer sees it no more.',
  aggregate: idWith('let'),
  data: z.object({ opened: z.enum(['yes', 'no']), reason: z.enum(['wrong-recipient', 'wrong-content', 'sent-twice']) }),
});
