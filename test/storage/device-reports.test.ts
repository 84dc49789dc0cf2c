import { expect, it } from '@jest/globals';
import type * as z from 'zod';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { reportDeviceEvent } from '../../functions/tickets/report-device-event.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { limitOf } from '../../shared/lambda/limit.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { SentDeviceEvent } from '../../shared/tickets/device-event.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { describeStorage } from './harness.ts';
import { now, outcome, ticketWorld } from './ticket-world.ts';

describeStorage('what devices report', (storage) => {
  const world = ticketWorld(storage);
  const deps = { ...world, staff: staffReader(storage.db), newId, newNumber: newTicketNumber, now: () => now };
  const none = { params: undefined, query: undefined, ifMatch: undefined };
  const platform: Caller = { id: 'platform', roles: ['device'] };
  const event = (over: Partial<z.input<typeof SentDeviceEvent>> = {}) =>
    SentDeviceEvent.parse({
      device: { id: 'CS-1', type: 'crash-sensor' },
      eventId: newId('evt'),
      occurredAt: '2026-03-15T09:29:00Z',
      severity: 'high',
      position: { latitude: 50.9413571234, longitude: 6.958307 },
      measured: [{ name: 'acceleration', value: 41.5, unit: 'g' }],
      ...over,
    });
  const say = (customerId: string, said = event(), key = newId('acc')) =>
    reportDeviceEvent.handle(
      { ...none, body: { ...said, customerId }, caller: platform, once: { key, body: JSON.stringify(said), limit: limitOf(reportDeviceEvent, platform) } },
      deps,
    );

  it('opens a ticket of the highest priority at once, in one write, as any report does; both sides see what was said', async () => {
    const customerId = await world.customer();
    const { result, byCommand } = await storage.counted(() => say(customerId));
    expect(byCommand).toEqual({ TransactWriteItems: 1 });
    const ticket = (await world.tickets.ofCustomer(customerId, result.ticketId))!;
    expect(ticket).toMatchObject({ number: result.number, matter: 'device-report', status: 'open', priority: 'urgent', clock: { from: now.toISOString() } });
    expect(await world.events(ticket.id)).toEqual([{ type: 'ticket.opened', data: { kind: 'device-report' } }]);
    for (const caller of [
      { id: customerId, roles: ['customer' as const] },
      { id: newId('agt'), roles: ['agent' as const] },
    ]) {
      const { items } = await listInteractions.handle(
        { ...none, body: undefined, caller, params: { ticketId: ticket.id }, query: { limit: 25 }, once: undefined },
        deps,
      );
      expect(items).toMatchObject([
        { by: { role: 'system' }, content: { type: 'device-report', deviceEvent: { severity: 'high', position: { latitude: 50.941357 } } } },
      ]);
    }
  });

  it('lies with the case and goes with it: no letter of six years', async () => {
    const customerId = await world.customer();
    await say(customerId);
    const stored = await world.stored(customerId);
    expect([stored['correspondence'], stored['login-ip'], stored['note']]).toMatchObject([undefined, undefined, [{ type: 'device-report' }]]);
  });

  it('is one ticket however often it is sent, under whatever key, and three at once', async () => {
    const customerId = await world.customer();
    const said = event();
    const first = await say(customerId, said, 'key-of-the-device');
    expect(await say(customerId, said, 'key-of-the-device')).toEqual(first);
    expect(await say(customerId, event({ eventId: said.eventId, severity: 'low' }))).toEqual(first);
    const other = event();
    const three = await Promise.all([say(customerId, other), say(customerId, other), say(customerId, other)]);
    expect(new Set(three.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect((await world.stored(customerId))['ticket']).toHaveLength(2);
  });

  it('is limited for each device: what came before is still answered, and other devices go on', async () => {
    const customerId = await world.customer();
    const first = event();
    const known = await say(customerId, first);
    for (let time = 1; time < 6; time++) await say(customerId);
    await expect(say(customerId)).rejects.toMatchObject({ kind: 'too-many', code: 'too-many-requests' });
    expect(await say(customerId, first)).toEqual(known);
    expect(await outcome(say(customerId, event({ device: { id: 'CS-2', type: 'appliance' } })))).toBe('done');
    expect(await outcome(say(await world.customer()))).toBe('done');
    expect((await storage.items('idempotency')).filter(({ kind, gsi1pk }) => kind === 'request-count' && gsi1pk === customerId)).toHaveLength(2);
  });

  it('is kept of somebody whose data is restricted, and of nobody who is gone or was never there', async () => {
    const restricted = await world.customer({ restrictedSince: now.toISOString() });
    expect(await outcome(say(restricted))).toBe('done');
    expect(await outcome(say(await world.customer({ status: 'erasing' })))).toBe('conflict/customer-erased');
    expect(await outcome(say(newId('cus')))).toBe('conflict/customer-erased');
    expect(await outcome(say(await world.customer(), event({ occurredAt: '2026-03-15T10:29:00Z' })))).toBe('invalid/invalid-body');
  });
});
