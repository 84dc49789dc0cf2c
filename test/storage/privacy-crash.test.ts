import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { newId } from '../../shared/id.ts';
import type { ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { partsOf, statusOf } from '../../shared/privacy/runs/deletion-run.ts';
import { describeStorage } from './harness.ts';
import { difference, kinds, type Dump } from './dumps.ts';
import { endedAtEveryCall } from './failpoints.ts';
import { countsOf, morningOf, privacyWorld } from './privacy-fixtures.ts';

describeStorage('privacy, ended at every call', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  describe('deletion run', () => {
    const tables = ['tickets', 'letters', 'customers'] as const;

    /** Something of everything: due with children, with a file, with a login, in a batch, anonymised, and not due after all. */
    const setUp = async (day: string, { dryRun = false } = {}) => {
      const [person, staying] = [await world.person(), await world.person()];
      await world.aCase(person.id);
      await world.issueLetter(await world.openTicket(staying.id), '2026-03-17T10:00:00Z');
      await world.leave(person, '2026-06-30');
      world.clock.at = morningOf(day);
      const id = newId('run');
      const parts = partsOf(id, tables).filter(({ firstShard }) => firstShard === 0);
      await world.deps.api.runs.start({ id, asOf: day, dryRun, trigger: 'schedule', startedAt: world.clock.at.toISOString(), partsTotal: parts.length });
      return {
        id,
        async attempt() {
          for (const part of parts) await deleteDue(part, world.deps.remove);
        },
      };
    };

    it('comes to the same end, each item and each count once', async () => {
      const { id, attempt } = await setUp('2033-01-01');
      const before = await storage.dump();
      const { calls, points } = await endedAtEveryCall(storage, world, attempt);
      expect(calls).toBeGreaterThan(50);
      expect(points).toBeGreaterThan(5);
      const run = await world.readRun(id);
      expect(kinds(difference(before, await storage.dump()).gone)).toEqual({
        'customers/customer': 1,
        'customers/customer-lookup': 1,
        'customers/login': 1,
        'customers/login-lookup': 1,
        'letters/letter': 1,
        'tickets/correspondence': 2,
        'tickets/login-ip': 2,
        'tickets/login-time': 2,
        'tickets/note': 2,
        'tickets/ticket': 1,
        'tickets/time-entry': 2,
      });
      expect(countsOf(run)).toEqual({
        'customers/customer-master-data': { deleted: 1, auxiliary: 1, deferred: 2 },
        'customers/login-account': { deleted: 1, auxiliary: 1, deferred: 2 },
        'letters/letter-centre': { deleted: 1, deferred: 1 },
        // The report of a case that is still open waits for the case.
        'tickets/business-letter': { deleted: 2, deferred: 1 },
        'tickets/case-notes': { anonymised: 1, deferred: 1 },
        'tickets/login-ip': { deleted: 2 },
        'tickets/login-time': { deleted: 2 },
      });
      expect(statusOf(run)).toBe('done');
    });

    it('counts in a dry run what it counts without', async () => {
      const { id, attempt } = await setUp('2033-01-01', { dryRun: true });
      const before = await storage.dump();
      await endedAtEveryCall(storage, world, attempt);
      const { gone, changed, made } = difference(before, await storage.dump());
      expect([gone, changed.map(({ item }) => item.kind), kinds(made)]).toEqual([[], ['deletion-run'], { 'privacy/run-count': 7, 'privacy/run-part': 3 }]);
      expect(countsOf(await world.readRun(id))).toMatchObject({
        'tickets/case-notes': { anonymised: 1, deferred: 1 },
        'letters/letter-centre': { deleted: 1, deferred: 1 },
      });
    });

    it('comes to the same end when every write collides once, and its answer is lost once', async () => {
      const { attempt } = await setUp('2033-01-01');
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

  describe('erasure', () => {
    const today = '2026-07-01';
    const setUp = async () => {
      const person = await world.person();
      await world.aCase(person.id);
      await world.aCase(person.id, {
        openedAt: '2015-03-15T09:30:00Z',
        letterAt: '2015-03-16T09:30:00Z',
        payoutAt: undefined,
        closedAt: '2015-03-20T09:30:00Z',
      });
      await world.leave(person, '2026-03-31');
      world.clock.at = morningOf(today);
      const request = await world.askForErasure(person.id);
      return { person, request };
    };
    /** What is compared; how the answer was sent is judged by itself. */
    const withoutMail = (dump: Dump): Dump => ({ ...dump, privacy: dump.privacy?.map(({ answerMail: _mail, answerClaimedAt: _claimed, ...item }) => item) });

    it('comes to the same end and the same answer, and sends it at most once', async () => {
      const { person, request } = await setUp();
      const mailed = new Set<string>();
      const { calls, points } = await endedAtEveryCall(
        storage,
        world,
        async (process) => {
          world.clock.at = morningOf(today);
          const sendAnswer = async (asked: ErasureRequest, to: string) => {
            process.call();
            return world.deps.erase.sendAnswer(asked, to);
          };
          const attempt = () => eraseCustomer(request, { ...world.deps.erase, sendAnswer });
          await attempt().catch((error: { code?: string }) => {
            if (error.code !== 'being-sent') throw error;
            // Left behind by the one before: the message comes again when that one cannot be at it any more.
            world.clock.at = new Date(world.clock.at.getTime() + 61_000);
            return attempt();
          });
        },
        {
          compared: (dump) => {
            const { answerMail } = dump.privacy!.find(({ kind }) => kind === 'erasure-request')!;
            mailed.add(`${String(answerMail)} ${world.mails.length}`);
            return withoutMail(dump);
          },
        },
      );
      // Claimed but not sent, sent but not written down, and both.
      const ways = ['sent 1', 'unknown 0', 'unknown 1'];
      expect([...mailed].filter((way) => !ways.includes(way))).toEqual([]);
      if (points > 20) expect([...mailed].sort()).toEqual(ways);
      expect(calls).toBeGreaterThan(60);
      expect(points).toBeGreaterThan(5);
      const answered = await world.deps.erase.erasures.ofCustomer(person.id, request);
      expect(answered).toMatchObject({ status: 'answered', outcome: 'complete' });
      expect(answered!.lines!.filter(({ result }) => result === 'deleted').map(({ class: cls, count }) => [cls, count])).toEqual([
        ['case-notes', 1],
        ['business-letter', 2],
        ['letter-centre', 1],
        ['login-ip', 2],
        ['login-time', 2],
        ['notification', 2],
        ['customer-master-data', 1],
        ['login-account', 1],
        ['idempotency', 14],
      ]);
    });
  });
});
