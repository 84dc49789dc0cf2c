import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue, type DeleteDueDeps } from '../../functions/privacy/delete-due.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { newId } from '../../shared/id.ts';
import { deletion, type Deletion } from '../../shared/privacy/deletion/deletion.ts';
import { deleteCases } from '../../shared/privacy/deletion/ending-cases.ts';
import { statisticsKind } from '../../shared/privacy/deletion/statistics-item.ts';
import { fewest } from '../../shared/privacy/deletion/statistics-ladder.ts';
import { partsOf, shardsPerPart, type DeletionRun } from '../../shared/privacy/runs/deletion-run.ts';
import { runSheet } from '../../shared/privacy/runs/deletion-run-item.ts';
import { parseItem, type CaseTraits } from '../../shared/storage/item-kind.ts';
import { headItem } from '../../shared/storage/item-writes.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketAttributes, ticketKey, ticketKind } from '../../shared/tickets/ticket-item.ts';
import type { Matter, Outcome } from '../../shared/tickets/ticket.ts';
import { traits, values } from '../unit/privacy/deletion/statistics-world.ts';
import { everything, restore, withText, type Dump } from './dumps.ts';
import { describeOnOneEngine, rivalOf } from './harness.ts';
import { countsOf, morningOf, privacyWorld, rules, shardOf } from './privacy-fixtures.ts';

const theft: CaseTraits = { year: '2026', matter: 'theft', outcome: 'settled', amount: 'none' };
const many = (count: number, more: Partial<CaseTraits> = {}): CaseTraits[] => Array.from({ length: count }, () => ({ ...theft, ...more }));
const paid: Readonly<Record<string, number>> = { none: 0, 'up-to-500': 40_000, 'over-10000': 2_000_000 };

/** The day on which cases of 2026 end. */
const day = '2030-04-01';

/** The cells of a dump, by `year traits`: each is what its kind says it is, so it holds eleven. */
const cellsOf = ({ statistics = [] }: Dump): Record<string, number> =>
  Object.fromEntries(
    statistics.map((item) => parseItem(statisticsKind, item)).map(({ pk, sk, count }) => [`${pk.slice('closed-cases#'.length)} ${sk}`, count]),
  );

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** A ticket's id that lies in this shard of the due index. */
const idIn = (shard: number): string => {
  for (;;) {
    const id = newId('tck');
    if (shardOf(id) === shard) return id;
  }
};

describeOnOneEngine('statistics', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  const cells = async () => cellsOf(await storage.dump());
  const ticketCounts = (run: DeletionRun) => countsOf(run)['tickets/case-notes'] ?? {};

  /** A closed case that is due, with nothing that belongs to it. */
  function caseDue({ year, matter, outcome, amount }: CaseTraits, { customerId = newId('cus'), shard = 0 } = {}) {
    const at = `${year}-03-15T12:00:00Z`;
    const ticket = {
      id: idIn(shard),
      customerId,
      matter: matter as Matter,
      status: 'closed',
      outcome: outcome as Outcome,
      number: newTicketNumber(new Date(at)),
      openedAt: at,
      closedAt: at,
      version: 2,
    } as const;
    return headItem(ticketKind, { ...ticketAttributes(ticket), paidCents: paid[amount] ?? 0 }, { rules, today: '2026-12-31' });
  }
  const put = (items: readonly ReturnType<typeof caseDue>[]) => storage.put('tickets', ...items);
  /** In all shards of a part, unless it is said in which. */
  const casesDue = (cases: readonly CaseTraits[], options?: Parameters<typeof caseDue>[1]) =>
    put(cases.map((one, index) => caseDue(one, { shard: index % shardsPerPart, ...options })));

  /** The part of a run in which all these cases are, to be worked on by whoever. */
  async function startedPart() {
    world.clock.at = morningOf(day);
    const id = newId('run');
    const [part] = partsOf(id, ['tickets']);
    await world.deps.api.runs.start({ id, asOf: day, dryRun: false, trigger: 'schedule', startedAt: world.clock.at.toISOString(), partsTotal: 1 });
    return part!;
  }

  /** A worker in whose way something comes, right before it counts a lot for the first time. */
  function disturbed(disturb: () => Promise<unknown>): DeleteDueDeps {
    let done: Promise<unknown> | undefined;
    const lot: Deletion['lot'] = async (...args) => {
      done ??= disturb();
      await done;
      return world.deps.remove.deletion.lot(...args);
    };
    return { ...world.deps.remove, deletion: { ...world.deps.remove.deletion, lot } };
  }

  /** Some that fill a cell, one cell in several transactions, and some that fill none. */
  const mixed = [...many(39), ...many(12, { year: '2025' }), ...many(13, { year: '2024' }), ...many(6, { year: '2023' })];
  const mixedCells = { '2026 any': 34, '2025 any': 12, '2024 any': 13 };

  describe('after a run', () => {
    it('hold its cases in cells of eleven, the log says how many, and nothing else is left of them', async () => {
      await casesDue(mixed);
      const run = await world.runOf(day, ['tickets']);
      // Six of 2023 alone would be told apart by what they are not: five of 2026 go with them.
      expect(await cells()).toEqual(mixedCells);
      expect(ticketCounts(run)).toEqual({ anonymised: 59, deleted: 11 });
      expect(Object.keys(await storage.dump()).sort()).toEqual(['privacy', 'statistics']);
    });

    it('know nothing of fewer than eleven that end together, however often that happens', async () => {
      for (const [on, count] of [
        [day, 6],
        ['2030-04-02', 10],
        ['2030-04-03', 3],
      ] as const) {
        await casesDue(many(count));
        expect(ticketCounts(await world.runOf(on, ['tickets']))).toEqual({ deleted: count });
      }
      const dump = await storage.dump();
      expect(dump.tickets ?? []).toEqual([]);
      expect(dump.statistics ?? []).toEqual([]);
      expect(withText(dump, 'theft', 'settled', 'up-to')).toEqual([]);
    });

    it('know nothing of one person with many cases, and count each person once beside others', async () => {
      const customerId = newId('cus');
      await casesDue(many(12), { customerId });
      expect(ticketCounts(await world.runOf(day, ['tickets']))).toEqual({ deleted: 12 });
      await casesDue(many(12), { customerId });
      await casesDue(many(11));
      expect(ticketCounts(await world.runOf('2030-04-02', ['tickets']))).toEqual({ anonymised: 12, deleted: 11 });
      expect(await cells()).toEqual({ '2026 any': 12 });
    });

    it('count those together that one worker ended together, in whatever shards, and no others', async () => {
      for (const shard of [0, shardsPerPart]) await casesDue(many(8), { shard });
      expect(ticketCounts(await world.runOf(day, ['tickets'], { everyPart: true }))).toEqual({ deleted: 16 });
      expect(await cells()).toEqual({});
      for (const shard of [0, shardsPerPart - 1]) await casesDue(many(8), { shard });
      expect(ticketCounts(await world.runOf('2030-04-02', ['tickets'], { everyPart: true }))).toEqual({ anonymised: 16 });
      expect(await cells()).toEqual({ '2026 any': 16 });
    });

    it('are as a dry run has said, which changes nothing', async () => {
      await casesDue(mixed);
      const before = await storage.dump();
      const dry = await world.runOf(day, ['tickets'], { dryRun: true });
      const { tickets, statistics } = await storage.dump();
      expect([tickets, statistics]).toEqual([before.tickets, before.statistics]);
      expect(countsOf(dry)).toEqual(countsOf(await world.runOf(day, ['tickets'])));
    });
  });

  it('show nobody who reads the whole database after each run, whatever it deletes', async () => {
    const random = seeded(20_300_401);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() ** 2 * from.length)]!;
    const someCase = () => ({ ...Object.fromEntries(traits.map((trait) => [trait, pick(values[trait])])), year: '2026' }) as CaseTraits;
    const snapshots: Dump[] = [{}];
    for (const [night, size] of [14, 3, 45, 0, 13].entries()) {
      await casesDue(Array.from({ length: size }, someCase));
      await world.runOf(`2030-04-${String(night + 1).padStart(2, '0')}`, ['tickets']);
      snapshots.push(await storage.dump());
    }
    const seen = snapshots.map(cellsOf);
    const changes = seen.flatMap((later, index) =>
      seen.slice(0, index).flatMap((earlier) => Object.entries(later).map(([cell, count]) => count - (earlier[cell] ?? 0))),
    );
    expect(changes.filter((change) => change !== 0 && change < fewest)).toEqual([]);
    expect(changes.filter((change) => change >= fewest).length).toBeGreaterThan(3);
    for (const dump of snapshots) {
      const others = everything(dump).filter(({ table }) => table !== 'statistics');
      expect(others.filter(({ item }) => /theft|question|settled|rejected|answered/.test(JSON.stringify(item)))).toEqual([]);
    }
  });

  describe('count each case at most once, and eleven at a time,', () => {
    /** Nothing is left of the cases, and what the cells hold is what the log says. */
    async function expectAllCounted(runId: string, cases: number): Promise<void> {
      const { anonymised = 0, deleted = 0 } = ticketCounts(await world.readRun(runId));
      expect(anonymised + deleted).toBe(cases);
      expect(sum(Object.values(await cells()))).toBe(anonymised);
      expect(await storage.items('tickets')).toEqual([]);
    }

    it('when the process ends behind any of the deletions', async () => {
      await casesDue(mixed);
      const part = await startedPart();
      const before = await storage.dump();
      /** What a worker does with cases that it has cleared, and another one with those that are left. */
      const work = async () => {
        const heads = (await storage.items('tickets')).map((item) => ({ kind: ticketKind, item, facts: {} }));
        return deleteCases(heads, runSheet(part), world.deps.remove.deletion);
      };
      await work();
      const points = (await storage.counted(() => restore(storage, before).then(work))).byCommand['TransactWriteItems']!;
      expect(points).toBe(5);
      for (let point = 1; point <= points; point++) {
        await restore(storage, before);
        storage.inject(({ number }) => (number < point ? undefined : number === point ? 'crash-after' : 'crash-before'));
        await work();
        storage.inject(undefined);
        // Reading refuses a cell of fewer than eleven.
        const { anonymised = 0, deleted = 0 } = ticketCounts(await world.readRun(part.runId));
        expect([(await storage.items('tickets')).length, sum(Object.values(await cells()))]).toEqual([mixed.length - anonymised - deleted, anonymised]);
        await work();
        await expectAllCounted(part.runId, mixed.length);
        // What was to be counted is, if more coarsely: the rest went first.
        expect(sum(Object.values(await cells()))).toBe(59);
      }
    });

    it.each([
      ['while it takes what belongs to the cases', 12],
      ['before it counts', 16],
      ['when it has counted', 17],
      ['when it has noted its shards as finished', 18],
    ])('when a worker is killed that has gone through several shards: %s', async (_, point) => {
      for (const shard of [0, 2]) await casesDue(many(8), { shard });
      // The index still has it.
      const kept = { ...caseDue(theft), heldSince: '2026-04-01T00:00:00.000Z' };
      await storage.put('tickets', kept);
      const part = await startedPart();
      let writes = 0;
      storage.inject(({ command }) => (command !== 'TransactWriteItems' || ++writes < point ? undefined : writes === point ? 'crash-after' : 'crash-before'));
      await Promise.allSettled([deleteDue(part, world.deps.remove)]);
      storage.inject(undefined);
      expect(writes).toBeGreaterThanOrEqual(point);
      await deleteDue(part, world.deps.remove);
      const run = await world.readRun(part.runId);
      expect([run.partsDone, ticketCounts(run), await cells()]).toEqual([1, { anonymised: 16, protected: 1 }, { '2026 any': 16 }]);
      expect((await storage.items('tickets')).map(({ id }) => id)).toEqual([kept.id]);
    });

    it('when several workers are at it, writes collide and answers are lost', async () => {
      await casesDue(mixed);
      const part = await startedPart();
      let writes = 0;
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? ([undefined, 'conflict', 'lost-answer'] as const)[writes++ % 3] : undefined));
      const { remove } = world.deps;
      const rival = { ...remove, deletion: deletion({ db: rivalOf(storage), registry: storedItems, outside: world.outside.stores, now: remove.now }) };
      // Who has no luck three times running fails, and the message comes again.
      await Promise.allSettled([deleteDue(part, remove), deleteDue(part, rival), deleteDue(part, remove)]);
      storage.inject(undefined);
      await deleteDue(part, remove);
      await expectAllCounted(part.runId, mixed.length);
    });

    it('when the message comes again after the end', async () => {
      await casesDue(many(12));
      const part = await startedPart();
      await deleteDue(part, world.deps.remove);
      const before = await storage.dump();
      await deleteDue(part, world.deps.remove);
      expect(await storage.dump()).toEqual(before);
    });

    it('when there is no time for another page: what was cleared is counted before the rest is handed on', async () => {
      await casesDue(many(85), { shard: 0 });
      const part = await startedPart();
      let pages = 0;
      const handedOn: unknown[] = [];
      await deleteDue(part, { ...world.deps.remove, hasTime: () => pages++ < 1, continueLater: async (rest) => void handedOn.push(rest) });
      expect(handedOn).toEqual([part]);
      expect(await cells()).toEqual({ '2026 any': 80 });
      await deleteDue(part, world.deps.remove);
      await expectAllCounted(part.runId, 85);
    });
  });

  describe('of a case that waits for the others', () => {
    it('keep nothing when its person is erased meanwhile, and nothing else does', async () => {
      const person = await world.person();
      await world.leave(person, '2026-03-31');
      const theirs = caseDue(theft, { customerId: person.id });
      await put([theirs, ...many(11).map((one) => caseDue(one))]);
      const part = await startedPart();
      const request = await world.askForErasure(person.id);
      await deleteDue(
        part,
        disturbed(() => eraseCustomer(request, world.deps.erase)),
      );
      // Eleven others are left, but they were a lot with theirs: it fell.
      expect(await cells()).toEqual({});
      expect(withText(await storage.dump(), theirs.id)).toEqual([]);
      expect((await world.deps.erase.erasures.ofCustomer(person.id, request))!.lines).toContainEqual(
        expect.objectContaining({ class: 'case-notes', result: 'deleted', count: 1 }),
      );
      expect(ticketCounts(await world.readRun(part.runId))).toEqual({ deleted: 11 });
    });

    it('are not kept from it by one that is protected meanwhile: that one stays', async () => {
      const [one, ...others] = many(12).map((traitsOf) => caseDue(traitsOf));
      await put([one!, ...others]);
      const part = await startedPart();
      await deleteDue(
        part,
        disturbed(() => world.protect('tickets', ticketKey(one!.pk, one!.id), 'heldSince')),
      );
      expect((await storage.items('tickets')).map(({ id }) => id)).toEqual([one!.id]);
      expect(await cells()).toEqual({});
    });
  });
});

/** The same numbers for the same seed, between 0 and 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}
