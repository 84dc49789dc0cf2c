import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** The day of a task has come, or its hour: it comes up before whose it is. */
export const taskDue = eventType({
  type: 'task.due',
  summary: 'The time has come by which a task is to be done.',
  aggregate: idWith('tsk'),
  data: z.object({}),
});
