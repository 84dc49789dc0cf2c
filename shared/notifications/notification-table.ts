import type { DomainEvent } from '../../events/event.ts';
import { notificationFailed } from '../../events/notification-failed.ts';
import { notificationPlanned } from '../../events/notification-planned.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { notificationUnknown } from '../../events/notification-unknown.ts';
import { changedMeanwhile, customerErased, DomainError } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { checkLetterNotSilenced, checkLetterToRead } from '../letters/letter-check.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import type { Item } from '../storage/item.ts';
import { both, isSilenced, notSilenced } from '../storage/item-states.ts';
import { putHead, update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Write } from '../storage/transact.ts';
import { checkTicketNotSilenced } from '../tickets/ticket-check.ts';
import { messagesTold } from '../tickets/ticket-telling.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { asleep, awake, type wakeAttributes } from '../storage/wake-index.ts';
import { notificationAttributes, notificationKey, notificationKind, type NotificationItem } from './notification-item.ts';
import { notificationReader, notificationReaderNeeds, type NotificationReader } from './notification-reader.ts';
import {
  alreadyDone,
  beingSent,
  isFinal,
  nextLook,
  NotificationStatus,
  statesBefore,
  type Detour,
  type DropCode,
  type Notification,
  type Outcome,
} from './notification.ts';

export interface NotificationTable extends NotificationReader {
  /** @throws DomainError `already-done` when the event was planned for before, `customer-erased` */
  plan(notification: Notification): Promise<void>;
  /**
   * Lets it sleep until then, when the customer is told of everything that clerks wrote on the case until then. Of two at once on the case as
   * both saw it, one is refused.
   * @throws DomainError `already-done`, `changed-meanwhile`, `not-found/no-such-ticket`, `customer-erased`, `processing-restricted`
   */
  gather(notification: Notification, ticket: Pick<Ticket, 'customerId' | 'id' | 'messagesToldAt'>, until: Date): Promise<void>;
  /**
   * From here on only this sender may call the provider. Holds only while the customer is as the sender saw them: active, with the
   * profile of that version; and while nothing silences them, the notification, what it is about or the case.
   * @throws DomainError `stale/profile-changed`, `customer-not-active`, `case-silenced`, `being-sent` when another sender has it, `already-done`, `customer-erased`
   */
  claim(notification: Notification, profileVersion: number, now: Date): Promise<void>;
  /**
   * It goes over another channel, whose sender is told of it: at once, in the same transaction, so it is neither lost nor with two.
   * @throws DomainError `already-done`, `being-sent`, `changed-meanwhile` where it was done before, `customer-erased`
   */
  reroute(notification: Notification, detour: Detour, now: Date): Promise<void>;
  /**
   * The provider took nothing and is to be asked again then: the claim is given back. For whoever made it, and knows.
   * @throws DomainError `already-done`, `not-claimed`, `being-sent` when another sender has it by now, `customer-erased`
   */
  putOff(notification: Notification, times: number, again: Date): Promise<void>;
  /** @throws DomainError `already-done` when its outcome is known, `not-claimed`, `customer-erased` when it is gone */
  finish(notification: Notification, outcome: Outcome, now: Date): Promise<void>;
  /** @throws DomainError `being-sent`, `already-done`, `customer-erased` */
  drop(notification: Notification, code: DropCode, now: Date): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const notificationNeeds: NeedsOf<NotificationTable> = {
  ...notificationReaderNeeds,
  plan: ['puts notifications', 'puts events', 'checks customers'],
  gather: ['puts notifications', 'updates tickets', 'checks customers'],
  claim: ['updates notifications', 'checks customers', 'checks tickets', 'checks letters'],
  reroute: ['updates notifications', 'puts events'],
  putOff: ['updates notifications'],
  finish: ['updates notifications', 'puts events'],
  drop: ['updates notifications', 'puts events'],
};

export interface NotificationTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function notificationTable({ db, rules, newId }: NotificationTableParts): NotificationTable {
  /**
   * The change of a notification from one of these states, if it is still the same try over the same channel that was seen: a request of an
   * earlier one that arrives late, or again, must not act on a later one's claim. It sleeps as long as it has not come to its end.
   */
  const changed = (notification: Notification, from: readonly NotificationStatus[], { remove = [], ...set }: Also, further: Condition = {}): Write => {
    const { customerId, id, channel, turnedAway } = notification;
    const sameTry: Condition = turnedAway === undefined ? { absent: ['turnedAway'] } : { equals: { turnedAway } };
    const allowed = both({ oneOf: { status: from }, equals: { channel } }, sameTry);
    return update(
      notificationKind,
      notificationKey(customerId, id),
      { set, remove },
      { if: both(allowed, further), refusal: (current) => refusalOf(current, notification) },
    );
  };

  const moved = (notification: Notification, to: NotificationStatus, also: Also): Write =>
    changed(notification, statesBefore(to), { status: to, ...also }, to === 'claimed' ? notSilenced : {});

  const put = (notification: Notification, until: Date): Write => {
    const dating = { rules, today: dayOf(new Date(notification.plannedAt)) };
    return putHead(notificationKind, { ...notificationAttributes(notification), ...asleep(notification.id, until) }, dating, { refusal: alreadyDone });
  };

  const told = ({ id, channel, template }: Notification, outcome: Outcome, now: Date): DomainEvent => {
    const fields = { id: newId('evt'), aggregateId: id, at: now };
    const data = { channel, template };
    if (outcome.status === 'failed') return notificationFailed.make({ ...fields, data: { ...data, code: outcome.code } });
    return (outcome.status === 'sent' ? notificationSent : notificationUnknown).make({ ...fields, data });
  };

  return {
    ...notificationReader(db),

    async plan(notification) {
      const { id, customerId, channel, template, plannedAt } = notification;
      await db.commit({
        customer: { id: customerId },
        writes: [put(notification, nextLook(new Date(plannedAt)))],
        events: [notificationPlanned.make({ id: newId('evt'), aggregateId: id, at: new Date(plannedAt), data: { channel, template } })],
      });
    },

    // No event: nobody has anything to do until it wakes.
    async gather(notification, ticket, until) {
      await db.commit({ customer: { id: notification.customerId }, writes: [put(notification, until), messagesTold(ticket, until)] });
    },

    async claim(notification, profileVersion, now) {
      await db.commit({
        customer: { id: notification.customerId, profileVersion, speaks: true },
        writes: [moved(notification, 'claimed', { claimedAt: now.toISOString() }), ...mayBeTold(notification)],
      });
    },

    // No customer guard, here and in what follows: what happened is recorded while the item is there. Once it is erased, nothing can
    // bring it back.
    async reroute(notification, { over, insteadOf }, now) {
      const { id, template } = notification;
      await db.commit({
        writes: [changed(notification, statesBefore('claimed'), { channel: over, insteadOf, ...asleep(id, nextLook(now)) })],
        events: [notificationPlanned.make({ id: newId('evt'), aggregateId: id, at: now, data: { channel: over, template } })],
      });
    },

    async putOff(notification, times, again) {
      await db.commit({ writes: [moved(notification, 'planned', { turnedAway: times, ...asleep(notification.id, again), remove: ['claimedAt'] })] });
    },

    async finish(notification, outcome, now) {
      const code = outcome.status === 'failed' ? { code: outcome.code } : undefined;
      await db.commit({
        writes: [moved(notification, outcome.status, { doneAt: now.toISOString(), ...code, remove: awake })],
        events: [told(notification, outcome, now)],
      });
    },

    async drop(notification, code, now) {
      await db.commit({
        writes: [moved(notification, 'dropped', { doneAt: now.toISOString(), code, remove: awake })],
        // Nobody is to hear of somebody who is being erased; otherwise the case shows that nothing went out.
        events: code === 'customer-not-active' ? [] : [told(notification, { status: 'failed', code }, now)],
      });
    },
  };
}

/** Nothing goes out while the case is silenced, or the letter of which is told. */
function mayBeTold({ customerId, about, ticketId, template }: Notification): Write[] {
  const checkLetter = template === 'letter-withdrawn' ? checkLetterNotSilenced : checkLetterToRead;
  const letter = about.type === 'letter' ? [checkLetter({ customerId, id: about.id }, caseSilenced)] : [];
  const ticket = ticketId === undefined ? [] : [checkTicketNotSilenced({ customerId, id: ticketId }, caseSilenced)];
  return [...ticket, ...letter];
}

const caseSilenced = (): DomainError => new DomainError('conflict', 'case-silenced');

const notActive = (): DomainError => new DomainError('conflict', 'customer-not-active');

/** What changes of a notification. */
type Also = Partial<
  Pick<NotificationItem, 'status' | 'channel' | 'insteadOf' | 'claimedAt' | 'turnedAway' | 'doneAt' | 'code' | keyof typeof wakeAttributes>
> & {
  readonly remove?: readonly (keyof NotificationItem)[];
};

/** Why a notification in this state does not move as it was asked to. */
function refusalOf(current: Item | undefined, seen: Notification): DomainError {
  if (!current) return customerErased();
  const status = NotificationStatus.parse(current.status);
  if (isFinal(status)) return alreadyDone();
  if (status === 'claimed') return beingSent();
  if (current.channel !== seen.channel) return changedMeanwhile();
  if (isSilenced(current)) return notActive();
  return new DomainError('conflict', current.turnedAway === seen.turnedAway ? 'not-claimed' : 'tried-meanwhile');
}
