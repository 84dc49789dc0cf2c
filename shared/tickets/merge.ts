import { DomainError, isRefusal } from '../domain-error.ts';
import { tellsOfHealth } from './kinds/kinds.ts';
import type { TicketRef } from './ticket-check.ts';
import type { TicketReader } from './ticket-reader.ts';
import { noSuchTicket, ticketMerged, ticketNotMerged, withoutClerk, type Retention, type Ticket } from './ticket.ts';

/** So long after two cases became one they can be two again. */
const separableMs = 24 * 3_600_000;

/**
 * A case becomes part of another of the same customer: a duplicate, mostly. It has ended then, if it had not before, and only leads to the other, on which
 * work goes on.
 * @throws DomainError `conflict/ticket-merged`, `conflict/kinds-differ`
 */
export function merged(ticket: Ticket, into: Ticket, now: Date): Ticket {
  if (ticket.mergedInto !== undefined || into.mergedInto !== undefined) throw ticketMerged();
  if (tellsOfHealth(ticket.matter) !== tellsOfHealth(into.matter)) throw kindsDiffer();
  const at = now.toISOString();
  const ended = { status: 'closed', closedAt: ticket.closedAt ?? at, waitingFor: undefined, waitingSince: undefined } as const;
  return { ...ticket, ...ended, mergedInto: into.id, mergedAt: at, separatedFrom: undefined, version: ticket.version + 1 };
}

/** The other with it: it is kept as long as either was to be, and everything is unread that was. */
export function joinedBy(into: Ticket, ticket: Ticket): Ticket {
  const { lastCustomerMessageAt, lastCustomerMessageId } = last(into, ticket);
  const unread = (into.unreadMessages ?? 0) + (ticket.unreadMessages ?? 0);
  return {
    ...into,
    retention: longer(into.retention, ticket.retention),
    lastCustomerMessageAt,
    lastCustomerMessageId,
    unreadMessages: unread === 0 ? undefined : unread,
    version: into.version + 1,
  };
}

/** Whichever of them the customer wrote on last. */
const last = (one: Ticket, other: Ticket): Ticket => ((other.lastCustomerMessageId ?? '') > (one.lastCustomerMessageId ?? '') ? other : one);

/** Every one is kept longer than those before it. */
const byLength: readonly Retention[] = ['regular', 'money-laundering', 'ten-years', 'thirty-years'];

function longer(one: Retention | undefined, other: Retention | undefined): Retention | undefined {
  const [own, its] = [one ?? 'regular', other ?? 'regular'];
  return byLength.indexOf(its) > byLength.indexOf(own) ? its : one;
}

/**
 * The merged case is one of its own again, as it was: where it had not ended before, with its clerk, or where that is nobody, waiting for one. `from`: the
 * other, as long as what is unread there is.
 * @throws DomainError `conflict/ticket-not-merged`, `conflict/merge-final`, `conflict/ticket-merged` where the other was merged itself since
 */
export function separated(ticket: Ticket, from: Ticket, clerk: string | undefined, now: Date): Ticket {
  if (ticket.mergedInto === undefined) throw ticketNotMerged();
  if (now.getTime() - Date.parse(ticket.mergedAt!) > separableMs) throw mergeFinal();
  if (from.mergedInto !== undefined) throw otherMerged();
  const unreadMessages = unreadOf(ticket, from);
  const own = { ...ticket, mergedInto: undefined, mergedAt: undefined, separatedFrom: from.id, unreadMessages, version: ticket.version + 1 };
  if (!endedByMerge(ticket)) return own;
  if (clerk === undefined) return { ...own, ...withoutClerk({ ...ticket, status: 'closed' }, now), closedAt: undefined };
  return { ...own, status: 'assigned', assignee: clerk, closedAt: undefined };
}

/** The other without it. */
export function separatedFrom(from: Ticket, ticket: Ticket): Ticket {
  const left = (from.unreadMessages ?? 0) - (unreadOf(ticket, from) ?? 0);
  return { ...from, unreadMessages: left === 0 ? undefined : left, version: from.version + 1 };
}

/** So many of its messages are unread still: whoever reads the other reads them all. */
function unreadOf({ unreadMessages = 0 }: Ticket, from: Ticket): number | undefined {
  const unread = Math.min(unreadMessages, from.unreadMessages ?? 0);
  return unread === 0 ? undefined : unread;
}

/** Whether it was still worked on when it became part of the other: then it has ended without an outcome. */
export const endedByMerge = ({ mergedInto, outcome }: Ticket): boolean => mergedInto !== undefined && outcome === undefined;

/** The case on which work goes on: a ticket itself, or the one of which it has become part. @throws DomainError `not-found/no-such-ticket` when that is gone */
export async function goingOn(tickets: Pick<TicketReader, 'ofCustomer'>, ticket: Ticket): Promise<Ticket> {
  if (ticket.mergedInto === undefined) return ticket;
  const into = await tickets.ofCustomer(ticket.customerId, ticket.mergedInto);
  if (!into) throw noSuchTicket();
  return goingOn(tickets, into);
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
