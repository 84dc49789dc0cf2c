import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../shared/id.ts';
import { parseItem } from '../../shared/storage/item-kind.ts';
import { assigned } from '../../shared/tickets/ticket.ts';
import { workloadKey, workloadKind } from '../../shared/tickets/workload-item.ts';
import { freed, givenOneMore } from '../../shared/tickets/workload-table.ts';
import { describeStorage } from './harness.ts';
import { now, outcome, ticketWorld } from './ticket-world.ts';

describeStorage('the workload of clerks', (storage) => {
  const world = ticketWorld(storage);
  const { tickets, workloads } = world;
  const write = (one: ReturnType<typeof givenOneMore>) => outcome(storage.db.commit({ writes: [one] }));

  beforeEach(() => storage.clear());

  it('knows each clerk’s, and nothing of one who never had a ticket', async () => {
    const [one, two, never] = [newId('agt'), newId('agt'), newId('agt')];
    for (const clerk of [one, one, two]) await write(givenOneMore(clerk));
    const known = { [one]: 2, [two]: 1 };
    expect(await workloads.workloads([one, two, never])).toEqual(new Map(Object.entries(known)));
    expect(await workloads.here([one, two, never])).toEqual(new Map(Object.entries({ ...known, [never]: 0 })));
    expect([await workloads.workloads([]), await workloads.here([])]).toEqual([new Map(), new Map()]);
  });

  it('is none of somebody who has left, whether they ever had a ticket or not, and they get none', async () => {
    const [stays, had, never] = [newId('agt'), newId('agt'), newId('agt')];
    await write(givenOneMore(had));
    for (const clerk of [had, never]) await workloads.leave(clerk, now);
    expect(await workloads.here([stays, had, never])).toEqual(new Map([[stays, 0]]));
    for (const clerk of [had, never]) for (const atMost of [undefined, 0, 5]) expect(await write(givenOneMore(clerk, atMost))).toBe('conflict/assignee-left');
    expect(await workloads.workloads([had, never])).toEqual(new Map(Object.entries({ [had]: 1, [never]: 0 })));
  });

  it('is stored as its kind says, one count in the clerk’s own partition', async () => {
    const clerk = newId('agt');
    await write(givenOneMore(clerk, 0));
    const items = await storage.items('tickets');
    expect(items.map((item) => parseItem(workloadKind, item))).toEqual([{ ...workloadKey(clerk), kind: 'workload', assigned: 1 }]);
  });

  it('grows from whatever is below a limit, and from anything without one', async () => {
    const clerk = newId('agt');
    for (const atMost of [0, 1, 5, undefined]) expect(await write(givenOneMore(clerk, atMost))).toBe('done');
    expect(await write(givenOneMore(clerk, 3))).toBe('conflict/workload-changed');
    expect(await write(givenOneMore(clerk, 4))).toBe('done');
    expect(await write(freed(clerk))).toBe('done');
    expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 4]]));
  });

  it('does not come to be by a ticket that ends', async () => {
    expect(await write(freed(newId('agt')))).toBe('conflict/no-such-workload');
    expect(await storage.items('tickets')).toEqual([]);
  });

  it('does not get past its limit: of ten assignments at once three get through, and each counts once, however often it is tried', async () => {
    const clerk = newId('agt');
    const paula = await world.customer();
    const made = await Promise.all(Array.from({ length: 10 }, () => world.opened(paula)));
    const assign = (ticket: (typeof made)[number], atMost?: number) =>
      outcome(tickets.assign(assigned(ticket, clerk), world.step(ticket, { type: 'assignment', assignee: clerk }, { by: { role: 'system' } }), atMost, now));
    const results = await Promise.all(made.map((ticket) => assign(ticket, 2)));
    expect(results.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'conflict/workload-changed'), ...Array.from({ length: 3 }, () => 'done')]);
    expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 3]]));
    for (const again of ['done', 'conflict/already-done'])
      expect(new Set(await Promise.all(made.map((ticket) => assign(ticket))))).toEqual(new Set(again === 'done' ? ['done', 'conflict/already-done'] : [again]));
    expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 10]]));
  });
});
