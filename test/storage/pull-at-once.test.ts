import { beforeEach, expect, it } from '@jest/globals';
import { pullTicket } from '../../functions/tickets/pull-ticket.ts';
import { newId } from '../../shared/id.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketsAtOnce } from './assignment-world.ts';
import { describeOnEveryEngine } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';
import { outcome } from './ticket-world.ts';

describeOnEveryEngine('clerks who ask for the next ticket at once', (storage) => {
  const world = privacyWorld(storage);
  beforeEach(() => world.clear());

  const now = () => world.clock.at;
  const deps = { ...world.over(storage.db), staff: staffReader(storage.db), newId, now, random: Math.random };
  const ask = (clerk: string, key = newId('acc')) =>
    pullTicket.handle(
      {
        params: undefined,
        query: undefined,
        ifMatch: undefined,
        body: {},
        caller: { id: clerk, roles: ['agent'] },
        once: { key, body: '{}' },
      },
      deps,
    );
  const clerksHere = (count: number) => Promise.all(Array.from({ length: count }, () => world.clerk(['claims'])));

  /** Whoever is told that the storage is busy asks again, as clients do. */
  async function patiently(clerk: string): Promise<string | undefined> {
    for (;;) {
      try {
        return (await ask(clerk)).ticket?.id;
      } catch (error) {
        if ((await outcome(Promise.reject(error))) !== 'unavailable/storage-busy') throw error;
      }
    }
  }

  it('fifty get each of 200 exactly once, and are counted right', async () => {
    const clerks = await clerksHere(50);
    const tickets = await ticketsAtOnce(storage.put, 200);
    const got = await Promise.all(
      clerks.map(async (clerk) => {
        const mine: string[] = [];
        for (let id = await patiently(clerk); id !== undefined; id = await patiently(clerk)) mine.push(id);
        return mine;
      }),
    );
    expect(got.flat().toSorted()).toEqual(tickets.map(({ id }) => id).toSorted());
    const stored = (await storage.items('tickets')).filter(({ kind }) => kind === 'ticket');
    expect(
      clerks.map((clerk) =>
        stored
          .filter(({ assignee }) => assignee === clerk)
          .map(({ id }) => id)
          .toSorted(),
      ),
    ).toEqual(got.map((mine) => mine.toSorted()));
    const loads = await deps.workloads.workloads(clerks);
    expect(clerks.map((clerk) => loads.get(clerk) ?? 0)).toEqual(got.map(({ length }) => length));
    // Nothing waits any more, in the queue neither.
    expect(stored.filter(({ queuePk, queueSk, wakePk }) => queuePk !== undefined || queueSk !== undefined || wakePk !== undefined)).toEqual([]);
  });

  it('one who asks several times with the same key is given one', async () => {
    const [clerk] = await clerksHere(1);
    await ticketsAtOnce(storage.put, 5);
    const key = newId('acc');
    const got = await Promise.all(Array.from({ length: 5 }, () => ask(clerk!, key)));
    expect(new Set(got.map(({ ticket }) => ticket?.id)).size).toBe(1);
    expect((await deps.workloads.workloads([clerk!])).get(clerk!)).toBe(1);
  });

  it('nothing is lost or given twice where the answer does not come back', async () => {
    const [clerk] = await clerksHere(1);
    await ticketsAtOnce(storage.put, 2);
    for (const [fate, given] of [
      ['crash-before', 0],
      ['crash-after', 1],
    ] as const) {
      const before = (await deps.workloads.workloads([clerk!])).get(clerk!) ?? 0;
      const key = newId('acc');
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? fate : undefined));
      await expect(ask(clerk!, key)).rejects.toThrow();
      storage.inject(undefined);
      expect((await deps.workloads.workloads([clerk!])).get(clerk!) ?? 0).toBe(before + given);
      const { ticket } = await ask(clerk!, key);
      expect(ticket).toMatchObject({ assignee: clerk });
      expect((await deps.workloads.workloads([clerk!])).get(clerk!)).toBe(before + 1);
    }
  });
});
