import type { DomainEvent } from '../../events/event.ts';
import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import { customerErased } from '../../shared/domain-error.ts';
import { noSuchLetter } from '../../shared/letters/letter.ts';
import type { LetterReader } from '../../shared/letters/letter-reader.ts';
import type { NotificationTable } from '../../shared/notifications/notification-table.ts';
import { aboutOf, planned, type About } from '../../shared/notifications/notification.ts';
import { processingRestricted } from '../../shared/storage/transact.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';
import type { TicketReader } from '../../shared/tickets/ticket-reader.ts';

export interface PlanDeps {
  readonly notifications: NotificationTable;
  readonly tickets: Pick<TicketReader, 'ticket'>;
  readonly letters: Pick<LetterReader, 'letter'>;
  readonly customers: CustomerReader;
  readonly now: () => Date;
}

/**
 * Plans what the customer is told of an event: one notification per event, whose id comes from the event's.
 * @throws DomainError `not-found` (tried again: the index lags), `already-done`, `customer-erased`, `processing-restricted` (done: nobody is
 *   told of what is restricted)
 */
export async function planNotification(event: DomainEvent, { notifications, tickets, letters, customers, now }: PlanDeps): Promise<void> {
  const customer = await customers.customer(await customerIdOf(aboutOf(event), tickets, letters));
  if (!customer) throw customerErased();
  await notifications.plan(planned(event, customer, now()));
}

async function customerIdOf({ type, id }: About, tickets: PlanDeps['tickets'], letters: PlanDeps['letters']): Promise<string> {
  const found = type === 'ticket' ? await tickets.ticket(id) : await letters.letter(id);
  if (!found) throw type === 'ticket' ? noSuchTicket() : noSuchLetter();
  if (found.restricted) throw processingRestricted();
  return found.customerId;
}
