import { describe, expect, it } from '@jest/globals';
import { planNotification, type PlanDeps } from '../../../functions/notifications/plan-notification.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { Letter } from '../../../shared/letters/letter.ts';
import { smsGoesTo } from '../../../shared/lambda/sms-countries.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { memoryWorld } from './memory-world.ts';
import { customer, letterIssuedEvent, start, ticketOpenedEvent } from './world.ts';

function plan(world = memoryWorld(), person = customer()) {
  const deps: PlanDeps = {
    notifications: world.notifications,
    customers: world.customers,
    tickets: { ticket: async (id) => (id.startsWith('tck_') ? ({ id, number: '26-7K3M-9QXN', customerId: person.id } as Ticket) : undefined) },
    letters: {
      letter: async (id) => (id.startsWith('let_') ? ({ id, customerId: person.id, ticketId: 'tck_1', ticketNumber: '26-0000-001F' } as Letter) : undefined),
    },
    now: () => start,
    gatherMs: 300_000,
    smsGoesTo: smsGoesTo(['+49', '+43']),
  };
  return { world, person, deps };
}

describe('planNotification', () => {
  it('plans a confirmation for a ticket and a notice for a letter, once each', async () => {
    const { world, person, deps } = plan();
    await world.saveCustomer(person);
    for (const [event, expected, ticketNumber] of [
      [ticketOpenedEvent(), { channel: 'email', template: 'ticket-confirmation' }, '26-7K3M-9QXN'],
      [letterIssuedEvent(), { channel: 'sms', template: 'new-letter' }, '26-0000-001F'],
    ] as const) {
      await planNotification(event, deps);
      await expect(planNotification(event, deps)).rejects.toMatchObject({ code: 'already-done' });
      const id = event.id.replace('evt_', 'ntf_');
      expect(await world.notifications.notification(id)).toMatchObject({
        customerId: person.id,
        about: { id: event.aggregateId },
        status: 'planned',
        ticketNumber,
        ...expected,
      });
      expect(await world.eventsOf(id)).toEqual([{ type: 'notification.planned', data: expected }]);
    }
  });

  it('plans the confirmation over SMS for who has nothing else', async () => {
    const { world, person, deps } = plan(memoryWorld(), customer({ login: 'none', contactPoints: [at('+4915112345678')] }));
    await world.saveCustomer(person);
    const event = ticketOpenedEvent();
    await planNotification(event, deps);
    expect(await world.notifications.notification(event.id.replace('evt_', 'ntf_'))).toMatchObject({ channel: 'sms', insteadOf: 'email', status: 'planned' });
  });

  const mail = { channel: 'email' as const, address: 'paula@sommer.example', verifiedAt: '2026-01-02T08:00:00Z' };
  const at = (address: string) => ({ channel: 'sms' as const, address, verifiedAt: '2026-01-02T08:00:00Z' });
  it.each<[string, Partial<Customer>, object]>([
    ['a number of a country that SMS go to', { contactPoints: [at('+436641234567'), mail] }, { channel: 'sms', insteadOf: undefined }],
    ['a number abroad', { contactPoints: [at('+38598123456'), mail] }, { channel: 'email', insteadOf: 'sms' }],
    [
      'a number that is not verified yet',
      { contactPoints: [{ ...at('+4915112345678'), verifiedAt: '2099-01-01T00:00:00Z' }, mail] },
      { channel: 'email', insteadOf: 'sms' },
    ],
    [
      'a number abroad, and a mail address that is not verified yet',
      { contactPoints: [at('+38598123456'), { ...mail, verifiedAt: '2099-01-01T00:00:00Z' }] },
      { channel: 'sms', insteadOf: undefined },
    ],
    ['a number abroad, and no mail address', { contactPoints: [at('+38598123456')] }, { channel: 'sms', insteadOf: undefined }],
    ['a number abroad that is not their choice', { notifyBy: 'email', contactPoints: [at('+38598123456'), mail] }, { channel: 'email', insteadOf: undefined }],
    ['no mail address, though that is their choice', { notifyBy: 'email', contactPoints: [at('+4915112345678')] }, { channel: 'sms', insteadOf: 'email' }],
  ])('plans a letter for %s over the channel on which they are reached', async (_whose, has, way) => {
    const { world, person, deps } = plan(memoryWorld(), customer(has));
    await world.saveCustomer(person);
    const event = letterIssuedEvent();
    await planNotification(event, deps);
    const id = event.id.replace('evt_', 'ntf_');
    const planned = (await world.notifications.notification(id))!;
    expect({ channel: planned.channel, insteadOf: planned.insteadOf }).toEqual(way);
    expect(await world.eventsOf(id)).toMatchObject([{ type: 'notification.planned', data: { channel: planned.channel } }]);
  });

  it('plans one notification of an event that comes five times in parallel', async () => {
    const { world, person, deps } = plan();
    await world.saveCustomer(person);
    const event = letterIssuedEvent();
    await Promise.allSettled(Array.from({ length: 5 }, () => planNotification(event, deps)));
    expect(await world.eventsOf(event.id.replace('evt_', 'ntf_'))).toHaveLength(1);
  });

  it('tries again for what the index does not show yet', async () => {
    const { deps } = plan();
    await expect(planNotification({ ...ticketOpenedEvent(), aggregateId: 'let_later' }, deps)).rejects.toMatchObject({
      kind: 'not-found',
      code: 'no-such-ticket',
    });
    await expect(planNotification({ ...letterIssuedEvent(), aggregateId: 'tck_later' }, deps)).rejects.toMatchObject({
      kind: 'not-found',
      code: 'no-such-letter',
    });
  });

  it('is done with somebody who is gone or being erased', async () => {
    const { world, person, deps } = plan();
    await expect(planNotification(ticketOpenedEvent(), deps)).rejects.toMatchObject({ code: 'customer-erased' });
    await world.saveCustomer({ ...person, status: 'erasing' });
    await expect(planNotification(ticketOpenedEvent(), deps)).rejects.toMatchObject({ code: 'customer-erased' });
  });
});
