import { beforeEach, expect, it } from '@jest/globals';
import { workloadTable } from '../../shared/tickets/workload-table.ts';
import { assigning, atOnce, clerksAtOnce, ticketsAtOnce } from './assignment-world.ts';
import { describeOnEveryEngine, rivalOf } from './harness.ts';
import { outcome } from './ticket-world.ts';

describeOnEveryEngine('five workers who give tickets at once', (storage) => {
  beforeEach(() => storage.clear());

  const workers = () => Array.from({ length: 5 }, () => assigning(rivalOf(storage)));
  const loadsOf = async (ids: readonly string[]) => [...(await workloadTable(storage.db).here(ids)).values()];
  const assignees = async () => (await storage.items('tickets')).filter(({ kind }) => kind === 'ticket').map(({ assignee }) => assignee);

  // Of 20 clerks the bound is tightest: of more a tenth is less than one ticket of these, and two may lie between them. Numbers between are simulated in unit tests.
  it.each([
    [40, 1],
    [200, 20],
  ])('spread %d evenly over %d equal clerks, each is given once, and the counts are right', async (many, count) => {
    const ids = await clerksAtOnce(storage.put, count);
    const tickets = await ticketsAtOnce(storage.put, many);
    await atOnce(workers(), tickets);
    const loads = await loadsOf(ids);
    expect(loads.reduce((sum, load) => sum + load, 0)).toBe(many);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(0.1 * (many / count) + 1);
    const given = await assignees();
    expect(ids.map((id) => given.filter((assignee) => assignee === id).length).toSorted()).toEqual(loads.toSorted());
  });

  it('bring up whoever is new, before anybody else gets one', async () => {
    const [fresh, ...others] = await clerksAtOnce(storage.put, 6);
    await storage.put('tickets', ...others.map((pk) => ({ pk, sk: 'workload', kind: 'workload', assigned: 12 })));
    await atOnce(workers(), await ticketsAtOnce(storage.put, 12));
    expect(await loadsOf([fresh!])).toEqual([12]);
  });

  it('count a ticket once that comes to all of them, and again', async () => {
    const ids = await clerksAtOnce(storage.put, 3);
    const tickets = await ticketsAtOnce(storage.put, 10);
    const all = workers();
    for (const round of [1, 2]) {
      const outcomes = await Promise.all(tickets.flatMap((ticket) => all.map((assign) => outcome(assign(ticket)))));
      expect(outcomes.filter((one) => one === 'done')).toHaveLength(round === 1 ? 10 : 0);
      expect(new Set(outcomes.filter((one) => one !== 'done'))).toEqual(new Set(['conflict/already-done']));
    }
    expect((await loadsOf(ids)).reduce((sum, load) => sum + load, 0)).toBe(10);
  });

  it('count nothing for one that ends before its write, and once for one that ends behind it', async () => {
    const ids = await clerksAtOnce(storage.put, 3);
    for (const [fate, counted] of [
      ['crash-before', 0],
      ['crash-after', 1],
    ] as const) {
      const [ticket] = await ticketsAtOnce(storage.put, 1);
      const before = (await loadsOf(ids)).reduce((sum, load) => sum + load, 0);
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? fate : undefined));
      await expect(assigning(storage.db)(ticket!)).rejects.toThrow();
      storage.inject(undefined);
      expect((await loadsOf(ids)).reduce((sum, load) => sum + load, 0)).toBe(before + counted);
      expect(await outcome(assigning(storage.db)(ticket!))).toBe(counted === 0 ? 'done' : 'conflict/already-done');
      expect((await loadsOf(ids)).reduce((sum, load) => sum + load, 0)).toBe(before + 1);
    }
  });

  it('let a ticket wait for the clock whose collisions do not end', async () => {
    await clerksAtOnce(storage.put, 3);
    const [ticket] = await ticketsAtOnce(storage.put, 1);
    storage.inject(({ number, command }) => (command === 'TransactWriteItems' && number <= 12 ? 'conflict' : undefined));
    expect(await outcome(assigning(storage.db)(ticket!))).toBe('done');
    const [item] = (await storage.items('tickets')).filter(({ kind }) => kind === 'ticket');
    expect(item).toMatchObject({ status: 'open', version: 1, wakeAt: expect.any(String) });
  });
});
