import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { newId } from '../../shared/id.ts';
import type { Day } from '../../shared/personal-data/calendar.ts';
import type { ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { becameOf } from '../../shared/privacy/deletion/deletion.ts';
import { endOfItem } from '../../shared/privacy/registry/assessment.ts';
import { endingOf } from '../../shared/privacy/registry/registry.ts';
import { partsOf as partsOfRun, statusOf } from '../../shared/privacy/runs/deletion-run.ts';
import { headEnding, type ItemKind } from '../../shared/storage/item-kind.ts';
import { headItem } from '../../shared/storage/item-writes.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { sampleItem } from '../unit/storage/sample-item.ts';
import { difference, names, lastingWith, ofPerson, withChildren, type Dump, type Placed } from './dumps.ts';
import { countsByClass, erasureScene, linesFor, linesOf, statutoryEnds, today, withEffect } from './erasure-scene.ts';
import { endedAtEveryCall, type failpoint } from './failpoints.ts';
import { describeOnOneEngine } from './harness.ts';
import { countsOf, morningOf, newIdInFirstPart, rules } from './privacy-fixtures.ts';
import { sampleChild } from './sample-family.ts';
import { someOf, thorough } from './thorough.ts';

/** A few points of all: work over everything that is stored may grow, and these tests with it, but not its square. */
const few = (points: readonly number[]): readonly number[] => someOf(points, thorough ? 6 : 2);
/** All points of what does not grow. */
const each = (points: readonly number[]): readonly number[] => (thorough ? points : someOf(points, 2));

describeOnOneEngine('privacy, ended at every call', (storage) => {
  const { world, leftBehind } = erasureScene(storage);
  beforeEach(() => world.clear());

  describe('deletion run', () => {
    /** A run over the first part of these tables, to be worked on. */
    const runOf = async (day: Day, tables: readonly TableName[], { dryRun = false } = {}) => {
      world.clock.at = morningOf(day);
      const id = newId('run');
      const parts = partsOfRun(id, tables).filter(({ firstShard }) => firstShard === 0);
      await world.deps.api.runs.start({ id, asOf: day, dryRun, trigger: 'schedule', startedAt: world.clock.at.toISOString(), partsTotal: parts.length });
      return {
        id,
        async attempt() {
          for (const part of parts) await deleteDue(part, world.deps.remove);
        },
      };
    };

    describe('over one item of a kind, with all that belongs to it', () => {
      /** A head that is due, with its children, what lies outside, and what hangs on it and stays; and the day on which it is due. */
      const setUp = async (kind: ItemKind): Promise<{ head: Placed; day: Day }> => {
        const [pk, id] = [newIdInFirstPart('cus'), newIdInFirstPart('int')];
        const item = sampleItem(kind, { pk, id });
        const { on } = endOfItem({ kind, item }, { relationshipEndedOn: '2026-03-15' }, rules, '2026-03-15');
        const head = { table: kind.table, item: { ...item, ...dueKeys(id, on) } };
        await storage.put(head.table, head.item);
        for (const child of storedItems.childKinds(kind)) await storage.put(child.table, sampleChild(child, head, 'one').item);
        const parts = endingOf({ kind, item }).endsUse ? storedItems.kinds.filter((one) => headEnding(one)?.partOf) : storedItems.partKinds(kind);
        for (const part of parts) {
          const { pk: _pk, ...rest } = sampleItem(part, { pk, id });
          await storage.put(part.table, headItem(part, { ...rest, pk }, { rules, today: '2026-03-15' }));
        }
        const outside = endingOf({ kind, item }).outside?.(head.item) ?? [];
        const stores: Readonly<Record<string, Set<string>>> = { logins: world.outside.logins, 'mail-suppression': world.outside.suppressions };
        for (const { store, reference } of outside) (stores[store] ?? world.outside.files).add(reference);
        return { head, day: on };
      };

      const heads = storedItems.kinds.filter((kind) => headEnding(kind));
      it.each(heads.map((kind) => [kind.kind, kind] as const))('comes to the same end, and counts it once: %s', async (_, kind) => {
        const { head, day } = await setUp(kind);
        const { id, attempt } = await runOf(day, [kind.table]);
        const before = await storage.dump();
        const { points } = await endedAtEveryCall(storage, world, attempt, { chosen: each });
        expect(points).toBeGreaterThan(0);
        const after = await storage.dump();
        const left = new Set(names(Object.entries(after).flatMap(([table, items]) => items.map((item) => ({ table: table as TableName, item })))));
        expect(names(withChildren(before, head)).filter((name) => left.has(name))).toEqual([]);
        const run = await world.readRun(id);
        const [line] = run.lines.filter(({ table, counts }) => table === kind.table && counts[becameOf(kind)] > 0);
        expect([line?.counts[becameOf(kind)], statusOf(run)]).toEqual([1, 'done']);
        expect(world.outside.state).toEqual({ files: [], logins: [], suppressions: [] });
        // One case is too few for a figure.
        expect(await storage.items('statistics')).toEqual([]);
        // What does not end before it is there, and hidden where nobody uses it any more.
        const stays = lastingWith(before, head);
        expect(stays.filter((one) => !left.has(names([one])[0]!))).toEqual([]);
      });
    });

    describe('over everything', () => {
      const tables = ['tickets', 'letters', 'customers'] as const;

      /** Due with children, with a file, with a login, in a batch, a case, and not due after all. */
      const setUp = async () => {
        const [person, staying] = [await world.person(), await world.person()];
        await world.aCase(person.id);
        await world.issueLetter(await world.openTicket(staying.id), '2026-03-17T10:00:00Z');
        await world.leave(person, '2026-06-30');
        return { person, staying };
      };

      it('comes to the same end, each item and each count once', async () => {
        const { person } = await setUp();
        const { id, attempt } = await runOf('2033-01-01', tables);
        const before = await storage.dump();
        await endedAtEveryCall(storage, world, attempt, { chosen: few });
        const run = await world.readRun(id);
        const { gone } = difference(before, await storage.dump());
        // Once more without an end in between.
        expect(gone.length).toBeGreaterThan(10);
        const ofOthers = gone.filter((one) => !names(ofPerson(before, person)).includes(names([one])[0]!));
        expect(Object.keys(countsByClass(before, ofOthers)).sort()).toEqual(['login-ip', 'login-time']);
        const taken = Object.entries(countsOf(run)).map(([line, { deleted = 0 }]) => [line.split('/')[1]!, deleted] as const);
        expect(Object.fromEntries(taken.filter(([, count]) => count > 0))).toEqual(countsByClass(before, gone));
        expect(Object.values(countsOf(run)).some(({ deferred = 0 }) => deferred > 0)).toBe(true);
        expect(statusOf(run)).toBe('done');
      });

      it('counts in a dry run what it counts without', async () => {
        await setUp();
        const dry = await runOf('2033-01-01', tables, { dryRun: true });
        const before = await storage.dump();
        await endedAtEveryCall(storage, world, dry.attempt, { chosen: few });
        const { gone, changed, made } = difference(before, await storage.dump());
        expect([gone, changed.map(({ item }) => item.kind)]).toEqual([[], ['deletion-run']]);
        expect(new Set(made.map(({ item }) => item.kind))).toEqual(new Set(['run-count', 'run-part']));
        const real = await runOf('2033-01-01', tables);
        await real.attempt();
        expect(countsOf(await world.readRun(dry.id))).toEqual(countsOf(await world.readRun(real.id)));
      });

      it('comes to the same end when every write collides once, and its answer is lost once', async () => {
        await setUp();
        const { attempt } = await runOf('2033-01-01', tables);
        const [before, outside] = [await storage.dump(), world.outside.state];
        await attempt();
        const end = await storage.dump();
        await storage.clear();
        for (const [table, items] of Object.entries(before)) await storage.put(table as keyof Dump, ...items);
        world.outside.reset(outside);
        let writes = 0;
        storage.inject(({ command }) =>
          command === 'TransactWriteItems'
            ? ([undefined, 'conflict', 'lost-answer'] as const)[writes++ % 3]
            : command === 'BatchWriteItem' && writes++ % 2
              ? 'unprocessed'
              : undefined,
        );
        await attempt();
        storage.inject(undefined);
        expect(await storage.dump()).toEqual(end);
      });
    });
  });

  describe('erasure', () => {
    /** What is compared; how the answer was sent is judged by itself. */
    const withoutMail = (dump: Dump): Dump => ({ ...dump, privacy: dump.privacy?.map(({ answerMail: _mail, answerClaimedAt: _claimed, ...item }) => item) });

    /** Erases, however often it is ended, and says how the answer was sent each time. */
    const erasedAgainAndAgain = async (request: string, chosen?: (points: readonly number[]) => readonly number[]) => {
      const mailed = new Set<string>();
      const attempt = async (process: ReturnType<typeof failpoint>) => {
        world.clock.at = morningOf(today);
        const sendAnswer = async (asked: ErasureRequest, to: string) => {
          process.call();
          return world.deps.erase.sendAnswer(asked, to);
        };
        const erase = () => eraseCustomer(request, { ...world.deps.erase, sendAnswer });
        await erase().catch((error: { code?: string }) => {
          if (error.code !== 'being-sent') throw error;
          // Left behind by the one before: the message comes again when that one cannot be at it any more.
          world.clock.at = new Date(world.clock.at.getTime() + 61_000);
          return erase();
        });
      };
      const compared = (dump: Dump): Dump => {
        const { answerMail } = dump.privacy!.find(({ kind }) => kind === 'erasure-request')!;
        mailed.add(`${String(answerMail)} ${world.mails.length}`);
        return withoutMail(dump);
      };
      const { points } = await endedAtEveryCall(storage, world, attempt, { compared, ...(chosen && { chosen }) });
      return { points, mailed: [...mailed].sort() };
    };
    // Claimed but not sent, sent but not written down, and both.
    const ways = ['sent 1', 'unknown 0', 'unknown 1'];

    it('of one case comes to the same end and the same answer wherever it is ended, and sends it at most once', async () => {
      const person = await world.person();
      await world.closeTicket(await world.openTicket(person.id), '2026-03-20T15:00:00Z');
      await world.leave(person, '2026-03-31');
      world.clock.at = morningOf(today);
      const request = await world.askForErasure(person.id);
      const { points, mailed } = await erasedAgainAndAgain(request);
      expect(mailed).toEqual(ways);
      expect(points).toBeGreaterThan(3);
      expect(await world.deps.erase.erasures.ofCustomer(person.id, request)).toMatchObject({ status: 'answered', outcome: 'complete' });
      expect(await leftBehind(person)).toEqual([]);
    });

    it('of everything comes to the same end and the same answer', async () => {
      const person = await world.person();
      const recent = await world.aCase(person.id);
      await world.aCase(person.id, {
        openedAt: '2015-03-15T09:30:00Z',
        letterAt: '2015-03-16T09:30:00Z',
        payoutAt: undefined,
        closedAt: '2015-03-20T09:30:00Z',
      });
      await world.leave(person, '2026-03-31');
      world.clock.at = morningOf(today);
      const letter = letterFileKey(person.id, recent.letterId!);
      world.outside.files.add(letterFileKey(person.id, newId('let')));
      const request = await world.askForErasure(person.id);
      const before = await storage.dump();
      const { mailed } = await erasedAgainAndAgain(request, few);
      expect(mailed.filter((way) => !ways.includes(way))).toEqual([]);

      const answered = (await world.deps.erase.erasures.ofCustomer(person.id, request))!;
      expect(answered).toMatchObject({ status: 'answered', outcome: 'complete' });
      const theirs = ofPerson(before, person);
      const goes = [...withEffect(before, theirs, 'delete'), ...difference(before, await storage.dump()).gone];
      const once = [...new Map(goes.map((one) => [names([one])[0]!, one])).values()];
      const stays = withEffect(before, theirs, 'retain').filter((one) => !names(once).includes(names([one])[0]!));
      expect(linesOf(answered)).toMatchObject({
        ...linesFor(countsByClass(before, once), 'deleted'),
        ...linesFor(countsByClass(before, stays), 'retained', statutoryEnds),
      });
      // Neither that of the old case, nor one that no item names.
      expect(world.outside.state.files).toEqual([letter]);
      expect(await leftBehind(person)).toEqual([]);
    });
  });
});
