import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../shared/id.ts';
import { deletion } from '../../shared/privacy/deletion/deletion.ts';
import { runSheet } from '../../shared/privacy/runs/deletion-run-item.ts';
import { agentKind } from '../../shared/staff/agent-item.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { closed } from '../../shared/tickets/ticket.ts';
import { workloadKey } from '../../shared/tickets/workload-item.ts';
import { nothingOutside } from '../bench/deletion-run.ts';
import { describeOnOneEngine } from './harness.ts';
import { now, once, ticketWorld } from './ticket-world.ts';

describeOnOneEngine('how many tickets a clerk has', (storage) => {
  const world = ticketWorld(storage);
  const { one } = deletion({ db: storage.db, registry: storedItems, outside: nothingOutside, now: () => now });

  beforeEach(() => storage.clear());

  /** A clerk with a ticket, and what closes it. */
  async function atWork() {
    const clerk = newId('agt');
    const head = { pk: clerk, sk: 'agent', kind: 'agent', email: 'clerk@lindenhof.example', dueOn: '2026-10-01', leftOn: '2026-03-31' };
    await storage.put('staff', head);
    const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
    const key = newId('acc');
    const step = world.step(ticket, { type: 'closing', outcome: 'settled' }, { minutesSpent: 5 });
    const seen = { version: ticket.version, lastInteractionId: await world.lastStep(ticket) };
    const close = () => world.tickets.close(closed(ticket, 'settled', now), step, seen, once(ticket.id, { status: 200, key }), now);
    const leave = () => one({ kind: agentKind, item: head, facts: {} }, runSheet({ runId: 'run_1', table: 'staff', firstShard: 0 }));
    return { clerk, ticket, close, leave };
  }

  it('goes with the clerk, from another table than theirs', async () => {
    const [gone, stays] = [await atWork(), await atWork()];
    expect(await gone.leave()).toBe('deleted');
    expect(await world.workloads.workloads([gone.clerk, stays.clerk])).toEqual(new Map([[stays.clerk, 1]]));
  });

  it('does not come back when a ticket of theirs is closed: that happens all the same, once', async () => {
    const { clerk, ticket, close, leave } = await atWork();
    await leave();
    expect(await close()).toEqual({});
    expect(await close()).toEqual({ earlier: { id: ticket.id, status: 200 } });
    expect(await world.tickets.ofCustomer(ticket.customerId, ticket.id)).toMatchObject({ status: 'closed', assignee: clerk });
    expect(await storage.db.get('tickets', workloadKey(clerk))).toBeUndefined();
    expect(await world.events(ticket.id)).toHaveLength(3);
  });

  it('tells a stale version before it looks at the count', async () => {
    const { ticket, close, leave } = await atWork();
    await leave();
    await storage.put('tickets', { ...(await storage.items('tickets')).find(({ kind }) => kind === 'ticket'), version: ticket.version + 1 });
    await expect(close()).rejects.toMatchObject({ kind: 'stale', code: 'ticket-changed' });
  });
});
