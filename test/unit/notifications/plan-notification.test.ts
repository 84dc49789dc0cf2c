import { describe, expect, it } from '@jest/globals';
import { planNotification, type PlanDeps } from '../../../functions/notifications/plan-notification.ts';
import type { Letter } from '../../../shared/letters/letter.ts';
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
