import { taskChanged as taskChangedEvent } from '../../events/task-changed.ts';
import { changedMeanwhile } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import { both, isHidden, notHidden, notStopped } from '../storage/item-states.ts';
import { dueOf, update, type Dating } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { awake } from '../storage/wake-index.ts';
import { moreTasksOpen } from '../tickets/ticket-tasks.ts';
import { inInbox, type InboxOwner } from './inbox.ts';
import { newTaskEvent, newTaskWrite } from './new-task.ts';
import { anew, keyOfTask, storedTask, taskKey, taskKind, taskOf, taskPrefix, visibleTask, type CaseOrPerson } from './task-item.ts';
import { comesUpAnew, noSuchTask, taskChanged, type ChangedTask, type Task } from './task.ts';

export interface PagedTasks {
  readonly items: Task[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}

export interface TaskTable {
  /** On its case, where it has one. @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased` */
  add(task: Task, once: Once, now: Date): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /**
   * Writes a task as `changedTask` made it from what it was before, with the one that follows: of two at once one is stale.
   * @throws DomainError `stale/task-changed`, `not-found/no-such-task`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  change(before: Task, changed: ChangedTask, now: Date): Promise<void>;
  /**
   * Puts an open task before somebody, and lets it sleep no more. Its version stays: nobody changed it.
   * @throws DomainError `conflict/changed-meanwhile`
   */
  comeUp(task: Task, owner: InboxOwner, entryId: string): Promise<void>;
  /** Strongly consistent. Neither what is kept for the law only, nor what is being deleted. @throws DomainError `not-found/no-such-task` */
  task(of: CaseOrPerson, taskId: string): Promise<Task>;
  /** By the index, which lags a little. `undefined` likewise. */
  byId(taskId: string): Promise<Task | undefined>;
  /** In the order in which they were added. Strongly consistent. */
  list(of: CaseOrPerson, limit: number, after?: string): Promise<PagedTasks>;
}

/** What each of its methods asks of the tables. */
export const taskNeeds: NeedsOf<TaskTable> = {
  add: ['puts tasks', 'updates tickets', 'puts idempotency', 'puts events', 'checks customers'],
  earlier: earlierNeeds,
  change: ['updates tasks', 'puts tasks', 'updates tickets', 'checks tickets', 'puts events', 'checks customers'],
  comeUp: ['updates tasks'],
  task: ['gets tasks'],
  byId: ['queries tasks by-id'],
  list: ['queries tasks'],
};

export interface TaskTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function taskTable({ db, rules, newId }: TaskTableParts): TaskTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });
  const added = (task: Task, now: Date) => newTaskEvent(task, newId('evt'), now);

  return {
    add(task, once, now) {
      return db.commit({
        once: { ...once, now },
        customer: { id: task.customerId },
        writes: [newTaskWrite(task, datingAt(now)), ...countedOnCase(task, 1)],
        events: [added(task, now)],
      });
    },

    earlier: (request, now) => earlierEffect(db, request, now),

    async change(before, { task, next, opens, what }, now) {
      const { title, assignee, team, due, checklist, repeats, repeatsFrom, followedBy, status, doneAt, doneBy, version } = task;
      const content = { subject: title, assignee, team, due, checklist, repeats, repeatsFrom, followedBy, status, doneAt, doneBy };
      const absent = (Object.keys(content) as (keyof typeof content)[]).filter((name) => content[name] === undefined) as Optional[];
      const place = comesUpAnew(before, task) ? anew(task) : { set: {}, remove: [] };
      await db.commit({
        customer: { id: task.customerId },
        writes: [
          update(
            taskKind,
            keyOfTask(task),
            { set: { ...content, version, ...place.set, ...dueWithoutCase(task, datingAt(now)) }, remove: [...absent, ...place.remove] },
            { if: both({ equals: { version: before.version } }, notStopped), refusal: gone },
          ),
          ...countedOnCase(task, opens),
          ...(next ? [newTaskWrite(next, datingAt(now))] : []),
        ],
        events: [taskChangedEvent.make({ id: newId('evt'), aggregateId: task.id, at: now, data: { what } }), ...(next ? [added(next, now)] : [])],
      });
    },

    async comeUp(task, owner, entryId) {
      const asSeen = both({ equals: { version: task.version, status: 'open' } }, notHidden);
      const changes = { set: inInbox(owner, entryId), remove: awake };
      await db.commit({ writes: [update(taskKind, keyOfTask(task), changes, { if: asSeen, refusal: changedMeanwhile })] });
    },

    async task(of, taskId) {
      const task = visibleTask(await db.get('tasks', taskKey(of, taskId)));
      if (!task) throw noSuchTask();
      return task;
    },

    async byId(taskId) {
      const { items } = await db.page({ table: 'tasks', index: 'by-id', pk: taskId, limit: 1 });
      return visibleTask(items[0]);
    },

    async list(of, limit, after) {
      const prefix = taskPrefix(of.id);
      const { items, next } = await db.page({ table: 'tasks', pk: of.customerId, prefix, limit, after: after ? { ...taskKey(of, after) } : undefined });
      return { items: items.filter((item) => !isHidden(item)).map(taskOf), next: next && String(next.sk).slice(prefix.length) };
    },
  };
}

/** What of a task may be absent. */
type Optional = 'assignee' | 'team' | 'due' | 'repeats' | 'repeatsFrom' | 'followedBy' | 'doneAt' | 'doneBy';

/** What hangs on no case ends from the day on which it was done; what does, with its case, whatever becomes of it. */
const dueWithoutCase = (task: Task, dating: Dating) => (task.ticketId === undefined ? dueOf(taskKind, storedTask(task), dating) : {});

/** The case says how many are open; a person does not. */
const countedOnCase = ({ customerId, ticketId }: Task, more: -1 | 0 | 1): Write[] =>
  ticketId === undefined ? [] : [moreTasksOpen({ customerId, id: ticketId }, more)];

const gone = (current: Item | undefined): Error => (current && !isHidden(current) ? taskChanged() : noSuchTask());
