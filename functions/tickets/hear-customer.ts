import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone, isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { interactionIdFor, interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import type { NewTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket, opened, reopensUntil, resumed, type Ticket } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { withItsClerk } from './with-its-clerk.ts';

/** What it works with on the tables. */
export const hearCustomerUses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'setStateHeard', 'reopenHeard', 'followUp'),
  interactions: only(interactionNeeds, 'messagesSince', 'bring'),
};

export interface HearCustomerDeps extends Used<typeof hearCustomerUses> {
  readonly newId: NewId;
  readonly newNumber: NewTicketNumber;
  readonly now: () => Date;
}

/**
 * What a customer's message means for its case: one that waited for them goes on; so does a closed one, within the period of its kind; after it, a new
 * case follows it up, and has what they wrote. The message is stored by then, whatever comes of this, and a repeat makes nothing twice.
 * @throws DomainError `not-found/no-such-ticket` (tried again: the index lags), `stale/ticket-changed` (tried again), `conflict/number-taken` (tried
 *   again under another), `conflict/already-done`, `conflict/customer-erased`, `conflict/processing-restricted`
 */
export async function hearCustomer({ id: eventId, aggregateId }: Pick<DomainEvent, 'id' | 'aggregateId'>, deps: HearCustomerDeps): Promise<void> {
  const { tickets, now } = deps;
  const found = await tickets.byId(aggregateId);
  if (!found) throw noSuchTicket();
  const ticket = await theirTicket(tickets, found);
  const at = now();
  const step = (content: Interaction['content']): Interaction => ({
    id: interactionIdFor(eventId),
    ticketId: ticket.id,
    at: at.toISOString(),
    by: { role: 'system' },
    content,
  });
  if (ticket.status === 'waiting' && ticket.waitingFor === 'customer') {
    await tickets.setStateHeard(resumed(ticket), step({ type: 'resumption', cause: 'customer-message' }), at);
  } else if (ticket.status === 'closed') {
    if (at <= reopensUntil(ticket)) {
      const heard = step({ type: 'reopening', cause: 'customer-message' });
      await withItsClerk(ticket, at, (after) => tickets.reopenHeard(after, heard, at));
    } else await goOnElsewhere(ticket, deps);
  } else throw alreadyDone();
}

/** Makes the case that follows one up, if none does yet, and brings to it what the customer wrote since the end. */
async function goOnElsewhere(ended: Ticket, { tickets, interactions, newId, newNumber, now }: HearCustomerDeps): Promise<void> {
  const at = now();
  const written = await interactions.messagesSince(ended, new Date(ended.closedAt!));
  if (ended.followedUpBy === undefined) {
    const { customerId, matter } = ended;
    const next = opened({ id: newId('tck'), number: newNumber(at), customerId }, { kind: matter }, at);
    const first: Interaction = {
      id: newId('int'),
      ticketId: next.id,
      at: at.toISOString(),
      by: { role: 'system' },
      content: { type: 'follow-up', followUpOf: ended.id },
    };
    await tickets.followUp(next, first, ended, at);
  }
  const { followedUpBy } = await theirTicket(tickets, ended);
  for (const message of written) await brought({ id: followedUpBy!, customerId: ended.customerId }, message, interactions, at);
}

/** A message on the case that follows, under its own id and as of when it was written: a repeat finds it there. */
async function brought(to: Pick<Ticket, 'id' | 'customerId'>, message: Interaction, interactions: HearCustomerDeps['interactions'], now: Date): Promise<void> {
  try {
    await interactions.bring(to, message, now);
  } catch (error) {
    if (!isRefusal(error, alreadyDone())) throw error;
  }
}
