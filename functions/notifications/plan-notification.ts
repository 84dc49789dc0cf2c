import type { DomainEvent } from '../../events/event.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { customerErased } from '../../shared/domain-error.ts';
import { noSuchLetter } from '../../shared/letters/letter.ts';
import { letterReaderNeeds } from '../../shared/letters/letter-reader.ts';
import { notificationNeeds } from '../../shared/notifications/notification-table.ts';
import { aboutOf, planned, type About } from '../../shared/notifications/notification.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';

/** What it works with on the tables. */
export const planNotificationUses = {
  notifications: only(notificationNeeds, 'plan'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  letters: only(letterReaderNeeds, 'letter'),
  customers: only(customerReaderNeeds, 'customer'),
};

export interface PlanDeps extends Used<typeof planNotificationUses> {
  readonly now: () => Date;
}

/**
 * Plans what the customer is told of an event: one notification per event, whose id comes from the event's. Whether it may go out is
 * asked by whoever sends it, at the last moment.
 * @throws DomainError `not-found` (tried again: the index lags), `already-done`, `customer-erased`, `processing-restricted` (done: nobody is
 *   told of anything whose data is restricted)
 */
export async function planNotification(event: DomainEvent, { notifications, tickets, letters, customers, now }: PlanDeps): Promise<void> {
  const { customerId, ticketId, ticketNumber } = await caseOf(aboutOf(event), tickets, letters);
  const customer = await customers.customer(customerId);
  if (!customer) throw customerErased();
  await notifications.plan({ ...planned(event, customer, ticketId, now()), ticketNumber });
}

interface Case {
  readonly customerId: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
}

/** The case to which something belongs, and whose it is. */
async function caseOf({ type, id }: About, tickets: PlanDeps['tickets'], letters: PlanDeps['letters']): Promise<Case> {
  const found = type === 'ticket' ? await tickets.ticket(id) : await letters.letter(id);
  if (!found) throw type === 'ticket' ? noSuchTicket() : noSuchLetter();
  if ('ticketId' in found) return found;
  return { customerId: found.customerId, ticketId: found.id, ticketNumber: found.number };
}
