import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** A task was done, is to be done again, or says something else. */
export const taskChanged = eventType({
  type: 'task.changed',
  summary: 'A task was done, reopened, or changed otherwise.',
  aggregate: idWith('tsk'),
  data: z.object({ what: z.enum(['changed', 'done', 'reopened']) }),
});
