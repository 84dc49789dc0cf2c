import { invalidField } from '../domain-error.ts';
import { both, notHidden } from '../storage/item-states.ts';
import { check } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import type { TicketRef } from '../tickets/ticket-check.ts';
import { taskKey, taskKind } from './task-item.ts';

/** Part of a change that names a task of a case, done or not: it is one of it. @throws DomainError `invalid/invalid-body` */
export const checkTaskThere = (ticket: TicketRef, taskId: string): Write =>
  check(taskKind, taskKey(ticket, taskId), { if: both({ exists: true }, notHidden), refusal: () => invalidField('body.taskId', 'is no task of this ticket') });
