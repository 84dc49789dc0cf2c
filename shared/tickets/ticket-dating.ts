import { changedMeanwhile, DomainError, processingRestricted } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, isStopped, notStopped } from '../storage/item-states.ts';
import { dueOf, update, type Dating, type KindChanges } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { Write } from '../storage/transact.ts';
import { asleep, awake } from '../storage/wake-index.ts';
import { noMessageSince } from './ticket-reading.ts';
import { noOpenTasks, openTasks } from './ticket-tasks.ts';
import { ticketAttributes, ticketKey, ticketKind, unreadAttributes, waitingAttributes, type TicketItem } from './ticket-item.ts';
import {
  newerCustomerMessage,
  noSuchTicket,
  statesBefore,
  ticketChanged,
  ticketClosed,
  ticketMerged,
  ticketNotClosed,
  ticketNotMerged,
  type Ticket,
  type TicketChange,
} from './ticket.ts';

/** What a clerk saw of a ticket before they ended it: its version, the last step they read, and that tasks of it are open, where some are. */
export interface TicketSeen {
  readonly version: number;
  readonly lastInteractionId: string;
  readonly openTasksSeen?: boolean;
}

/** What somebody saw of a ticket before they changed on which day it ends. */
export interface Seen {
  readonly versionSeen: number;
  /** Under a legal hold the day is known all the same, but stays out of the due index until the hold is lifted. */
  readonly heldSince: string | undefined;
}

/** The end of a case, with everything in view that the customer wrote and that is still to be done: its retention periods run from here. It waits for no clerk any more. `moreTasks`: so many more are to be done, for all that. */
export function ended(ticket: Ticket, seen: Seen & Pick<TicketSeen, 'lastInteractionId' | 'openTasksSeen'>, dating: Dating, moreTasks = 0): Write {
  const { status, closedAt, outcome, gsi2pk } = ticketAttributes(ticket);
  const change = {
    set: { status, closedAt, outcome, gsi2pk },
    remove: [...awake, ...unreadAttributes, ...waitingAttributes],
    ...(moreTasks !== 0 && { add: { openTasks: moreTasks } }),
  };
  const whileOpen = {
    if: both(both({ oneOf: { status: statesBefore('closed') } }, noMessageSince(seen.lastInteractionId)), noOpenTasks(seen.openTasksSeen === true)),
    refusal: (current: Item) => {
      if (current.status === 'closed') return ticketClosed();
      const { lastCustomerMessageId: last = '' } = current as Partial<TicketItem>;
      return last > seen.lastInteractionId ? newerCustomerMessage() : openTasks();
    },
  };
  return dated(ticket, seen, change, whileOpen, dating);
}

/** A closed case goes on: it is due as one that has not ended, with its clerk or, where that is nobody, looked for at once. */
export function goesOn(ticket: Ticket, seen: Seen, now: Date, dating: Dating): Write {
  const { status, assignee, unassignedSince, gsi2pk, gsi4pk } = ticketAttributes(ticket);
  const set = { status, gsi2pk, gsi4pk, ...(assignee === undefined ? { unassignedSince, ...asleep(ticket.id, now) } : { assignee }) };
  const remove = ['closedAt' as const, 'outcome' as const, ...(assignee === undefined ? ['assignee' as const] : [])];
  return dated(ticket, seen, { set, remove }, { if: { equals: { status: 'closed' } }, refusal: ticketNotClosed }, dating);
}

/** What a clerk chose of it, whether or not the case has ended: it is due by the period that it has now. */
export const redated = (ticket: Ticket, { retention, priority, tags }: TicketChange, seen: Seen, dating: Dating): Write =>
  dated(ticket, seen, { set: { retention, priority, tags } }, { if: { absent: ['mergedInto'] }, refusal: ticketMerged }, dating);

/** A case becomes part of another (`merged`): it ends, if it had not before, and nothing that is unread stays with it. */
export function mergedAway(ticket: Ticket, seen: Seen, dating: Dating): Write {
  const { status, closedAt, mergedInto, mergedAt, gsi2pk } = ticketAttributes(ticket);
  const change = { set: { status, closedAt, mergedInto, mergedAt, gsi2pk }, remove: [...awake, ...waitingAttributes, 'gsi4sk', 'separatedFrom'] as const };
  return dated(ticket, seen, change, asWritten(ticket, { absent: ['mergedInto'] }), dating);
}

/** The other (`joinedBy`), which is worked on. */
export function mergedWith(into: Ticket, seen: Seen, seenMessageAt: string | undefined, dating: Dating): Write {
  const { retention, lastCustomerMessageAt, lastCustomerMessageId, unreadMessages, gsi3sk } = ticketAttributes(into);
  const unread = unreadMessages === undefined ? {} : { unreadMessages, gsi4sk: gsi3sk };
  const asSeen = asWritten({ lastCustomerMessageAt: seenMessageAt }, { oneOf: { status: statesBefore('closed') } });
  return dated(into, seen, { set: { retention, lastCustomerMessageAt, lastCustomerMessageId, gsi3sk, ...unread } }, asSeen, dating);
}

/** A merged case is one of its own again (`separated`). */
export function mergeUndone(ticket: Ticket, seen: Seen, now: Date, dating: Dating): Write {
  const { status, closedAt, assignee, unassignedSince, separatedFrom, unreadMessages, gsi2pk, gsi3sk, gsi4pk } = ticketAttributes(ticket);
  const looked = status === 'open' ? asleep(ticket.id, now) : {};
  const unread = unreadMessages === undefined ? {} : { unreadMessages, gsi4sk: gsi3sk };
  const gone = [
    ...(['mergedInto', 'mergedAt'] as const),
    ...(closedAt === undefined ? (['closedAt'] as const) : []),
    ...(assignee === undefined ? (['assignee'] as const) : []),
    ...(unreadMessages === undefined ? (['unreadMessages'] as const) : []),
  ];
  const set = { status, assignee, unassignedSince, separatedFrom, gsi2pk, gsi4pk, ...unread, ...looked };
  return dated(ticket, seen, { set, remove: gone }, { if: { equals: { mergedInto: separatedFrom! } }, refusal: ticketNotMerged }, dating);
}

/** The other without it (`separatedFrom`). */
export function separatedAgain(from: Ticket, seen: Seen, seenMessageAt: string | undefined, dating: Dating): Write {
  const { unreadMessages } = from;
  const asSeen = asWritten({ lastCustomerMessageAt: seenMessageAt }, { absent: ['mergedInto'] });
  return dated(from, seen, unreadMessages === undefined ? { remove: unreadAttributes } : { set: { unreadMessages } }, asSeen, dating);
}

/** Nothing was written by the customer since it was seen. */
const asWritten = ({ lastCustomerMessageAt: at }: Pick<Ticket, 'lastCustomerMessageAt'>, also: Condition) => ({
  if: both(at === undefined ? { absent: ['lastCustomerMessageAt'] } : { equals: { lastCustomerMessageAt: at } }, also),
  refusal: changedMeanwhile,
});

function dated(
  ticket: Ticket,
  { versionSeen, heldSince }: Seen,
  { set, remove, add }: Pick<KindChanges<typeof ticketKind.schema>, 'set' | 'remove' | 'add'>,
  also: { readonly if?: Condition; readonly refusal?: (current: Item) => DomainError },
  dating: Dating,
): Write {
  const { customerId, id, version } = ticket;
  const due = dueOf(ticketKind, { ...ticketAttributes(ticket), kind: 'ticket', dueOn: '', heldSince }, dating);
  const asSeen: Condition = heldSince ? { equals: { version: versionSeen, heldSince } } : { equals: { version: versionSeen }, absent: ['heldSince'] };
  const changes = { set: { ...set, version, ...due }, ...(remove && { remove }), ...(add && { add }) };
  return update(ticketKind, ticketKey(customerId, id), changes, {
    if: both(both(asSeen, also.if ?? {}), notStopped),
    refusal: (current: Item | undefined) => {
      if (!current || isHidden(current)) return noSuchTicket();
      if (current.version !== versionSeen) return ticketChanged();
      if (isStopped(current)) return processingRestricted();
      return current.heldSince === heldSince && also.refusal ? also.refusal(current) : new HoldChanged(current.heldSince as string | undefined);
    },
  });
}

/** A ticket was put under a legal hold, or the hold lifted, since somebody looked. */
class HoldChanged extends DomainError {
  readonly heldSince: string | undefined;

  constructor(heldSince: string | undefined) {
    super('conflict', 'ticket-locked', [{ field: 'path.ticketId', problem: 'is kept as evidence (legal hold), and stays as it is until that is lifted' }]);
    this.heldSince = heldSince;
  }
}

/** Makes a change that depends on whether the ticket is held, again with what it met when that was something else. */
export async function knowingHold<T>(change: (heldSince: string | undefined) => Promise<T>): Promise<T> {
  let heldSince: string | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await change(heldSince);
    } catch (error) {
      if (!(error instanceof HoldChanged) || attempt === 4) throw error;
      heldSince = error.heldSince;
    }
  }
}
