import type { DomainEvent } from '../../events/event.ts';
import type { Channel, Customer } from '../../shared/customers/customer.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { alreadyDone, DomainError } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { notificationNeeds } from '../../shared/notifications/notification-table.ts';
import {
  beingSent,
  claimHolds,
  fallback,
  isDropCode,
  isFinal,
  isLate,
  noSuchNotification,
  turnedAway,
  wayFor,
  type Detour,
  type DropCode,
  type Answer,
  type Busy,
  type Notification,
  type Outcome,
} from '../../shared/notifications/notification.ts';
import { only, type Used } from '../../shared/storage/uses.ts';

/** What it works with on the tables. */
export const deliverUses = {
  notifications: only(notificationNeeds, 'notification', 'current', 'claim', 'reroute', 'putOff', 'finish', 'drop'),
  customers: only(customerReaderNeeds, 'customer'),
};

export interface DeliverDeps extends Used<typeof deliverUses> {
  readonly log: Log;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Waits until one more may be handed over: the provider takes so many in a second. */
  readonly turn: () => Promise<void>;
}

/** What a channel does with a notification for this address: hand it over, or say why it must not. */
export interface ChannelSender {
  readonly channel: Channel;
  prepare(notification: Notification, address: string, customer: Customer): { readonly drop: DropCode } | { readonly handOver: () => Promise<Answer> };
}

/** How the log words that a customer is not told, perhaps not, or late. Somebody should hear of it: alarms count these lines. */
export const untold = { failed: 'notification-failed', unknown: 'notification-unknown', late: 'notification-late' } as const;

/**
 * Sends a planned notification, at most once: whoever claims it may call the provider, one time, and nobody after them; unless the
 * provider says that it took nothing. Then the claim is given back, and the notification sleeps until it is tried again.
 *
 * Who wants another channel by now, or cannot be reached on this one, is told over the other: the notification goes to that one's sender.
 * What the customer's wishes and state forbid, and the state of the letter and the case that it is about, is asked here, at the last
 * moment: the claim holds only while nothing is in the way. A message that comes a second time finds the notification final (done), or
 * claimed. A claim that is young belongs to a sender at work: the message comes again. An old one was left behind by a crash, before or
 * after the provider was called, so it becomes `unknown`, and stays unsent if it was.
 * @throws DomainError `not-found` (tried again: the index lags), `being-sent`, `tried-meanwhile`, `stale/profile-changed` (tried again),
 *   `already-done`, `customer-erased`
 */
export async function deliver(
  event: DomainEvent,
  { channel, prepare }: ChannelSender,
  { notifications, customers, log, now, random, turn }: DeliverDeps,
): Promise<void> {
  const found = await notifications.notification(event.aggregateId);
  // Another channel: it has just come here from that one, or gone there.
  const notification = found && found.channel !== channel ? await notifications.current(found) : found;
  if (!notification) throw noSuchNotification();
  // Each channel's queue is filtered; should a filter be missing, the other sender has it.
  if (notification.channel !== channel) return;
  if (isFinal(notification.status)) throw alreadyDone();

  const finish = async (outcome: Outcome): Promise<void> => {
    await notifications.finish(notification, outcome, now());
    if (outcome.status === 'unknown') log.warn(untold.unknown, { eventId: event.id });
    if (outcome.status === 'failed') log.warn(untold.failed, { eventId: event.id, code: outcome.code });
  };
  const putOff = async (busy: Busy): Promise<void> => {
    const { times, again } = turnedAway(notification, busy, now(), random());
    await notifications.putOff(notification, times, again);
    log.info('notification-put-off', { eventId: event.id, count: times });
    if (isLate(times, busy)) log.warn(untold.late, { eventId: event.id });
  };
  const drop = async (code: DropCode): Promise<void> => {
    await notifications.drop(notification, code, now());
    log.info('notification-dropped', { eventId: event.id, code });
  };

  const elsewhere = async (way: Detour | { readonly drop: DropCode }): Promise<void> => {
    if ('drop' in way) return drop(way.drop);
    await notifications.reroute(notification, way, now());
    log.info('notification-rerouted', { eventId: event.id });
  };

  if (notification.status === 'claimed') {
    if (claimHolds(notification, now())) throw beingSent();
    return finish({ status: 'unknown' });
  }

  const customer = await customers.customer(notification.customerId);
  const way = wayFor(notification, customer, now());
  if (!('address' in way)) return elsewhere(way);
  const prepared = prepare(notification, way.address, customer!);
  if ('drop' in prepared) return elsewhere(fallback(notification, customer!, now(), prepared.drop));
  await turn();
  try {
    await notifications.claim(notification, customer!.version, now());
  } catch (error) {
    if (!(error instanceof DomainError) || !isDropCode(error.code)) throw error;
    return drop(error.code);
  }
  const answer = await prepared.handOver();
  await (answer.status === 'busy' ? putOff(answer) : finish(answer));
}
