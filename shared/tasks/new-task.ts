import { taskAdded } from '../../events/task-added.ts';
import { putHead, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { taskAttributes, taskKind } from './task-item.ts';
import type { Task } from './task.ts';

/** Part of a change by which a case has a task more: the case counts it in a write of its own (`moreTasksOpen`, or with what else becomes of it). */
export const newTaskWrite = (task: Task, dating: Dating): Write => putHead(taskKind, taskAttributes(task), dating);

/** What is told of it then. */
export const newTaskEvent = (task: Task, eventId: string, at: Date) => taskAdded.make({ id: eventId, aggregateId: task.id, at, data: {} });
