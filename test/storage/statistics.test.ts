import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { idOfDay, newId } from '../../shared/id.ts';
import { statisticsFold } from '../../shared/privacy/deletion/statistics-fold.ts';
import { deletedCases, statisticsKind } from '../../shared/privacy/deletion/statistics-item.ts';
import { fewest } from '../../shared/privacy/deletion/statistics-ladder.ts';
import { partsOf, type RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunKind, runKey, runSheet } from '../../shared/privacy/runs/deletion-run-item.ts';
import { tallyWrite } from '../../shared/privacy/deletion/tally.ts';
import { parseItem, type CaseTraits } from '../../shared/storage/item-kind.ts';
import { headItem, remove } from '../../shared/storage/item-writes.ts';
import { ticketAttributes, ticketKind } from '../../shared/tickets/ticket-item.ts';
import type { Matter, Outcome } from '../../shared/tickets/ticket.ts';
import { afterRun, nothingSeen, sight, traits, values } from '../unit/privacy/deletion/statistics-world.ts';
import { describeStorage, rivalOf } from './harness.ts';
import { casesCounted, restore, type Dump } from './dumps.ts';
import { endedAtEveryCall } from './failpoints.ts';
import { morningOf, newIdInFirstPart, privacyWorld, rules } from './privacy-fixtures.ts';
import { raw } from './raw-write.ts';

const theft: CaseTraits = { month: '2026-03', matter: 'theft', region: '5', outcome: 'settled', amount: 'none', duration: 'up-to-7-days' };
const many = (count: number, more: Partial<CaseTraits> = {}): CaseTraits[] => Array.from({ length: count }, () => ({ ...theft, ...more }));

/** The cells of a dump, by `period traits`: each is what its kind says it is, so it holds eleven. */
const cellsOf = ({ statistics = [] }: Dump): Map<string, number> =>
  new Map(statistics.map((item) => parseItem(statisticsKind, item)).map(({ pk, sk, count }) => [`${pk.slice('closed-cases#'.length)} ${sk}`, count]));

describeStorage('statistics', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  const counted = async () => casesCounted(await storage.dump());
  const cells = async () => Object.fromEntries(cellsOf(await storage.dump()));

  /** Closed cases with these traits, due, with nothing that belongs to them. Their days are what makes them. */
  const casesDue = (cases: readonly CaseTraits[]) =>
    storage.put(
      'tickets',
      ...cases.map(({ month, matter, region, outcome, amount, duration }) => {
        const closedAt = new Date(`${month}-15T12:00:00Z`);
        const openedAt = new Date(closedAt.getTime() - (duration === 'longer' ? 200 : 5) * 86_400_000);
        const ticket = {
          id: newIdInFirstPart('tck'),
          customerId: newId('cus'),
          matter: matter as Matter,
          status: 'closed',
          outcome: outcome as Outcome,
          openedAt: openedAt.toISOString(),
          closedAt: closedAt.toISOString(),
          region,
          version: 2,
        } as const;
        const paidCents = { none: 0, 'up-to-500': 40_000, 'over-10000': 2_000_000 }[amount] ?? 0;
        return headItem(ticketKind, { ...ticketAttributes(ticket), paidCents }, { rules, today: '2026-12-31' });
      }),
    );

  /** A run of tickets of which so many parts are done; the cases it deleted are pending, as deleting leaves them. */
  async function runWith(id: string, cases: readonly CaseTraits[], { startedOn = '2030-04-01', partsTotal = 1, partsDone = 1 } = {}) {
    const startedAt = morningOf(startedOn).toISOString();
    await world.deps.api.runs.start({ id, asOf: startedOn, dryRun: false, trigger: 'schedule', startedAt, partsTotal });
    const [part] = partsOf(id, ['tickets']) as [RunPart];
    for (let start = 0; start < cases.length; start += 50) {
      const some = cases.slice(start, start + 50);
      const sheet = runSheet(part);
      await storage.db.commit({ writes: [...deletedCases(some, sheet), tallyWrite(sheet, 'case-notes', 'tickets', { anonymised: some.length })] });
    }
    const run = await storage.db.get('privacy', runKey(id));
    await storage.put('privacy', { ...run, partsDone });
    return { id, startedAt };
  }

  const fold = () => statisticsFold({ db: storage.db, runs: world.deps.api.runs });

  /** More kinds of case than a transaction can move at once: some that fill their cell, and some that don't. */
  const manyKinds = (): CaseTraits[] =>
    values.month.flatMap((month) =>
      values.region.flatMap((region) =>
        values.amount.flatMap((amount) =>
          values.duration.flatMap((duration) => many(2, { month, region, amount, duration, matter: month < '2026-04' ? 'theft' : 'question' })),
        ),
      ),
    );

  describe('after a run', () => {
    it('hold its cases in cells of eleven, and nothing else is left of them', async () => {
      await casesDue([...many(14), ...many(12, { matter: 'question', month: '2026-11' }), ...many(4, { matter: 'liability' })]);
      await world.runOf('2030-04-01', ['tickets']);
      expect(await storage.items('tickets')).toEqual([]);
      expect(await cells()).toEqual({ '2026 matter=theft': 14, 'any any': 16 });
      expect(await counted()).toEqual({ cells: 30, waiting: 0, pending: 0 });
    });

    it('know no more of fewer than eleven than that they were, until there are eleven', async () => {
      for (const [day, count] of [
        ['2030-04-01', 6],
        ['2030-04-02', 4],
        ['2030-04-03', 3],
      ] as const) {
        await casesDue(many(count));
        await world.runOf(day, ['tickets']);
        const { privacy = [] } = await storage.dump();
        expect(privacy.filter((item) => traits.some((trait) => trait in item))).toEqual([]);
        expect(JSON.stringify(privacy)).not.toMatch(/theft|settled|2026-03|up-to/);
      }
      expect(await cells()).toEqual({ 'any any': 13 });
      expect(await counted()).toEqual({ cells: 13, waiting: 0, pending: 0 });
    });

    it('are not changed by a dry run', async () => {
      await runWith(idOfDay('run', '2030-04-01'), many(12), { partsTotal: 2 });
      await casesDue(many(12));
      const before = await counted();
      await world.runOf('2030-04-02', ['tickets'], { dryRun: true });
      expect(await counted()).toEqual(before);
    });
  });

  it('show nobody who reads the whole database between runs, whatever runs delete and whenever people are erased', async () => {
    const random = seeded(20_300_401);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() ** 2 * from.length)]!;
    // Of one year: what closed later is not due yet.
    const someCase = () =>
      ({ ...Object.fromEntries(traits.map((trait) => [trait, pick(values[trait])])), month: pick(values.month.slice(0, -1)) }) as CaseTraits;
    const snapshots: Dump[] = [{}];
    let deleted = 0;
    for (const [night, size] of [14, 3, 40, 0, 13, 5].entries()) {
      const day = `2030-04-${String(night + 1).padStart(2, '0')}`;
      const cases = Array.from({ length: size }, someCase);
      await casesDue(cases);
      await world.runOf(day, ['tickets']);
      snapshots.push(await storage.dump());
      const erased = Math.floor(random() * 5);
      await storage.db.commit({ writes: [...deletedCases(cases.slice(0, erased), {}), raw({ table: 'events', put: { pk: day, sk: 'another write', kind: 'none' } })] });
      snapshots.push(await storage.dump());
      deleted += size + Math.min(erased, size);
    }
    const seen = snapshots.map(cellsOf);
    const changes = seen.flatMap((later, index) =>
      seen.slice(0, index).flatMap((earlier) => [...later].map(([cell, count]) => count - (earlier.get(cell) ?? 0))),
    );
    expect(changes.filter((change) => change !== 0 && change < fewest)).toEqual([]);
    expect(changes.filter((change) => change >= fewest).length).toBeGreaterThan(5);
    for (const dump of snapshots) {
      expect(casesCounted(dump).pending).toBe(0);
      const { tickets: _waitForTheirRun, ...others } = dump;
      expect(
        Object.values(others)
          .flat()
          .filter((item) => item.kind !== 'closed-cases' && /theft|question|settled|rejected|answered/.test(JSON.stringify(item))),
      ).toEqual([]);
    }
    const { cells: inCells, waiting } = await counted();
    expect(inCells + waiting).toBe(deleted);
  });

  describe('folding', () => {
    const run = idOfDay('run', '2030-04-01');
    const others = [...many(13, { matter: 'liability' }), ...many(3, { matter: 'bicycle-accident' })];

    it('comes to the end that the rules say, in as many transactions as it takes', async () => {
      const cases = [...manyKinds(), ...others];
      const started = await runWith(run, cases);
      const { byCommand } = await storage.counted(() => fold().afterPart(started));
      expect(byCommand['TransactWriteItems']).toBeGreaterThan(2);
      expect(sight({ cells: cellsOf(await storage.dump()), waiting: 0 })).toBe(sight(afterRun(nothingSeen, cases)));
      expect(await counted()).toEqual({ cells: cases.length, waiting: 0, pending: 0 });
    });

    it('comes to the same end when it is ended at any of its calls, each case once', async () => {
      const cases = [...manyKinds(), ...others];
      const started = await runWith(run, cases);
      const { points } = await endedAtEveryCall(storage, world, () => fold().afterPart(started));
      expect(points).toBeGreaterThan(0);
      expect(await counted()).toEqual({ cells: cases.length, waiting: 0, pending: 0 });
    });

    it('publishes what has waited once it is eleven, ended at any call', async () => {
      await storage.db.commit({ writes: deletedCases(many(9), {}) });
      const started = await runWith(run, many(5));
      await endedAtEveryCall(storage, world, () => fold().afterPart(started));
      expect(await cells()).toEqual({ 'any any': 14 });
      expect(await counted()).toEqual({ cells: 14, waiting: 0, pending: 0 });
    });

    it('never shows fewer than eleven on the way', async () => {
      const started = await runWith(run, [...manyKinds(), ...others]);
      const before = await storage.dump();
      for (let call = 1; (await counted()).pending > 0; call++) {
        await restore(storage, before);
        let writes = 0;
        storage.inject(({ command }) => (command === 'TransactWriteItems' && ++writes > call ? 'crash-before' : undefined));
        await fold()
          .afterPart(started)
          .catch(() => undefined);
        storage.inject(undefined);
        expect([...cellsOf(await storage.dump()).values()].filter((count) => count < fewest)).toEqual([]);
      }
    });

    it('counts each case once when several do it, writes collide and answers are lost', async () => {
      const cases = [...manyKinds(), ...others];
      const started = await runWith(run, cases);
      let writes = 0;
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? ([undefined, 'conflict', 'lost-answer'] as const)[writes++ % 3] : undefined));
      const rival = statisticsFold({ db: rivalOf(storage), runs: world.deps.api.runs });
      await Promise.all([fold().afterPart(started), rival.afterPart(started), fold().afterPart(started)]);
      storage.inject(undefined);
      expect(await counted()).toEqual({ cells: cases.length, waiting: 0, pending: 0 });
      expect(sight({ cells: cellsOf(await storage.dump()), waiting: 0 })).toBe(sight(afterRun(nothingSeen, cases)));
    });

    it('begins anew when one more is deleted while it works', async () => {
      const started = await runWith(run, many(12));
      const sheet = runSheet(partsOf(run, ['tickets'])[0]!);
      const rival = rivalOf(storage);
      let late: Promise<unknown> | undefined;
      const db = {
        ...storage.db,
        async commit(change: Parameters<typeof storage.db.commit>[0]) {
          late ??= rival.commit({ writes: deletedCases([theft], sheet) });
          await late;
          return storage.db.commit(change);
        },
      };
      await statisticsFold({ db, runs: world.deps.api.runs }).afterPart(started);
      expect(await counted()).toEqual({ cells: 13, waiting: 0, pending: 0 });
    });

    it('gives up when others are always quicker, and leaves the rest to the next', async () => {
      const started = await runWith(run, many(12));
      const busy = { ...storage.db, commit: () => storage.db.commit({ writes: [raw({ table: 'privacy', check: { pk: 'none', sk: 'x' }, if: { exists: true } })] }) };
      await expect(statisticsFold({ db: busy, runs: world.deps.api.runs }).afterPart(started)).rejects.toMatchObject({ code: 'storage-busy' });
      expect(await counted()).toEqual({ cells: 0, waiting: 0, pending: 12 });
    });
  });

  describe('of a run that is not finished', () => {
    it('stay pending until it is', async () => {
      const started = await runWith(idOfDay('run', '2030-04-01'), many(12), { partsTotal: 2 });
      await fold().afterPart(started);
      expect(await counted()).toEqual({ cells: 0, waiting: 0, pending: 12 });
    });

    it('are taken when a worker that was killed behind its last part comes again', async () => {
      await casesDue(many(12));
      world.clock.at = morningOf('2030-04-01');
      const id = newId('run');
      const [part] = partsOf(id, ['tickets']) as [RunPart];
      await world.deps.api.runs.start({ id, asOf: '2030-04-01', dryRun: false, trigger: 'schedule', startedAt: world.clock.at.toISOString(), partsTotal: 1 });
      const killed = { afterPart: () => Promise.reject(new Error('killed')) };
      await expect(deleteDue(part, { ...world.deps.remove, statistics: killed })).rejects.toThrow('killed');
      expect(await counted()).toEqual({ cells: 0, waiting: 0, pending: 12 });
      await deleteDue(part, world.deps.remove);
      expect(await counted()).toEqual({ cells: 12, waiting: 0, pending: 0 });
    });

    it('are taken by the run of the next day, each run by its own number of cases, though that one is not finished either', async () => {
      await runWith(idOfDay('run', '2030-04-01'), [...many(14), ...many(13, { matter: 'liability' })], { startedOn: '2030-04-01', partsTotal: 2 });
      await runWith(idOfDay('run', '2030-04-02'), many(4), { startedOn: '2030-04-02', partsTotal: 2 });
      const today = await runWith(idOfDay('run', '2030-04-03'), many(12), { startedOn: '2030-04-03', partsTotal: 2 });
      await fold().afterPart(today);
      expect(await cells()).toEqual({ '2026 matter=liability': 13, '2026 matter=theft': 14 });
      expect(await counted()).toEqual({ cells: 27, waiting: 4, pending: 12 });
    });

    it('are left to it by another run of the same day, and what a finished one has left is not', async () => {
      await runWith(idOfDay('run', '2030-04-01'), many(12), { startedOn: '2030-04-01', partsTotal: 2 });
      await runWith(`${idOfDay('run', '2030-04-01').slice(0, -1)}1`, many(13), { startedOn: '2030-04-01' });
      const today = await runWith(`${idOfDay('run', '2030-04-01').slice(0, -1)}2`, many(15), { startedOn: '2030-04-01', partsTotal: 2 });
      await fold().afterPart(today);
      expect(await counted()).toEqual({ cells: 13, waiting: 0, pending: 27 });
    });

    it('are taken by the number that is left of them when nobody knows of their run any more', async () => {
      const { id } = await runWith(idOfDay('run', '2030-04-01'), many(12));
      await storage.db.commit({ writes: [remove(deletionRunKind, runKey(id))] });
      await fold().afterPart(await runWith(idOfDay('run', '2030-04-02'), [], { startedOn: '2030-04-02' }));
      expect(await cells()).toEqual({ '2026 matter=theft': 12 });
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
