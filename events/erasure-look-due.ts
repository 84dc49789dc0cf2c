import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** Something about an erasure request is still to be done, and it is time to look whether it can be by now. */
export const erasureLookDue = eventType({
  type: 'erasure.look-due',
  summary: 'An erasure request is not finished; it is looked at again.',
  aggregate: idWith('era'),
  data: z.object({ status: code() }),
});
