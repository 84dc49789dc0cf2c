import { DomainError, isRefusal } from '../domain-error.ts';
import { tellsOfHealth } from './kinds/kinds.ts';
import { Priority } from './priority.ts';
import type { TicketRef } from './ticket-check.ts';
import type { TicketReader } from './ticket-reader.ts';
import { noSuchTicket, ticketMerged, ticketNotMerged, withoutClerk, type Retention, type Ticket } from './ticket.ts';

/** So long after two cases became one they can be two again. */
const separableMs = 24 * 3_600_000;

/**
 * A case becomes part of another of the same customer: a duplicate, mostly. It ends with that, also if it had ended before, and only leads to the other, on
 * which work goes on.
 * @throws DomainError `conflict/ticket-merged`, `conflict/kinds-differ`
 */
export function merged(ticket: Ticket, into: Ticket, now: Date): Ticket {
  if (ticket.mergedInto !== undefined || into.mergedInto !== undefined) throw ticketMerged();
  if (tellsOfHealth(ticket.matter) !== tellsOfHealth(into.matter)) throw kindsDiffer();
  const at = now.toISOString();
  const beforeMerge = { closedAt: ticket.closedAt, retention: into.retention ?? 'regular', priority: into.priority ?? 'normal' } as const;
  const ended = { status: 'closed', closedAt: at, waitingFor: undefined, waitingSince: undefined } as const;
  return { ...ticket, ...ended, mergedInto: into.id, mergedAt: at, beforeMerge, separatedFrom: undefined, version: ticket.version + 1 };
}

/**
 * The other with it: kept as long as either was to be, as pressing as either, and everything is unread that was. Where it waited for the customer, and they
 * wrote on the one, it goes on. Who was answered on either was answered; until when anything is promised is what the other has promised.
 */
export function joinedBy(into: Ticket, ticket: Ticket): Ticket {
  const { lastCustomerMessageAt, lastCustomerMessageId } = last(into, ticket);
  const unread = (into.unreadMessages ?? 0) + (ticket.unreadMessages ?? 0);
  const joined = {
    ...into,
    ...treatedAs(into, ticket),
    lastCustomerMessageAt,
    lastCustomerMessageId,
    unreadMessages: unread === 0 ? undefined : unread,
    answeredAt: into.answeredAt ?? ticket.answeredAt,
    version: into.version + 1,
  };
  const answered = into.waitingFor === 'customer' && ticket.unreadMessages !== undefined;
  return answered ? { ...joined, status: 'assigned', waitingFor: undefined, waitingSince: undefined } : joined;
}

/** Whichever of them the customer wrote on last. */
const last = (one: Ticket, other: Ticket): Ticket => ((other.lastCustomerMessageId ?? '') > (one.lastCustomerMessageId ?? '') ? other : one);

/** Every one is kept longer than those before it. */
const byLength: readonly Retention[] = ['regular', 'money-laundering', 'ten-years', 'thirty-years'];

/** The longer retention and the higher priority of both. */
function treatedAs(into: Ticket, { retention = 'regular', priority = 'normal' }: Ticket): Pick<Ticket, 'retention' | 'priority'> {
  const [own, pressing] = [into.retention ?? 'regular', into.priority ?? 'normal'];
  const byPressure = Priority.options;
  return {
    retention: byLength.indexOf(retention) > byLength.indexOf(own) ? retention : into.retention,
    priority: byPressure.indexOf(priority) < byPressure.indexOf(pressing) ? priority : into.priority,
  };
}

/**
 * The merged case is one of its own again, as it was: where it had not ended before, with its clerk, or where that is nobody, waiting for one. Its messages
 * are unread again unless somebody has read the other since. `from`: the other.
 * @throws DomainError `conflict/ticket-not-merged`, `conflict/merge-final`, `conflict/ticket-merged` where the other was merged itself since
 */
export function separated(ticket: Ticket, from: Ticket, clerk: string | undefined, now: Date): Ticket {
  if (ticket.mergedInto === undefined) throw ticketNotMerged();
  if (now.getTime() - Date.parse(ticket.mergedAt!) > separableMs) throw mergeFinal();
  if (from.mergedInto !== undefined) throw otherMerged();
  const unread = Math.min(ticket.unreadMessages ?? 0, from.unreadMessages ?? 0);
  const own = {
    ...ticket,
    closedAt: ticket.beforeMerge?.closedAt,
    mergedInto: undefined,
    mergedAt: undefined,
    beforeMerge: undefined,
    separatedFrom: from.id,
    unreadMessages: unread === 0 ? undefined : unread,
    version: ticket.version + 1,
  };
  if (!endedByMerge(ticket)) return own;
  return clerk === undefined ? { ...own, ...withoutClerk(ticket, now) } : { ...own, status: 'assigned', assignee: clerk };
}

/**
 * The other without it: treated as before, but for what somebody has chosen since. What is unread on it stays so: messages that came since are among that,
 * and whoever reads one too many has lost nothing.
 */
export function separatedFrom(from: Ticket, ticket: Ticket): Ticket {
  const { retention = 'regular', priority = 'normal' } = ticket.beforeMerge ?? {};
  const set = treatedAs({ ...from, retention, priority }, ticket);
  return {
    ...from,
    ...(set.retention === from.retention && { retention }),
    ...(set.priority === from.priority && { priority }),
    version: from.version + 1,
  };
}

/** Whether it was still worked on when it became part of the other. */
export const endedByMerge = ({ mergedInto, beforeMerge }: Ticket): boolean => mergedInto !== undefined && beforeMerge?.closedAt === undefined;

/** The case on which work goes on: a ticket itself, or the one of which it has become part; `undefined` when that is gone. */
export async function whereGoingOn(tickets: Pick<TicketReader, 'ofCustomer'>, ticket: Ticket): Promise<Ticket | undefined> {
  if (ticket.mergedInto === undefined) return ticket;
  const into = await tickets.ofCustomer(ticket.customerId, ticket.mergedInto);
  return into && whereGoingOn(tickets, into);
}

/** The same. @throws DomainError `not-found/no-such-ticket` when it is gone */
export async function goingOn(tickets: Pick<TicketReader, 'ofCustomer'>, ticket: Ticket): Promise<Ticket> {
  const going = await whereGoingOn(tickets, ticket);
  if (!going) throw noSuchTicket();
  return going;
}

/** Does something on a case, or where that has become part of another, on that one. */
export async function whereItGoesOn<T>(tickets: Pick<TicketReader, 'ofCustomer'>, ref: TicketRef, work: (ref: TicketRef) => Promise<T>): Promise<T> {
  try {
    return await work(ref);
  } catch (error) {
    if (!isRefusal(error, ticketMerged())) throw error;
    const ticket = await tickets.ofCustomer(ref.customerId, ref.id);
    if (!ticket) throw noSuchTicket();
    return work(await goingOn(tickets, ticket));
  }
}

/** What it was to become part of is part of another. */
export const intoMerged = (): DomainError =>
  new DomainError('conflict', 'ticket-merged', [{ field: 'body.into', problem: 'has become part of another ticket itself (mergedInto): merge with that one' }]);

/** A case is merged with one that is worked on. */
export const intoClosed = (): DomainError =>
  new DomainError('conflict', 'ticket-closed', [
    { field: 'body.into', problem: 'is closed: reopen it first (POST …/reopening), or merge the other way round' },
  ]);

const mergeFinal = (): DomainError =>
  new DomainError('conflict', 'merge-final', [
    { field: 'path.ticketId', problem: 'was merged more than a day ago, which stands: open a new ticket, and link the two (POST …/links)' },
  ]);

const otherMerged = (): DomainError =>
  new DomainError('conflict', 'ticket-merged', [
    { field: 'path.ticketId', problem: 'is part of a ticket that has become part of another since: undo that first (DELETE …/merge on it)' },
  ]);

/** Whoever may read the one must be one who may read the other. */
const kindsDiffer = (): DomainError =>
  new DomainError('conflict', 'kinds-differ', [
    { field: 'body.into', problem: 'is of a kind that tells of health where this one does not, or the other way round: link them instead (POST …/links)' },
  ]);
