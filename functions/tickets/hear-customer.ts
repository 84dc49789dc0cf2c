import type { DomainEvent } from '../../events/event.ts';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { alreadyDone, isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { started, timed } from '../../shared/tickets/clock.ts';
import { interactionIdFor, interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { goingOn } from '../../shared/tickets/merge.ts';
import type { NewTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { isNews, noSuchTicket, opened, reopensUntil, resumed, type Ticket } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { withItsClerk } from './with-its-clerk.ts';

/** What it works with on the tables. */
export const hearCustomerUses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'setStateHeard', 'reopenHeard', 'followUp'),
  interactions: only(interactionNeeds, 'unbrought', 'bring'),
};

export interface HearCustomerDeps extends Used<typeof hearCustomerUses> {
  readonly newId: NewId;
  readonly newNumber: NewTicketNumber;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

/**
 * What a customer's message means for its case: one that waited for them goes on; so does a closed one, within the period of its kind; after it, a new
 * case follows it up, and has what they wrote. The message is stored by then, whatever comes of this. A repeat makes nothing twice, and one that comes
 * late changes nothing of what was decided with the message in view.
 * @throws DomainError `not-found/no-such-ticket` (tried again: the index lags), `stale/…` (overtaken, tried again), `conflict/number-taken` (tried
 *   again under another), `conflict/already-done`, `conflict/customer-erased`, `conflict/processing-restricted`
 */
export async function hearCustomer({ id: eventId, aggregateId }: Pick<DomainEvent, 'id' | 'aggregateId'>, deps: HearCustomerDeps): Promise<void> {
  const { tickets, now, hours } = deps;
  const found = await tickets.byId(aggregateId);
  if (!found) throw noSuchTicket();
  const ticket = await goingOn(tickets, await theirTicket(tickets, found));
  const at = now();
  const step = (content: Interaction['content']): Interaction => ({
    id: interactionIdFor(eventId),
    ticketId: ticket.id,
    at: at.toISOString(),
    by: { role: 'system' },
    content,
  });
  if (ticket.status === 'closed' && at > reopensUntil(ticket)) return goOnElsewhere(ticket, deps);
  if (!isNews(ticket)) throw alreadyDone();
  if (ticket.status === 'closed') {
    const heard = step({ type: 'reopening', cause: 'customer-message' });
    await withItsClerk(ticket, { now: at, hours }, (after) => tickets.reopenHeard(after, heard, at));
  } else if (ticket.waitingFor === 'customer') {
    await tickets.setStateHeard(timed(ticket, resumed(ticket), at, hours), step({ type: 'resumption', cause: 'customer-message' }), at);
  } else throw alreadyDone();
}

/** Brings what the customer wrote since the end to the case that follows one up, which is made if there is none. Then nothing is unread where it was written. */
async function goOnElsewhere(ended: Ticket, deps: HearCustomerDeps): Promise<void> {
  const { interactions, now } = deps;
  const written = await interactions.unbrought(ended, new Date(ended.closedAt!));
  if (written.length === 0) throw alreadyDone();
  const next = (await following(ended, deps)) ?? (await followedUp(ended, deps));
  // A comment on how the case went is no message: it is read where it was written.
  const areAll = (ended.unreadMessages ?? 0) <= written.length;
  for (const message of written) await doneOnce(interactions.bring(next, message, now(), areAll && message === written.at(-1)));
}

/** The case that follows one up; `undefined` where none does, or it is gone already. */
async function following({ customerId, followedUpBy }: Ticket, { tickets }: HearCustomerDeps): Promise<Ticket | undefined> {
  const next = followedUpBy === undefined ? undefined : await tickets.ofCustomer(customerId, followedUpBy);
  return next && goingOn(tickets, next);
}

/** A new case that follows one up, or the one that somebody else made at the same time. */
async function followedUp(ended: Ticket, deps: HearCustomerDeps): Promise<Ticket> {
  const { tickets, newId, newNumber, now, hours } = deps;
  const { customerId, matter } = ended;
  const at = now();
  const next = started(opened({ id: newId('tck'), number: newNumber(at), customerId }, { kind: matter }, at), at, hours);
  const first: Interaction = {
    id: newId('int'),
    ticketId: next.id,
    at: at.toISOString(),
    by: { role: 'system' },
    content: { type: 'follow-up', followUpOf: ended.id },
  };
  await doneOnce(tickets.followUp(next, first, ended, at));
  const made = await following(await theirTicket(tickets, ended), deps);
  if (!made) throw noSuchTicket();
  return made;
}

/** Whoever else did it at the same time did all of it. */
async function doneOnce(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isRefusal(error, alreadyDone())) throw error;
  }
}
