import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** It is not known yet what becomes of a letter that was printed elsewhere: whoever checks files looks whether its file came, and at it. */
export const letterImportLookDue = eventType({
  type: 'letter-import.look-due',
  summary: 'The file of a letter that was printed elsewhere is not settled; it is looked at again.',
  aggregate: idWith('imp'),
  data: z.object({}),
});
