import * as z from 'zod';
import { eventType } from './event.ts';

/** A letter lies in the letter centre; the customer can read it from this moment. */
export const letterIssued = eventType({
  type: 'letter.issued',
  summary: 'A letter was issued and lies in the letter centre.',
  aggregate: z.string(),
  data: z.object({ category: z.string() }),
});
