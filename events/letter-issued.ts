import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A letter lies in the letter centre; the customer can read it from this moment. */
export const letterIssued = eventType({
  type: 'letter.issued',
  summary: 'A letter was issued and lies in the letter centre.',
  aggregate: idWith('let'),
  data: z.object({ category: code() }),
});
