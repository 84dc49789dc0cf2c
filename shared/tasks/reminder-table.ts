import { alreadyDone } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import { both, isHidden, notHidden } from '../storage/item-states.ts';
import { putHead, remove, update, type KindChanges } from '../storage/item-writes.ts';
import type { Condition } from '../storage/expression.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { asleep, awake } from '../storage/wake-index.ts';
import { checkTicketThere, type TicketRef } from '../tickets/ticket-check.ts';
import { inInbox, type InboxOwner } from './inbox.ts';
import { keyOfReminder, reminderAttributes, reminderKey, reminderKind, reminderOf, reminderPrefix, visibleReminder } from './reminder-item.ts';
import { noSuchReminder, type Reminder, type ReminderMail } from './reminder.ts';

export interface PagedReminders {
  readonly items: Reminder[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}

export interface ReminderTable {
  /** @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased` */
  set(reminder: Reminder, once: Once, now: Date): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /** Whether it has come up or not. @throws DomainError `not-found/no-such-reminder`, `not-found/no-such-ticket`, `conflict/processing-restricted` */
  remove(ticket: TicketRef, reminderId: string): Promise<void>;
  /** It comes up before somebody, once; its mail is planned if one is wished. @throws DomainError `conflict/already-done` */
  fire(reminder: Reminder, owner: InboxOwner, entryId: string, now: Date): Promise<void>;
  /** Whoever does this may hand the mail over, once. @throws DomainError `conflict/already-done` when somebody else did, or it is gone */
  claimMail(reminder: Reminder, now: Date): Promise<void>;
  /** What came of a claimed mail. @throws DomainError `conflict/already-done` */
  finishMail(reminder: Reminder, mail: 'sent' | 'unknown' | 'failed'): Promise<void>;
  /** The provider took nothing: the claim is given back, and the reminder sleeps until its mail is tried again. @throws DomainError `conflict/already-done` */
  putOffMail(reminder: Reminder, until: Date): Promise<void>;
  /** Strongly consistent. @throws DomainError `not-found/no-such-reminder` */
  reminder(ticket: TicketRef, reminderId: string): Promise<Reminder>;
  /** By the index, which lags a little. `undefined` for one that is gone, or kept for the law only. */
  byId(reminderId: string): Promise<Reminder | undefined>;
  /** Of a case, in the order in which they were set. Strongly consistent. */
  ofTicket(ticket: TicketRef, limit: number, after?: string): Promise<PagedReminders>;
}

/** What each of its methods asks of the tables. */
export const reminderNeeds: NeedsOf<ReminderTable> = {
  set: ['puts tasks', 'checks tickets', 'puts idempotency', 'checks customers'],
  earlier: earlierNeeds,
  remove: ['deletes tasks', 'checks tickets'],
  fire: ['updates tasks'],
  claimMail: ['updates tasks'],
  finishMail: ['updates tasks'],
  putOffMail: ['updates tasks'],
  reminder: ['gets tasks'],
  byId: ['queries tasks by-id'],
  ofTicket: ['queries tasks'],
};

export interface ReminderTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function reminderTable({ db, rules }: ReminderTableParts): ReminderTable {
  /** A change that follows from its time; what is not as it must be was done by somebody else. */
  const change = async (reminder: Reminder, changes: KindChanges<typeof reminderKind.schema>, asSeen: Condition): Promise<void> => {
    const options = { if: both(both({ exists: true }, asSeen), notHidden), refusal: alreadyDone };
    await db.commit({ writes: [update(reminderKind, keyOfReminder(reminder), changes, options)] });
  };
  const whileMailIs = (mail: ReminderMail): Condition => ({ equals: { mail } });

  return {
    set(reminder, once, now) {
      return db.commit({
        once: { ...once, now },
        customer: { id: reminder.customerId },
        writes: [
          putHead(reminderKind, reminderAttributes(reminder), { rules, today: dayOf(now) }),
          checkTicketThere({ customerId: reminder.customerId, id: reminder.ticketId }),
        ],
      });
    },

    earlier: (request, now) => earlierEffect(db, request, now),

    async remove(ticket, reminderId) {
      const there = { if: both({ exists: true }, notHidden), refusal: noSuchReminder };
      await db.commit({ writes: [remove(reminderKind, reminderKey(ticket, reminderId), there), checkTicketThere(ticket)] });
    },

    async fire(reminder, owner, entryId, now) {
      const set = { firedAt: now.toISOString(), ...inInbox(owner, entryId) };
      // With a mail to send it sleeps on, in case that whoever is to send it is never heard of again.
      await (reminder.byMail
        ? change(reminder, { set: { ...set, mail: 'planned' } }, { absent: ['firedAt'] })
        : change(reminder, { set, remove: awake }, { absent: ['firedAt'] }));
    },

    claimMail: (reminder, now) => change(reminder, { set: { mail: 'claimed', mailClaimedAt: now.toISOString() } }, whileMailIs('planned')),
    finishMail: (reminder, mail) => change(reminder, { set: { mail }, remove: awake }, whileMailIs('claimed')),
    putOffMail: (reminder, until) =>
      change(reminder, { set: { mail: 'planned', ...asleep(reminder.id, until) }, remove: ['mailClaimedAt'] }, whileMailIs('claimed')),

    async reminder(ticket, reminderId) {
      const reminder = visibleReminder(await db.get('tasks', reminderKey(ticket, reminderId)));
      if (!reminder) throw noSuchReminder();
      return reminder;
    },

    async byId(reminderId) {
      const { items } = await db.page({ table: 'tasks', index: 'by-id', pk: reminderId, limit: 1 });
      return visibleReminder(items[0]);
    },

    async ofTicket(ticket, limit, after) {
      const prefix = reminderPrefix(ticket.id);
      const from = after ? { ...reminderKey(ticket, after) } : undefined;
      const { items, next } = await db.page({ table: 'tasks', pk: ticket.customerId, prefix, limit, after: from });
      return { items: items.filter((item) => !isHidden(item)).map(reminderOf), next: next && String(next.sk).slice(prefix.length) };
    },
  };
}
