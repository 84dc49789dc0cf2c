import { expect, it } from '@jest/globals';
import { interactionAdded } from '../../../events/interaction-added.ts';
import { planNotification, type PlanDeps } from '../../../functions/notifications/plan-notification.ts';
import { sendSms } from '../../../functions/notifications/send-sms.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import { changedMeanwhile, isRefusal } from '../../../shared/domain-error.ts';
import { newId } from '../../../shared/id.ts';
import type { Sms } from '../../../shared/notifications/sms-provider.ts';
import { planned, type Notification } from '../../../shared/notifications/notification.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { consumed, recordingProvider, smsDeps } from './sending.ts';
import { Clock, customer, plannedEvent, start, type World } from './world.ts';

const gatherMs = 300_000;
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);

/** A step that somebody wrote on a ticket. */
const written = (ticketId: string, at: Date, data = { type: 'message', by: 'agent' }) =>
  interactionAdded.make({ id: newId('evt'), aggregateId: ticketId, at, data });

/** The suite to which every world is held: what clerks write within minutes is told of once, and nothing of it is left out. */
export function gatheringSuite(worldOf: () => World): void {
  async function aCase(person: Customer = customer()) {
    const world = worldOf();
    const ticketId = newId('tck');
    const clock = new Clock();
    const at = { customerId: person.id, ticketId };
    const deps: PlanDeps = {
      notifications: world.notifications,
      customers: world.customers,
      tickets: { ticket: async (id) => ({ id, customerId: person.id, messagesToldAt: await world.toldUntil(at) }) as Ticket },
      letters: { letter: async () => undefined },
      now: clock.now,
      gatherMs,
      smsGoesTo: () => true,
    };
    await world.saveCustomer(person);
    /** The notification that a message leads to, if no other has it in. */
    const of = (event: ReturnType<typeof written>): Notification => planned(event, person, ticketId, start);
    await world.saveAbout(of(written(ticketId, start)));
    /** As the queue does: who was overtaken begins anew. */
    const plan = async (event: ReturnType<typeof written>): Promise<void> => {
      try {
        await planNotification(event, deps);
      } catch (error) {
        if (isRefusal(error, changedMeanwhile())) return plan(event);
        throw error;
      }
    };
    const planAll = (...events: ReturnType<typeof written>[]) => Promise.all(events.map((event) => consumed(plan(event))));
    const planOneByOne = async (...events: ReturnType<typeof written>[]) => {
      for (const event of events) await consumed(plan(event));
    };
    const there = async (event: ReturnType<typeof written>) => (await world.notifications.notification(of(event).id)) !== undefined;
    return { world, ticketId, clock, person, at, of, plan, planAll, planOneByOne, there };
  }

  it('tells once of three messages within minutes, when the clerk has had time to write them', async () => {
    const { world, ticketId, clock, person, at, of, planOneByOne, there } = await aCase();
    const [first, second, third] = [0, 1, 4].map((after) => written(ticketId, minutes(after)));
    await planOneByOne(first!, second!, third!);
    expect(await Promise.all([first!, second!, third!].map(there))).toEqual([true, false, false]);
    const notification = of(first!);
    expect(await world.sleepsUntil(notification)).toEqual(minutes(5));
    expect(await world.toldUntil(at)).toBe(minutes(5).toISOString());
    expect(await world.eventsOf(notification.id)).toEqual([]);
    await world.wake(new Date(minutes(5).getTime() - 1));
    expect(await world.eventsOf(notification.id)).toEqual([]);
    clock.reach(minutes(5));
    await world.wake(clock.now());
    const told = { channel: 'sms', template: 'new-message' };
    expect(await world.eventsOf(notification.id)).toEqual([{ type: 'notification.planned', data: told }]);

    const provider = recordingProvider<Sms>();
    await world.saveAbout(notification);
    await sendSms(plannedEvent(notification), smsDeps(world, clock, provider));
    expect(provider.messages).toEqual([{ to: '+4915112345678', text: expect.stringContaining('https://portal.musterschutz.example/tickets') }]);
    expect(provider.messages[0]!.text).not.toMatch(new RegExp(`${person.givenName}|${person.familyName}|${ticketId}`));
    expect((await world.notifications.notification(notification.id))?.status).toBe('sent');
  });

  it('tells once of two messages whose events come at once, and of each as often as it comes', async () => {
    const { ticketId, planAll, there } = await aCase();
    const events = [written(ticketId, minutes(0)), written(ticketId, minutes(0))];
    expect(await planAll(...events, ...events)).toEqual([true, true, true, true]);
    expect((await Promise.all(events.map(there))).filter(Boolean)).toHaveLength(1);
  });

  it('tells once in whatever order the events come', async () => {
    const { ticketId, planOneByOne, there } = await aCase();
    const events = [3, 1, 0].map((after) => written(ticketId, minutes(after)));
    await planOneByOne(...events);
    expect(await Promise.all(events.map(there))).toEqual([true, false, false]);
  });

  it.each([
    ['before the telling by a second: perhaps it was not there yet', 5 - 1 / 60],
    ['after the telling', 6],
    ['the next day', 24 * 60],
  ])('tells anew of what was written %s', async (_, after) => {
    const { world, ticketId, of, planOneByOne, there } = await aCase();
    const [first, next] = [written(ticketId, minutes(0)), written(ticketId, minutes(after))];
    await planOneByOne(first, next, first, next);
    expect([await there(first), await there(next)]).toEqual([true, true]);
    expect(await world.sleepsUntil(of(next))).toEqual(minutes(after + 5));
  });

  it('does not wait further where the event itself was late', async () => {
    const { world, ticketId, clock, of, planOneByOne } = await aCase();
    const event = written(ticketId, minutes(0));
    clock.reach(minutes(90));
    await planOneByOne(event);
    expect(await world.sleepsUntil(of(event))).toEqual(minutes(90));
  });

  it('tells of nothing that others write, and of nothing internal', async () => {
    const { world, ticketId, at, of, plan } = await aCase();
    for (const data of [
      { type: 'message', by: 'customer' },
      { type: 'internal-note', by: 'agent' },
      { type: 'call-note', by: 'agent' },
      { type: 'payout', by: 'agent' },
      { type: 'retention', by: 'agent' },
    ]) {
      const event = written(ticketId, start, data);
      await plan(event);
      expect(await world.notifications.notification(event.id.replace('evt_', 'ntf_'))).toBeUndefined();
      expect(() => of(event)).toThrow('Nobody is told');
    }
    expect(await world.toldUntil(at)).toBeUndefined();
  });

  it('plans nothing for somebody who is being erased', async () => {
    const { world, ticketId, at, plan } = await aCase(customer({ status: 'erasing' }));
    await expect(plan(written(ticketId, start))).rejects.toMatchObject({ code: 'customer-erased' });
    expect(await world.toldUntil(at)).toBeUndefined();
  });

  it('drops it where the case is held when the time has come', async () => {
    const { world, ticketId, clock, of, planOneByOne } = await aCase();
    const event = written(ticketId, start);
    await planOneByOne(event);
    await world.saveAbout(of(event), { what: 'ticket', state: 'heldSince' });
    clock.reach(minutes(5));
    await world.wake(clock.now());
    const provider = recordingProvider<Sms>();
    await sendSms(plannedEvent(of(event)), smsDeps(world, clock, provider));
    expect([provider.messages, await world.notifications.notification(of(event).id)]).toMatchObject([[], { status: 'dropped', code: 'case-silenced' }]);
  });
}
