import { processingRestricted } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, isStopped, notStopped } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { ticketAttributes, ticketKey, ticketKind, waitingAttributes } from './ticket-item.ts';
import { noSuchTicket, statesBefore, ticketChanged, unreadMessages, wrongState, type Ticket } from './ticket.ts';

/**
 * Part of a change by which somebody works on with an open case or waits for something, under the version that they saw. Who has it stays.
 * `moreTasks`: so many more are to be done on it then.
 * @throws DomainError `not-found/no-such-ticket`, `stale/ticket-changed`, `conflict/unread-messages`, `conflict/processing-restricted`, `conflict/…` of a state that does not lead there
 */
export function inState(ticket: Ticket, moreTasks = 0): Write {
  const { customerId, id } = ticket;
  const { status, waitingFor, waitingSince, version, gsi2pk } = ticketAttributes(ticket);
  const before: readonly Ticket['status'][] = status === 'waiting' ? statesBefore('waiting') : ['waiting'];
  const changes = {
    set: { status, version, gsi2pk, waitingFor, waitingSince },
    ...(waitingFor === undefined && { remove: waitingAttributes }),
    ...(moreTasks !== 0 && { add: { openTasks: moreTasks } }),
  };
  // A customer who has answered already is not waited for: nothing would end that.
  const nothingUnread: Condition = waitingFor === 'customer' ? { absent: ['unreadMessages'] } : {};
  return update(ticketKind, ticketKey(customerId, id), changes, {
    if: both(both({ equals: { version: version - 1 }, oneOf: { status: before } }, nothingUnread), notStopped),
    refusal: (current) => {
      if (!current || isHidden(current)) return noSuchTicket();
      if (current.version !== version - 1) return ticketChanged();
      if (isStopped(current)) return processingRestricted();
      const from = current.status as Ticket['status'];
      return before.includes(from) ? unreadMessages() : wrongState(status, from);
    },
  });
}
