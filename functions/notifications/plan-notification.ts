import type { DomainEvent } from '../../events/event.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { alreadyDone, customerErased } from '../../shared/domain-error.ts';
import { noSuchLetter } from '../../shared/letters/letter.ts';
import { letterReaderNeeds } from '../../shared/letters/letter-reader.ts';
import { notificationNeeds } from '../../shared/notifications/notification-table.ts';
import { gatheredUntil } from '../../shared/notifications/gathering.ts';
import { onItsWay, planned, tellingOf, type About } from '../../shared/notifications/notification.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';

/** What it works with on the tables. */
export const planNotificationUses = {
  notifications: only(notificationNeeds, 'plan', 'gather'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  letters: only(letterReaderNeeds, 'letter'),
  customers: only(customerReaderNeeds, 'customer'),
};

export interface PlanDeps extends Used<typeof planNotificationUses> {
  readonly now: () => Date;
  /** So long is waited for more of what is told together. */
  readonly gatherMs: number;
  /** Whether SMS go to a number's country. */
  readonly smsGoesTo: (number: string) => boolean;
}

/**
 * Plans what the customer is told of an event: one notification per event, whose id comes from the event's; of what comes several times within
 * minutes, one for all. Over e-mail instead of SMS where the stage sends none to their number's country. Whether it may go out is asked by whoever sends
 * it, at the last moment.
 * @throws DomainError `not-found` (tried again: the index lags), `changed-meanwhile` (tried again), `already-done`, `customer-erased`,
 *   `processing-restricted` (done: nobody is told of anything whose data is restricted)
 */
export async function planNotification(event: DomainEvent, { notifications, tickets, letters, customers, now, gatherMs, smsGoesTo }: PlanDeps): Promise<void> {
  const telling = tellingOf(event);
  // What comes here is chosen by a rule; should that let more through, nobody is told of it.
  if (!telling) return;
  const { customerId, ticketId, ticketNumber, messagesToldAt } = await caseOf({ type: telling.about, id: event.aggregateId }, tickets, letters);
  const until = telling.gathers && gatheredUntil(event, messagesToldAt, now(), gatherMs);
  if (telling.gathers && !until) throw alreadyDone();
  const customer = await customers.customer(customerId);
  if (!customer) throw customerErased();
  const at = now();
  const notification = { ...onItsWay(planned(event, customer, ticketId, at), customer, smsGoesTo, at), ticketNumber };
  await (until && ticketId !== undefined
    ? notifications.gather(notification, { customerId, id: ticketId, messagesToldAt }, until)
    : notifications.plan(notification));
}

interface Case extends Pick<Ticket, 'customerId' | 'messagesToldAt'> {
  /** Absent where it belongs to none. */
  readonly ticketId?: string | undefined;
  readonly ticketNumber?: string | undefined;
}

/** Whose something is, and the case to which it belongs. */
async function caseOf({ type, id }: About, tickets: PlanDeps['tickets'], letters: PlanDeps['letters']): Promise<Case> {
  if (type === 'ticket') {
    const ticket = await tickets.ticket(id);
    if (!ticket) throw noSuchTicket();
    const { customerId, number, messagesToldAt } = ticket;
    return { customerId, ticketId: id, ticketNumber: number, messagesToldAt };
  }
  const letter = await letters.letter(id);
  if (!letter) throw noSuchLetter();
  return letter;
}
