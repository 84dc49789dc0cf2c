import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** Something is to be done on a case: somebody added it, or it follows one that comes again. */
export const taskAdded = eventType({
  type: 'task.added',
  summary: 'A task was added to a ticket.',
  aggregate: idWith('tsk'),
  data: z.object({}),
});
