import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../shared/id.ts';
import { parseItem } from '../../shared/storage/item-kind.ts';
import { assigned } from '../../shared/tickets/ticket.ts';
import { workloadKey, workloadKind } from '../../shared/tickets/workload-item.ts';
import { busier, freed } from '../../shared/tickets/workload-table.ts';
import { describeStorage } from './harness.ts';
import { now, outcome, ticketWorld } from './ticket-world.ts';

describeStorage('the workload of clerks', (storage) => {
  const world = ticketWorld(storage);
  const { tickets, workloads } = world;
  const write = (one: ReturnType<typeof busier>) => outcome(storage.db.commit({ writes: [one] }));

  beforeEach(() => storage.clear());

  it('knows each clerk’s, and nothing of one who never had a ticket', async () => {
    const [one, two, never] = [newId('agt'), newId('agt'), newId('agt')];
    await write(busier(one, undefined));
    await write(busier(one, 1));
    await write(busier(two, undefined));
    expect(await workloads.workloads([one, two, never])).toEqual(
      new Map([
        [one, 2],
        [two, 1],
      ]),
    );
    expect(await workloads.workloads([])).toEqual(new Map());
  });

  it('is stored as its kind says, one count in the clerk’s own partition', async () => {
    const clerk = newId('agt');
    await write(busier(clerk, undefined));
    const items = await storage.items('tickets');
    expect(items.map((item) => parseItem(workloadKind, item))).toEqual([{ ...workloadKey(clerk), kind: 'workload', assigned: 1 }]);
  });

  it('grows only from what was seen: nothing, or the same count', async () => {
    const clerk = newId('agt');
    expect(await write(busier(clerk, 0))).toBe('conflict/workload-changed');
    expect(await write(busier(clerk, undefined))).toBe('done');
    for (const seen of [undefined, 0, 2]) expect(await write(busier(clerk, seen))).toBe('conflict/workload-changed');
    expect(await write(busier(clerk, 1))).toBe('done');
    expect(await write(freed(clerk))).toBe('done');
    expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 1]]));
  });

  it('does not come to be by a ticket that ends', async () => {
    expect(await write(freed(newId('agt')))).toBe('conflict/no-such-workload');
    expect(await storage.items('tickets')).toEqual([]);
  });

  it('is not counted on an old count: of ten assignments at once one gets through, and the rest see the load changed', async () => {
    const clerk = newId('agt');
    const paula = await world.customer();
    const made = await Promise.all(Array.from({ length: 10 }, () => world.opened(paula)));
    const assign = (ticket: (typeof made)[number]) =>
      outcome(tickets.assign(assigned(ticket, clerk), world.step(ticket, { type: 'assignment', assignee: clerk }, { by: { role: 'system' } }), undefined, now));
    const results = await Promise.all(made.map(assign));
    expect(results.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'conflict/workload-changed'), 'done']);
    expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 1]]));
  });
});
