import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { placeOf } from '../../shared/tasks/task-item.ts';
import { taskNeeds } from '../../shared/tasks/task-table.ts';
import { addedTask, changedTask, saysAlready, taskChanged, type Task, type TaskContent, type TaskPlace, type WholeTask } from '../../shared/tasks/task.ts';
import { requireAtWork } from './at-work.ts';

// The same of a task on a ticket and of one without: who may is asked by whoever finds the place.

interface Working {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addingUses = { tasks: only(taskNeeds, 'add', 'earlier', 'task'), staff: only(staffReaderNeeds, 'agent', 'clerksOf') };
export type AddingDeps = Used<typeof addingUses> & Working;

/**
 * Adds a task, once.
 * @throws DomainError what finding the place throws; `invalid/invalid-body`, `conflict/assignee-left`, and what adding it throws
 */
export async function addOnce(
  find: () => Promise<TaskPlace>,
  { body, caller, once }: { readonly body: TaskContent; readonly caller: Caller; readonly once: IdempotentRequest },
  { tasks, staff, newId, now }: AddingDeps,
): Promise<Task> {
  const at = now();
  // A repeat must not be judged by what is past, or who has left, since.
  const [place, again] = await Promise.all([find(), tasks.earlier(once, at)]);
  if (again) return tasks.task(placeOf(place), again.id);
  if (body.assignee !== undefined) await requireAtWork(staff, body.assignee, 'body.assignee');
  if (body.team !== undefined) await requireTeam(staff, body.team, 'body.team');
  const task = addedTask(newId('tsk'), place, body, { id: caller.id, at });
  const { earlier } = await tasks.add(task, { request: once, status: 201, madeId: task.id, subjectId: place.customerId }, at);
  return earlier ? tasks.task(placeOf(place), earlier.id) : task;
}

export const changingUses = { tasks: only(taskNeeds, 'task', 'change'), staff: only(staffReaderNeeds, 'agent', 'clerksOf') };
export type ChangingDeps = Used<typeof changingUses> & Working;

/**
 * Makes a task what is asked, all of it. What is so already is answered as it is.
 * @throws DomainError `not-found/no-such-task`, `stale/task-changed`, `invalid/invalid-body`, `conflict/assignee-left`, and what changing it throws
 */
export async function changeTo(
  place: TaskPlace,
  taskId: string,
  { body, caller, ifMatch }: { readonly body: WholeTask; readonly caller: Caller; readonly ifMatch: number },
  { tasks, staff, newId, now }: ChangingDeps,
): Promise<Task> {
  const before = await tasks.task(placeOf(place), taskId);
  if (saysAlready(before, body)) return before;
  if (before.version !== ifMatch) throw taskChanged();
  // Who has left may still have it: what they were given is done by others, and named.
  if (body.assignee !== undefined && body.assignee !== before.assignee) await requireAtWork(staff, body.assignee, 'body.assignee');
  if (body.team !== undefined && body.team !== before.team) await requireTeam(staff, body.team, 'body.team');
  const at = now();
  const changed = changedTask(before, body, newId('tsk'), { id: caller.id, at });
  await tasks.change(before, changed, at);
  return changed.task;
}
