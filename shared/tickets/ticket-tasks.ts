import { DomainError } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { checkTicketThere, whileThere, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

/**
 * Part of a change of tasks, by which so many more of the case are open: it may be worked on then, whether it has ended or not. The case's version stays.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted`
 */
export const moreTasksOpen = (ticket: TicketRef, more: number): Write =>
  more === 0 ? checkTicketThere(ticket) : update(ticketKind, ticketKey(ticket.customerId, ticket.id), { add: { openTasks: more } }, whileThere('staff'));

/** Nothing is left to be done on a case; or whoever ends it knows of that. */
export const noOpenTasks = (seen: boolean): Condition => (seen ? {} : { notAbove: { openTasks: 0 } });

/** A case with tasks that are still to be done is ended by somebody who knows of them only. */
export const openTasks = (): DomainError =>
  new DomainError('conflict', 'open-tasks', [
    { field: 'body.openTasksSeen', problem: 'tasks of this ticket are open (GET …/tasks): do them first, or say that they have been seen, and they stay' },
  ]);
