import type { DomainEvent } from '../../events/event.ts';
import { notificationFailed } from '../../events/notification-failed.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { notificationUnknown } from '../../events/notification-unknown.ts';
import { alreadyDone } from '../../shared/domain-error.ts';
import { notified, type NotificationResult } from '../../shared/letters/letter.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { noSuchNotification } from '../../shared/notifications/notification.ts';
import { notificationReaderNeeds } from '../../shared/notifications/notification-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';

/** What it works with on the tables. */
export const recordLetterNotificationUses = {
  letters: only(letterNeeds, 'ofCustomer', 'recordNotification'),
  notifications: only(notificationReaderNeeds, 'notification'),
};

export type RecordNotificationDeps = Used<typeof recordLetterNotificationUses>;

const resultOf: Readonly<Record<string, NotificationResult>> = {
  [notificationSent.type]: 'sent',
  [notificationFailed.type]: 'failed',
  [notificationUnknown.type]: 'unknown',
};

/**
 * Notes on a letter how telling the customer of it went.
 * @throws DomainError `not-found/no-such-notification` (tried again: the index lags), `changed-meanwhile` (tried again),
 *   `already-done`, `customer-erased`
 */
export async function recordNotification(event: DomainEvent, { letters, notifications }: RecordNotificationDeps): Promise<void> {
  const result = resultOf[event.type];
  if (!result) throw new Error(`No outcome of a notification: ${event.type}`);
  const notification = await notifications.notification(event.aggregateId);
  if (!notification) throw noSuchNotification();
  if (notification.about.type !== 'letter') return;
  const letter = await letters.ofCustomer(notification.customerId, notification.about.id);
  // A letter is there before anybody is told of it: it is gone, or hidden, and there is nothing to note it on.
  if (!letter) throw alreadyDone();
  await letters.recordNotification(notified(letter, { channel: notification.channel, result, at: event.at }));
}
