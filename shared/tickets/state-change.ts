import { processingRestricted } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, isStopped, notStopped } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { whileThere } from './ticket-check.ts';
import { clockOf } from './ticket-clock.ts';
import { ticketAttributes, ticketKey, ticketKind, unreadAttributes, waitingAttributes } from './ticket-item.ts';
import { noMessageSince } from './ticket-reading.ts';
import { newerCustomerMessage, noSuchTicket, statesBefore, ticketChanged, unreadMessages, wrongState, type Ticket } from './ticket.ts';

/** What else becomes of a case that is changed. */
export interface Besides {
  /** So many more tasks are to be done on it then. */
  readonly moreTasks?: number;
  /** Somebody has read it up to this step: nothing is unread any more. Without it what is unread stays so. */
  readonly readUpTo?: string | undefined;
  /** What is new for the customer with it. */
  readonly newsId?: string | undefined;
  /** When the customer had their first answer, where that is now. */
  readonly answeredAt?: string | undefined;
}

/**
 * Part of a change by which somebody answers on a case that they saw, whether it has ended or not, and leaves its state alone: of two who answer at once one is stale.
 * @throws DomainError `not-found/no-such-ticket`, `stale/ticket-changed`, `stale/newer-customer-message`, `conflict/ticket-merged`, `conflict/processing-restricted`
 */
export function answeredOn({ customerId, id, version }: Ticket, { moreTasks = 0, readUpTo, answeredAt, newsId }: Besides): Write {
  const there = whileThere('staff');
  const changes = {
    set: { version, newsUpTo: newsId },
    ...(answeredAt !== undefined && { setOnce: { answeredAt } }),
    ...(readUpTo !== undefined && { remove: unreadAttributes }),
    ...added(moreTasks, newsId),
  };
  return update(ticketKind, ticketKey(customerId, id), changes, {
    if: both(both(there.if, { equals: { version: version - 1 } }), readUpTo === undefined ? {} : noMessageSince(readUpTo)),
    refusal: (current) => {
      if (!current || isHidden(current)) return noSuchTicket();
      if (current.version !== version - 1) return ticketChanged();
      return isStopped(current) || current.mergedInto !== undefined ? there.refusal(current) : newerCustomerMessage();
    },
  });
}

/**
 * Part of a change by which somebody works on with an open case or waits for something, under the version that they saw. Who has it stays.
 * @throws DomainError `not-found/no-such-ticket`, `stale/ticket-changed`, `stale/newer-customer-message`, `conflict/unread-messages`, `conflict/processing-restricted`, `conflict/…` of a state that does not lead there
 */
export function inState(ticket: Ticket, { moreTasks = 0, readUpTo, newsId }: Besides = {}): Write {
  const { customerId, id } = ticket;
  const { status, waitingFor, waitingSince, version, gsi2pk } = ticketAttributes(ticket);
  const before: readonly Ticket['status'][] = status === 'waiting' ? statesBefore('waiting') : ['waiting'];
  const { answeredAt } = ticket;
  const clock = clockOf(ticket);
  const changes = {
    set: { status, version, gsi2pk, waitingFor, waitingSince, newsUpTo: newsId, ...clock.set },
    ...(answeredAt !== undefined && { setOnce: { answeredAt } }),
    remove: [...clock.remove, ...(waitingFor === undefined ? waitingAttributes : []), ...(readUpTo === undefined ? [] : unreadAttributes)],
    ...added(moreTasks, newsId),
  };
  // A customer who has answered already is not waited for: nothing would end that.
  const nothingUnread: Condition = waitingFor === 'customer' ? { absent: ['unreadMessages'] } : {};
  const asRead = readUpTo === undefined ? nothingUnread : noMessageSince(readUpTo);
  return update(ticketKind, ticketKey(customerId, id), changes, {
    if: both(both({ equals: { version: version - 1 }, oneOf: { status: before } }, asRead), notStopped),
    refusal: (current) => {
      if (!current || isHidden(current)) return noSuchTicket();
      if (current.version !== version - 1) return ticketChanged();
      if (isStopped(current)) return processingRestricted();
      const from = current.status as Ticket['status'];
      if (!before.includes(from)) return wrongState(status, from);
      return readUpTo === undefined ? unreadMessages() : newerCustomerMessage();
    },
  });
}

/** What is counted of a case besides. */
function added(moreTasks: number, newsId: string | undefined): { readonly add?: { readonly openTasks?: number; readonly news?: number } } {
  const add = { ...(moreTasks !== 0 && { openTasks: moreTasks }), ...(newsId !== undefined && { news: 1 }) };
  return Object.keys(add).length === 0 ? {} : { add };
}
