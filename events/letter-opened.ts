import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** The customer fetched a letter for the first time. Later times are counted, not told. */
export const letterOpened = eventType({
  type: 'letter.opened',
  summary: 'The customer opened the letter for the first time.',
  aggregate: idWith('let'),
  data: z.object({ category: code() }),
});
