import type { DomainEvent } from '../../events/event.ts';
import { notificationFailed } from '../../events/notification-failed.ts';
import { notificationPlanned } from '../../events/notification-planned.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { notificationUnknown } from '../../events/notification-unknown.ts';
import { DomainError } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { endOf, type DeletionRules } from '../personal-data/deletion-rules.ts';
import { headEnding } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import type { Item } from '../storage/item.ts';
import { dueKeys } from '../storage/due-index.ts';
import { guardKey, type Write } from '../storage/transact.ts';
import { notificationKey, notificationKind } from './notification-item.ts';
import { notificationReader, type NotificationReader } from './notification-reader.ts';
import { alreadyDone, beingSent, isFinal, NotificationStatus, statesBefore, type DropCode, type Notification, type Outcome } from './notification.ts';

export interface NotificationTable extends NotificationReader {
  /** @throws DomainError `already-done` when the event was planned for before, `customer-erased` */
  plan(notification: Notification): Promise<void>;
  /**
   * From here on only this sender may call the provider. Holds only while the customer is as the sender saw them: active, with
   * nothing that stops messages, and with the profile of that version.
   * @throws DomainError `stale/profile-changed`, `customer-not-active`, `being-sent` when another sender has it, `already-done`, `customer-erased`
   */
  claim(notification: Notification, profileVersion: number, now: Date): Promise<void>;
  /** @throws DomainError `already-done` when its outcome is known, `not-claimed`, `customer-erased` when it is gone */
  finish(notification: Notification, outcome: Outcome, now: Date): Promise<void>;
  /** @throws DomainError `being-sent`, `already-done`, `customer-erased` */
  drop(notification: Notification, code: DropCode, now: Date): Promise<void>;
}

export interface NotificationTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** States of a head in which nobody is written to: retained, restricted (Art. 18), held, on its way out. */
const stops = ['retainedSince', 'restrictedSince', 'heldSince', 'deletingSince'] as const;

export function notificationTable({ db, rules, newId }: NotificationTableParts): NotificationTable {
  const notificationItem = (notification: Notification) => {
    const { id, customerId, ...rest } = notification;
    const item = { ...notificationKey(customerId, id), kind: 'notification' as const, id, ...rest, gsi1pk: id, gsi1sk: 'notification' };
    const { class: deletionClass, starts } = headEnding(notificationKind)!;
    const due = endOf(rules[deletionClass], starts({ ...item, dueOn: '' }), dayOf(new Date(notification.plannedAt))).on;
    return notificationKind.schema.parse({ ...item, ...dueKeys(id, due) });
  };

  /** The change of status, if the present one allows it. */
  const moved = ({ customerId, id }: Notification, to: NotificationStatus, also: Record<string, string>): Write => ({
    table: 'notifications',
    update: notificationKey(customerId, id),
    changes: { set: { status: to, ...also } },
    if: { oneOf: { status: statesBefore(to) }, ...(to === 'claimed' && { absent: stops }) },
    refusal: refusalOf,
  });

  const stillReachable = (customerId: string, version: number): Write => ({
    table: 'customers',
    check: guardKey(customerId),
    if: { equals: { status: 'active', version }, absent: stops },
    refusal: (current) => (mayBeTold(current) ? new DomainError('stale', 'profile-changed') : notActive()),
  });

  const told = ({ id, channel, template }: Notification, outcome: Outcome, now: Date): DomainEvent => {
    const fields = { id: newId('evt'), aggregateId: id, at: now };
    const data = { channel, template };
    if (outcome.status === 'failed') return notificationFailed.make({ ...fields, data: { ...data, code: outcome.code } });
    return (outcome.status === 'sent' ? notificationSent : notificationUnknown).make({ ...fields, data });
  };

  return {
    notification: notificationReader(db).notification,

    async plan(notification) {
      const { id, customerId, channel, template, plannedAt } = notification;
      await db.commit({
        customer: { id: customerId },
        writes: [{ table: 'notifications', put: notificationItem(notification), refusal: alreadyDone }],
        events: [notificationPlanned.make({ id: newId('evt'), aggregateId: id, at: new Date(plannedAt), data: { channel, template } })],
      });
    },

    async claim(notification, profileVersion, now) {
      const writes = [stillReachable(notification.customerId, profileVersion), moved(notification, 'claimed', { claimedAt: now.toISOString() })];
      await db.commit({ writes });
    },

    // No customer guard: what happened is recorded while the item is there. Once it is erased, nothing can bring it back.
    async finish(notification, outcome, now) {
      const code = outcome.status === 'failed' ? { code: outcome.code } : undefined;
      await db.commit({
        writes: [moved(notification, outcome.status, { doneAt: now.toISOString(), ...code })],
        events: [told(notification, outcome, now)],
      });
    },

    async drop(notification, code, now) {
      await db.commit({
        writes: [moved(notification, 'dropped', { doneAt: now.toISOString(), code })],
        // Nobody is to hear of somebody who is being erased; otherwise the case shows that nothing went out.
        events: code === 'customer-not-active' ? [] : [told(notification, { status: 'failed', code }, now)],
      });
    },
  };
}

const notActive = (): DomainError => new DomainError('conflict', 'customer-not-active');

const mayBeTold = (customer: Item | undefined): boolean => customer?.status === 'active' && stops.every((stop) => customer[stop] === undefined);

/** Why a notification in this state does not move as it was asked to. */
function refusalOf(current: Item | undefined): DomainError {
  if (!current) return new DomainError('conflict', 'customer-erased');
  const status = NotificationStatus.parse(current.status);
  if (isFinal(status)) return alreadyDone();
  if (status === 'claimed') return beingSent();
  return stops.some((stop) => current[stop] !== undefined) ? notActive() : new DomainError('conflict', 'not-claimed');
}
