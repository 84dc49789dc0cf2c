import type { DomainEvent } from '../../events/event.ts';
import { noSuchNotification } from '../../shared/notifications/notification.ts';
import { notificationReaderNeeds } from '../../shared/notifications/notification-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { InteractionContent } from '../../shared/tickets/interaction.ts';
import { interactionIdFor, interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { whereItGoesOn } from '../../shared/tickets/merge.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';

/** What it works with on the tables. */
export const recordTicketNotificationUses = {
  tickets: only(ticketReaderNeeds, 'ofCustomer'),
  interactions: only(interactionNeeds, 'note'),
  notifications: only(notificationReaderNeeds, 'notification'),
};

export interface RecordNotificationDeps extends Used<typeof recordTicketNotificationUses> {
  readonly now: () => Date;
}

type Result = Extract<InteractionContent, { type: 'notification' }>['result'];

const results: Readonly<Record<string, Result>> = { 'notification.sent': 'sent', 'notification.unknown': 'unknown', 'notification.failed': 'failed' };

/**
 * Writes on the ticket what became of a message about it. What is about a letter is recorded there.
 * @throws DomainError `not-found` (tried again: the index lags), `already-done`, `customer-erased`
 */
export async function recordNotification(event: DomainEvent, { tickets, interactions, notifications, now }: RecordNotificationDeps): Promise<void> {
  const result = results[event.type];
  if (!result) throw new Error(`Not the outcome of a notification: ${event.type}`);
  const notification = await notifications.notification(event.aggregateId);
  if (!notification) throw noSuchNotification();
  const { about, customerId, channel, template } = notification;
  if (about.type !== 'ticket') return;
  const step = {
    id: interactionIdFor(event.id),
    ticketId: about.id,
    at: event.at,
    by: { role: 'system' as const },
    content: { type: 'notification' as const, channel, template, result },
  };
  await whereItGoesOn(tickets, { id: about.id, customerId }, (on) => interactions.note(on, { ...step, ticketId: on.id }, now()));
}
