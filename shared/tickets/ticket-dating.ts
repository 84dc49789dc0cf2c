import { changedMeanwhile, DomainError, processingRestricted } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, isStopped, notStopped } from '../storage/item-states.ts';
import { dueOf, update, type Dating, type KindChanges } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { Write } from '../storage/transact.ts';
import { asleep, awake } from '../storage/wake-index.ts';
import { clockOf } from './ticket-clock.ts';
import { noMessageSince } from './ticket-reading.ts';
import { noOpenTasks, openTasks } from './ticket-tasks.ts';
import { queueAttributes, ticketAttributes, ticketKey, ticketKind, unreadAttributes, waitingAttributes, type TicketItem } from './ticket-item.ts';
import { endedByMerge } from './merge.ts';
import { isNew } from './news.ts';
import { isFiling, nothingFiled } from './filing.ts';
import {
  beingFiled,
  newerCustomerMessage,
  noSuchTicket,
  nothingToWithdraw,
  paidAlready,
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

/** The end of a case, with everything in view that the customer wrote and that is still to be done: its retention periods run from here. It waits for no clerk any more. `newsId`: what is new for the customer with that; `moreTasks`: so many more are to be done, for all that. */
export function ended(
  ticket: Ticket,
  seen: Seen & Pick<TicketSeen, 'lastInteractionId' | 'openTasksSeen'>,
  newsId: string,
  dating: Dating,
  moreTasks = 0,
): Write {
  const { set, ...also } = ending(ticket);
  const news = isNew(newsId);
  const change = { ...also, set: { ...set, ...news.set }, add: { ...news.add, ...(moreTasks !== 0 && { openTasks: moreTasks }) } };
  const whileOpen = {
    if: both(
      both({ oneOf: { status: statesBefore('closed') } }, nothingFiled),
      both(noMessageSince(seen.lastInteractionId), noOpenTasks(seen.openTasksSeen === true)),
    ),
    refusal: (current: Item) => {
      if (current.status === 'closed') return ticketClosed();
      if (isFiling(current)) return beingFiled();
      const { lastCustomerMessageId: last = '' } = current as Partial<TicketItem>;
      return last > seen.lastInteractionId ? newerCustomerMessage() : openTasks();
    },
  };
  return dated(ticket, seen, change, whileOpen, dating);
}

/** The same by its customer, who takes it back: not once money has gone out. They know what they wrote, and nothing of it is unread; tasks stay, for a clerk to see. */
export function takenBack(ticket: Ticket, seen: Seen, dating: Dating): Write {
  const whileNothingPaid = {
    if: both(both({ oneOf: { status: statesBefore('closed') } }, nothingFiled), { notAbove: { paidCents: 0 } }),
    refusal: (current: Item) => {
      const { status, mergedInto, outcome } = current as Partial<TicketItem>;
      if (mergedInto !== undefined) return ticketMerged();
      if (status === 'closed') return nothingToWithdraw(outcome);
      return isFiling(current) ? beingFiled() : paidAlready();
    },
  };
  return dated(ticket, seen, ending(ticket), whileNothingPaid, dating);
}

/** What the end of a case changes of it, whoever ends it. */
function ending(ticket: Ticket) {
  const { status, closedAt, outcome, gsi2pk, gsi3sk } = ticketAttributes(ticket);
  const { answeredAt } = ticket;
  return {
    set: { status, closedAt, outcome, gsi2pk },
    setOnce: { gsi3sk, ...(answeredAt !== undefined && { answeredAt }) },
    remove: [...awake, ...unreadAttributes, ...waitingAttributes, ...queueAttributes],
  };
}

/** A closed case goes on: it is due as one that has not ended, with its clerk or, where that is nobody, looked for at once; its clocks begin anew. */
export function goesOn(ticket: Ticket, seen: Seen, now: Date, dating: Dating): Write {
  const { status, assignee, unassignedSince, gsi2pk, gsi4pk, queuePk, queueSk } = ticketAttributes(ticket);
  const clock = clockOf(ticket);
  const place = { status, gsi2pk, gsi4pk, queuePk, queueSk };
  const set = { ...place, ...clock.set, ...(assignee === undefined ? { unassignedSince, ...asleep(ticket.id, now) } : { assignee }) };
  const remove = ['closedAt' as const, 'outcome' as const, 'answeredAt' as const, ...(assignee === undefined ? ['assignee' as const] : clock.remove)];
  return dated(ticket, seen, { set, remove }, { if: { equals: { status: 'closed' } }, refusal: ticketNotClosed }, dating);
}

/** What a clerk chose of it, whether or not the case has ended: it is due by the period that it has now, and to be done by the priority. */
export function redated(ticket: Ticket, { retention, priority, tags, subject }: TicketChange, seen: Seen, dating: Dating): Write {
  const { set, remove } = pressing(ticket);
  return dated(
    ticket,
    seen,
    { set: { retention, priority, tags, subject, ...set }, remove },
    { if: { absent: ['mergedInto'] }, refusal: ticketMerged },
    dating,
  );
}

/** What another priority changes: where what nobody has stands in its queue, and until when one that somebody has sleeps. */
function pressing(ticket: Ticket) {
  const { queuePk, queueSk } = ticketAttributes(ticket);
  const isSomebodys = ticket.status === 'assigned' || ticket.status === 'waiting';
  return isSomebodys ? clockOf(ticket) : { set: { clock: ticket.clock, queuePk, queueSk }, remove: [] };
}

/** A case becomes part of another (`merged`): it ends, and nothing that is unread stays with it. What lies on it is being filed from here on. */
export function mergedAway(ticket: Ticket, seen: Seen, dating: Dating): Write {
  const { status, closedAt, mergedInto, mergedAt, beforeMerge, gsi2pk, gsi3sk } = ticketAttributes(ticket);
  // One that had ended stands where it stood: its clerk may have left.
  const place = endedByMerge(ticket) ? { status, gsi2pk, gsi3sk } : {};
  const change = {
    set: { ...place, closedAt, mergedInto, mergedAt, beforeMerge, clock: ticket.clock },
    add: { filings: 1 },
    remove: [...awake, ...queueAttributes, ...waitingAttributes, 'gsi4sk', 'separatedFrom'] as const,
  };
  return dated(ticket, seen, change, notFiling(asWritten(ticket, { absent: ['mergedInto'] })), dating);
}

/** The other (`joinedBy`), which is worked on, with what is unread and what is new of the one that comes. */
export function mergedWith(into: Ticket, seen: Seen, { lastCustomerMessageAt: seenAt }: Ticket, coming: Ticket, dating: Dating): Write {
  const { status, waitingFor, retention, priority, lastCustomerMessageAt, lastCustomerMessageId, gsi2pk, gsi3sk } = ticketAttributes(into);
  const pressed = pressing(into);
  const { unreadMessages: unread = 0, news = 0, newsUpTo } = coming;
  const said = { lastCustomerMessageAt, lastCustomerMessageId, gsi3sk, ...(unread > 0 && { gsi4sk: gsi3sk }), ...(news > 0 && { newsUpTo }) };
  const change = {
    set: { status, gsi2pk, retention, priority, ...pressed.set, ...said },
    ...(into.answeredAt !== undefined && { setOnce: { answeredAt: into.answeredAt } }),
    add: { filings: 1, ...(unread > 0 && { unreadMessages: unread }), ...(news > 0 && { news }) },
    remove: [...pressed.remove, ...(waitingFor === undefined ? waitingAttributes : [])],
  };
  return dated(into, seen, change, asWritten({ lastCustomerMessageAt: seenAt }, { oneOf: { status: statesBefore('closed') } }), dating);
}

/** A merged case is one of its own again (`separated`). `before`: as it was merged. What came with it is being filed back from here on. */
export function mergeUndone(ticket: Ticket, before: Ticket, seen: Seen, now: Date, dating: Dating): Write {
  const { status, closedAt, assignee, unassignedSince, separatedFrom, unreadMessages, gsi2pk, gsi3sk, gsi4pk, queuePk, queueSk } = ticketAttributes(ticket);
  const goes = status === 'open' ? { queuePk, queueSk, clock: ticket.clock, ...asleep(ticket.id, now) } : clockOf(ticket).set;
  const place = endedByMerge(before) ? { status, assignee, unassignedSince, gsi2pk, gsi4pk, ...goes } : { closedAt };
  const gone = [
    ...(['mergedInto', 'mergedAt', 'beforeMerge'] as const),
    ...(closedAt === undefined ? (['closedAt'] as const) : []),
    ...(endedByMerge(before) && assignee === undefined ? (['assignee'] as const) : []),
    ...(unreadMessages === undefined ? unreadAttributes : []),
  ];
  const unread = unreadMessages === undefined ? {} : { unreadMessages, gsi4sk: gsi3sk };
  const change = { set: { ...place, ...unread, separatedFrom }, add: { filings: 1 }, remove: gone };
  return dated(ticket, seen, change, notFiling({ if: { equals: { mergedInto: separatedFrom! } }, refusal: ticketNotMerged }), dating);
}

/** The other without it (`separatedFrom`). */
export function separatedAgain(from: Ticket, seen: Seen, dating: Dating): Write {
  const { retention, priority } = ticketAttributes(from);
  const { set, remove } = pressing(from);
  return dated(
    from,
    seen,
    { set: { retention, priority, ...set }, remove, add: { filings: 1 } },
    { if: { absent: ['mergedInto'] }, refusal: changedMeanwhile },
    dating,
  );
}

/** Nothing was written by the customer since it was seen. */
const asWritten = ({ lastCustomerMessageAt: at }: Pick<Ticket, 'lastCustomerMessageAt'>, also: Condition) => ({
  if: both(at === undefined ? { absent: ['lastCustomerMessageAt'] } : { equals: { lastCustomerMessageAt: at } }, also),
  refusal: changedMeanwhile,
});

/** Nothing is being filed from it or to it. */
const notFiling = (also: { readonly if: Condition; readonly refusal: () => DomainError }) => ({
  if: both(also.if, nothingFiled),
  refusal: (current: Item) => (isFiling(current) ? beingFiled() : also.refusal()),
});

function dated(
  ticket: Ticket,
  { versionSeen, heldSince }: Seen,
  { set, setOnce, remove, add }: KindChanges<typeof ticketKind.schema>,
  also: { readonly if?: Condition; readonly refusal?: (current: Item) => DomainError },
  dating: Dating,
): Write {
  const { customerId, id, version } = ticket;
  const due = dueOf(ticketKind, { ...ticketAttributes(ticket), kind: 'ticket', dueOn: '', heldSince }, dating);
  const asSeen: Condition = heldSince ? { equals: { version: versionSeen, heldSince } } : { equals: { version: versionSeen }, absent: ['heldSince'] };
  const changes = { set: { ...set, version, ...due }, ...(setOnce && { setOnce }), ...(remove && { remove }), ...(add && { add }) };
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
