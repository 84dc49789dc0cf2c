import * as z from 'zod';
import { onTicket } from '../../tasks/on-ticket.ts';
import { addedTask } from '../../tasks/task.ts';
import { AddsTask } from '../../text-modules/text-module.ts';
import { taskOf } from '../../tickets/answer.ts';
import { action, done } from '../action.ts';

/** Adds a task to a case, for a team or whoever has the case. */
export const addTask = action({
  deed: 'add-task',
  schema: AddsTask.extend({ do: z.literal('add-task') }),
  leaves: () => ({ hasTasks: true }),
  does(draft, { title, team, dueInDays }, { seen, ruleId, newId }) {
    const by = { id: ruleId, at: seen.now };
    const task = addedTask(newId('tsk'), onTicket(draft.ticket), taskOf({ title, team, dueInDays }, seen.now), by);
    return done(draft, 'add-task', { tasks: [...draft.tasks, task] });
  },
});
