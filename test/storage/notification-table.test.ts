import { expect, it } from '@jest/globals';
import { sendSms } from '../../functions/notifications/send-sms.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { customerKey, customerKind } from '../../shared/customers/customer-item.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import { notificationKey, notificationKind } from '../../shared/notifications/notification-item.ts';
import { notificationTable } from '../../shared/notifications/notification-table.ts';
import { isFinal } from '../../shared/notifications/notification.ts';
import type { Sms } from '../../shared/notifications/sms-provider.ts';
import { classifiedAttributes } from '../../shared/personal-data/classification.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { gatheringSuite } from '../unit/notifications/gathering.ts';
import { deliveredUntilDone, recordingProvider, sendingSuite, smsDeps } from '../unit/notifications/sending.ts';
import { Clock, plannedLetterNotice, silent, start, type World } from '../unit/notifications/world.ts';
import { describeOnOneEngine, describeStorage, type Storage } from './harness.ts';
import { letterItem, ticketItem } from './letter-fixtures.ts';

function storedWorld({ db, put }: Storage): World {
  return {
    notifications: notificationTable({ db, rules: deletionRules('general'), newId }),
    customers: customerReader(db),
    wake: (now) => wakeItems({ db, kinds: [notificationKind], newId, now: () => now, log: silent, hasTime: () => true }),
    async saveCustomer(person, stop) {
      const { id, ...data } = person;
      const stopped = stop && { [stop]: start.toISOString() };
      await put('customers', customerKind.schema.parse({ ...customerKey(id), kind: 'customer', ...data, lookupKey: 'mac', dueOn: '2099-01-01', ...stopped }));
    },
    removeCustomer: (id) => db.deleteAll('customers', [customerKey(id)]),
    async saveAbout({ customerId, ticketId, about }, stop) {
      const states = (what: string) => (stop?.what === what ? { [stop.state]: start.toISOString() } : {});
      await put('tickets', { ...ticketItem(customerId, ticketId!), ...states('ticket') });
      if (about.type === 'letter') await put('letters', { ...letterItem(customerId, ticketId!, about.id), ...states('letter') });
    },
    async removeAbout({ customerId, ticketId, about }) {
      await db.deleteAll('tickets', [ticketKey(customerId, ticketId!)]);
      if (about.type === 'letter') await db.deleteAll('letters', [letterKey(customerId, about.id)]);
    },
    removeNotification: ({ customerId, id }) => db.deleteAll('notifications', [notificationKey(customerId, id)]),
    async toldUntil({ customerId, ticketId }) {
      const item = await db.get('tickets', ticketKey(customerId, ticketId!));
      return typeof item?.messagesToldAt === 'string' ? item.messagesToldAt : undefined;
    },
    async sleepsUntil({ customerId, id }) {
      const item = await db.get('notifications', notificationKey(customerId, id));
      return typeof item?.wakeAt === 'string' ? new Date(item.wakeAt) : undefined;
    },
    async eventsOf(aggregateId) {
      const { items } = await db.page({ table: 'events', pk: aggregateId, limit: 50 });
      return items.map((item) => eventOf(item)).map(({ type, data }) => ({ type, data }));
    },
  };
}

describeOnOneEngine('sending notifications', (storage) => sendingSuite(() => storedWorld(storage), { runs: 12 }));

describeOnOneEngine('telling of messages', (storage) => gatheringSuite(() => storedWorld(storage)));

describeStorage('notifications', (storage) => {
  it('stores no address, no name and no text, and ends after 90 days', async () => {
    const world = storedWorld(storage);
    const { person, notification, event } = await plannedLetterNotice(world);
    await sendSms(event, smsDeps(world, new Clock()));
    const item = await storage.db.get('notifications', notificationKey(person.id, notification.id));
    expect(item).toMatchObject({ kind: 'notification', dueOn: '2026-06-14', duePk: expect.stringMatching(/^due#/), dueSk: `2026-06-14#${notification.id}` });
    expect(JSON.stringify(item)).not.toMatch(/4915112345678|paula|sommer|portal/i);
    expect(classifiedAttributes(notificationKind.schema).map(({ path }) => path)).toEqual(
      expect.arrayContaining(Object.keys(item!).filter((name) => name !== 'about')),
    );
  });

  it('hides what is kept for the law only', async () => {
    const world = storedWorld(storage);
    const { person, notification } = await plannedLetterNotice(world);
    const item = await storage.db.get('notifications', notificationKey(person.id, notification.id));
    await storage.put('notifications', { ...item, retainedSince: start.toISOString() });
    expect(await world.notifications.notification(notification.id)).toBeUndefined();
  });

  it('does not send a notification that is restricted itself', async () => {
    const world = storedWorld(storage);
    const { person, notification, event } = await plannedLetterNotice(world);
    const item = await storage.db.get('notifications', notificationKey(person.id, notification.id));
    await storage.put('notifications', { ...item, restrictedSince: start.toISOString() });
    const provider = recordingProvider<Sms>();
    await sendSms(event, smsDeps(world, new Clock(), provider));
    expect(provider.messages).toEqual([]);
    expect(await world.notifications.notification(notification.id)).toMatchObject({ status: 'dropped', code: 'customer-not-active' });
  });

  it('sends with one query, one read and two transactions', async () => {
    const world = storedWorld(storage);
    const { event } = await plannedLetterNotice(world);
    const { byCommand } = await storage.counted(() => sendSms(event, smsDeps(world, new Clock())));
    expect(byCommand).toEqual({ Query: 1, GetItem: 1, TransactWriteItems: 2 });
  });

  it.each(['crash-before', 'crash-after', 'lost-answer', 'conflict', 'throttle'] as const)(
    'sends at most once and ends, whichever call of the database meets: %s',
    async (failure) => {
      const world = storedWorld(storage);
      for (let failingCall = 1; failingCall <= 5; failingCall++) {
        const { notification, event } = await plannedLetterNotice(world);
        const provider = recordingProvider<Sms>();
        const clock = new Clock();
        storage.inject(({ number, command }) => {
          if (number !== failingCall || (failure === 'conflict' && command !== 'TransactWriteItems')) return undefined;
          return failure;
        });
        await deliveredUntilDone(() => sendSms(event, smsDeps(world, clock, provider)), clock);
        storage.inject(undefined);
        const { status } = (await world.notifications.notification(notification.id))!;
        expect(isFinal(status)).toBe(true);
        expect(provider.messages.length).toBeLessThanOrEqual(1);
        if (status === 'sent') expect(provider.messages).toHaveLength(1);
        if (!failure.startsWith('crash')) expect(status).toBe('sent');
        expect((await world.eventsOf(notification.id)).map(({ type }) => type).toSorted()).toEqual(['notification.planned', `notification.${status}`]);
      }
    },
  );
});
