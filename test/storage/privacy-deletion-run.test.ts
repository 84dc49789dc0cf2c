import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { getDeletionRun } from '../../functions/privacy/get-deletion-run.ts';
import { planDeletionRun } from '../../functions/privacy/plan-deletion-run.ts';
import { customerKey, loginKey } from '../../shared/customers/customer-item.ts';
import { idOfDay, newId, type IdPrefix } from '../../shared/id.ts';
import { letterItem, letterKey } from '../../shared/letters/letter-item.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { addDays } from '../../shared/personal-data/calendar.ts';
import { headEnding } from '../../shared/storage/item-kind.ts';
import { partsOf, shardsPerPart, statusOf, type RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { kindOf, tablesWithDueDates } from '../../shared/stored-items.ts';
import { dueKeys, dueShards } from '../../shared/storage/due-index.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { interactionKey, ticketKey, workloadKey } from '../../shared/tickets/ticket-item.ts';
import { describeStorage } from './harness.ts';
import { someLetter } from './letter-fixtures.ts';
import { countsOf, difference, kinds, morningOf, officer, privacyWorld, shardOf, unanswered, type Dump, type Placed } from './privacy-fixtures.ts';

const caseTables: readonly TableName[] = ['tickets', 'letters'];

describeStorage('deletion run', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  /** What a run did, as sets; what it writes of itself left out. */
  const did = async (run: () => Promise<unknown>): Promise<{ gone: Record<string, number>; changed: Record<string, number>; made: Record<string, number> }> => {
    const before = await storage.dump();
    await run();
    const { gone, changed, made } = difference(before, await storage.dump());
    return {
      gone: kinds(gone),
      changed: kinds(changed),
      made: kinds(made.filter(({ item }) => !/^(deletion-run|run-part|run-count)$/.test(String(item.kind)))),
    };
  };
  const nothing = { gone: {}, changed: {}, made: {} };
  const work = (handle: (part: RunPart) => Promise<void> = (part) => deleteDue(part, world.deps.remove)) => world.queue.work(handle);
  const first = (dump: Dump, kind: string): Placed => {
    const [table, items] = (Object.entries(dump) as [TableName, Placed['item'][]][]).find(([, some]) => some.some((item) => item.kind === kind))!;
    return { table, item: items.find((item) => item.kind === kind)! };
  };
  const dueOn = async (kind: string): Promise<unknown> => first(await storage.dump(), kind).item.dueOn;

  const idInShard = (prefix: IdPrefix, shard: number): string => {
    for (;;) {
      const id = newId(prefix);
      if (shardOf(id) === shard) return id;
    }
  };

  /** So many letters that were due long ago, of customers who are gone, with their files. */
  const oldLetters = async (count: number): Promise<{ customerId: string; id: string; key: string }[]> => {
    const letters = Array.from({ length: count }, () => someLetter({ customerId: newId('cus'), ticketId: newId('tck'), clerk: officer, customer: officer }));
    await storage.put('letters', ...letters.map((letter) => letterItem(letter, dueKeys(letter.id, '2033-01-01'))));
    const made = letters.map((letter) => ({ customerId: letter.customerId, id: letter.id, key: letterFileKey(letter.customerId, letter.id) }));
    for (const { key } of made) world.outside.files.add(key);
    return made;
  };

  describe('what ends when', () => {
    it('ends each class of a case on its own day, as a set, and nothing of anybody else', async () => {
      const person = await world.person();
      const { ticket } = await world.aCase(person.id);
      const neighbour = await world.person();
      const theirs = await world.aCase(neighbour.id, {
        openedAt: '2027-01-02T09:00:00Z',
        letterAt: '2027-01-03T09:00:00Z',
        payoutAt: '2027-01-04T09:00:00Z',
        closedAt: '2027-01-05T09:00:00Z',
      });
      await world.leave(person, '2026-06-30');
      await world.leave(neighbour, '2027-06-30');
      await world.runOf('2028-01-01', caseTables);
      const runOn = (day: string) => did(() => world.runOf(day, caseTables));

      expect(await runOn('2030-03-31')).toEqual(nothing);
      expect(await runOn('2030-04-01')).toEqual({
        gone: { 'tickets/note': 2, 'tickets/ticket': 1, 'tickets/time-entry': 2 },
        changed: {},
        made: { 'statistics/closed-cases': 1 },
      });
      expect(await runOn('2032-12-31')).toEqual({
        gone: { 'tickets/note': 2, 'tickets/ticket': 1, 'tickets/time-entry': 2 },
        changed: {},
        made: { 'statistics/closed-cases': 1 },
      });
      expect(world.outside.files.size).toBe(2);
      expect(await runOn('2033-01-01')).toEqual({ gone: { 'letters/letter': 1, 'tickets/correspondence': 2 }, changed: {}, made: {} });
      expect(world.outside.state.files).toEqual([letterFileKey(neighbour.id, theirs.letterId!)]);
      expect(await runOn('2036-12-31')).toEqual({ gone: { 'letters/letter': 1, 'tickets/correspondence': 2 }, changed: {}, made: {} });
      expect(await runOn('2037-01-01')).toEqual({ gone: { 'tickets/payout': 1 }, changed: {}, made: {} });
      expect((await storage.items('tickets')).map(({ kind, pk }) => [kind, pk])).toEqual([['payout', neighbour.id]]);
      expect(JSON.stringify(await storage.items('tickets'))).not.toContain(ticket.id);
    });

    it('takes a ticket’s own notes and times along, and nothing else of the partition', async () => {
      const person = await world.person();
      const [old, other] = [
        await world.aCase(person.id, { letterAt: undefined, payoutAt: undefined }),
        await world.aCase(person.id, { closedAt: '2027-02-01T09:00:00Z', letterAt: undefined, payoutAt: undefined }),
      ];
      await world.runOf('2030-04-01', caseTables);
      const left = await storage.items('tickets');
      expect(left.filter(({ kind }) => kind === 'note' || kind === 'time-entry').every(({ ticketId }) => ticketId === other.ticket.id)).toBe(true);
      expect(kinds(left.map((item) => ({ table: 'tickets', item })))).toEqual({
        'tickets/correspondence': 4,
        'tickets/note': 2,
        'tickets/ticket': 1,
        'tickets/time-entry': 2,
      });
      expect(left.some(({ id, kind }) => kind === 'ticket' && id === old.ticket.id)).toBe(false);
    });

    it('keeps a letter until its statutory end, although the relationship ended long before', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      await world.leave(person, '2026-03-31');
      expect((await did(() => world.runOf('2032-12-31', ['letters']))).gone).toEqual({});
      expect((await did(() => world.runOf('2033-01-01', ['letters']))).gone).toEqual({ 'letters/letter': 1 });
      expect(world.outside.files.size).toBe(0);
    });

    it('defers a letter while the relationship runs, and ends it half a year after', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      const run = await world.runOf('2033-01-01', ['letters']);
      expect(countsOf(run)).toEqual({ 'letters/letter-centre': { deferred: 1 } });
      expect(await dueOn('letter')).toBe('2033-07-02');

      world.clock.at = morningOf('2033-03-01');
      await world.leave(person, '2033-03-01');
      expect(countsOf(await world.runOf('2033-07-02', ['letters']))).toEqual({ 'letters/letter-centre': { deferred: 1 } });
      expect(await dueOn('letter')).toBe('2033-09-02');
      expect(countsOf(await world.runOf('2033-09-01', ['letters']))).toEqual({});
      expect(world.outside.files.size).toBe(1);
      expect(countsOf(await world.runOf('2033-09-02', ['letters']))).toEqual({ 'letters/letter-centre': { deleted: 1 } });
      expect([world.outside.files.size, await storage.items('letters')]).toEqual([0, []]);
    });

    it('counts a relationship as over when there is no customer any more', async () => {
      const letters = await oldLetters(1);
      expect((await did(() => world.runOf('2033-01-01', ['letters'], { everyPart: true }))).gone).toEqual({ 'letters/letter': 1 });
      expect(world.outside.calls).toEqual(letters.map(({ key }) => `file ${key}`));
    });

    it('leaves customer, login and both lookups while the relationship runs', async () => {
      await world.person();
      // Both days on which one of the four would have gone if the relationship had ended when it began.
      expect(await did(() => world.runOf('2026-09-16', ['customers']))).toMatchObject({
        gone: {},
        changed: { 'customers/login': 1, 'customers/login-lookup': 1 },
      });
      expect(await did(() => world.runOf('2030-04-01', ['customers']))).toMatchObject({ gone: {} });
      expect(world.outside.logins.size).toBe(1);
    });

    it('ends login and lookup half a year after the relationship, the rest after three years and three months', async () => {
      const person = await world.person();
      const neighbour = await world.person();
      world.clock.at = morningOf('2026-12-31');
      await world.leave(person, '2026-12-31');
      const runOn = (day: string) => did(() => world.runOf(day, ['customers']));
      expect((await runOn('2027-06-30')).gone).toEqual({});
      expect((await runOn('2027-07-01')).gone).toEqual({ 'customers/login': 1, 'customers/login-lookup': 1 });
      expect(world.outside.state.logins).toEqual([neighbour.id]);
      expect((await runOn('2030-03-31')).gone).toEqual({});
      expect((await runOn('2030-04-01')).gone).toEqual({ 'customers/customer': 1, 'customers/customer-lookup': 1 });
      expect((await storage.items('customers')).filter(({ pk, gsi1pk }) => [pk, gsi1pk].includes(neighbour.id))).toHaveLength(4);
    });

    it('ends what is retained on the day that the law says, and not with the relationship', async () => {
      const person = await world.person();
      const { letterId } = await world.aCase(person.id);
      const item = (await storage.db.get('letters', letterKey(person.id, letterId!)))!;
      await storage.put('letters', { ...item, retainedSince: '2026-04-01T09:00:00.000Z' });
      expect((await did(() => world.runOf('2033-01-01', ['letters']))).gone).toEqual({ 'letters/letter': 1 });
    });

    it('ends a case that nobody ever closed after thirty years, and counts it as such', async () => {
      const person = await world.person();
      await world.aCase(person.id, { closedAt: undefined, letterAt: undefined, payoutAt: undefined });
      expect((await did(() => world.runOf('2056-03-15', ['tickets']))).gone).toEqual({
        'tickets/correspondence': 2,
        'tickets/login-ip': 1,
        'tickets/login-time': 1,
      });
      expect((await did(() => world.runOf('2056-03-16', ['tickets']))).gone).toEqual({ 'tickets/note': 1, 'tickets/ticket': 1, 'tickets/time-entry': 2 });
      expect(await storage.items('statistics')).toMatchObject([{ sk: expect.stringContaining('#never-closed#') }]);
    });

    it('keeps master data, login and letters while a case is open, and counts from its end', async () => {
      const person = await world.person();
      const { ticket } = await world.aCase(person.id, { closedAt: undefined, payoutAt: undefined });
      await world.leave(person, '2026-03-31');
      const runOn = (day: string) => did(() => world.runOf(day, ['customers', 'letters']));
      expect((await runOn('2034-01-01')).gone).toEqual({});
      world.clock.at = morningOf('2034-02-01');
      await world.closeTicket(ticket, '2034-02-01T09:00:00Z');
      // Half a year after the case, and three years and three months after the end of its year.
      expect((await runOn('2034-08-01')).gone).toEqual({});
      expect((await runOn('2034-08-02')).gone).toEqual({ 'customers/login': 1, 'customers/login-lookup': 1, 'letters/letter': 1 });
      expect((await runOn('2038-03-31')).gone).toEqual({});
      expect((await runOn('2038-04-01')).gone).toEqual({ 'customers/customer': 1, 'customers/customer-lookup': 1 });
    });

    it('takes a clerk who left with skills, workload and login', async () => {
      const [gone, stays] = [await world.clerk(), await world.clerk()];
      const person = await world.person();
      for (const agent of [gone, stays]) await world.assignTo(agent, await world.openTicket(person.id), '2026-03-15T09:30:00Z');
      const agent = (await storage.db.get('staff', { pk: gone, sk: 'agent' }))!;
      await storage.put('staff', { ...agent, leftOn: '2026-03-31', ...dueKeys(gone, '2026-10-01') });
      expect((await did(() => world.runOf('2026-09-30', ['staff']))).gone).toEqual({});
      expect((await did(() => world.runOf('2026-10-01', ['staff']))).gone).toEqual({ 'staff/agent': 1, 'staff/skill': 2, 'tickets/workload': 1 });
      expect(await storage.db.get('tickets', workloadKey(stays))).toMatchObject({ assigned: 1 });
      expect([world.outside.logins.has(gone), world.outside.logins.has(stays)]).toEqual([false, true]);
      // The clerk who stays, and the person.
      expect(world.outside.suppressions.size).toBe(2);
    });
  });

  describe('hold and restriction', () => {
    const setUp = async () => {
      const person = await world.person();
      const { ticket, letterId } = await world.aCase(person.id);
      await world.leave(person, '2026-03-31');
      const message = (await storage.items('tickets')).find(({ type }) => type === 'message')!;
      return [
        { table: 'tickets', key: ticketKey(person.id, ticket.id) },
        { table: 'tickets', key: interactionKey(person.id, ticket.id, String(message.id)) },
        { table: 'letters', key: letterKey(person.id, letterId!) },
        { table: 'customers', key: customerKey(person.id) },
        { table: 'customers', key: loginKey(person.id) },
      ] as const;
    };

    it.each(['heldSince', 'restrictedSince'] as const)('stop deletion (%s); when they are lifted, the next run deletes', async (state) => {
      const protectedOnes = await setUp();
      const index = await Promise.all(protectedOnes.map(async ({ table, key }) => (await storage.db.get(table, key))!));
      for (const { table, key } of protectedOnes) await world.protect(table, key, state);
      const items = async () => Promise.all(protectedOnes.map(({ table, key }) => storage.db.get(table, key)));
      const before = await items();

      const { gone } = await did(() => world.runOf('2034-01-01', ['tickets', 'letters', 'customers']));
      expect(gone).toEqual({
        'customers/customer-lookup': 1,
        'customers/login-lookup': 1,
        'tickets/correspondence': 1,
        'tickets/login-ip': 1,
        'tickets/login-time': 1,
      });
      expect(await items()).toEqual(before);
      expect([world.outside.files.size, world.outside.logins.size]).toEqual([1, 1]);

      for (const [number, { table, key }] of protectedOnes.entries()) {
        const { dueOn: on, duePk, dueSk } = index[number]!;
        await world.release(table, key, { dueOn: on, duePk, dueSk });
      }
      const then = await did(() => world.runOf('2034-01-02', ['tickets', 'letters', 'customers']));
      expect(then.gone).toEqual({
        'customers/customer': 1,
        'customers/login': 1,
        'letters/letter': 1,
        'tickets/correspondence': 1,
        'tickets/note': 2,
        'tickets/ticket': 1,
        'tickets/time-entry': 2,
      });
      expect([world.outside.files.size, world.outside.logins.size]).toEqual([0, 0]);
    });

    it('stop it also where the index does not know of them yet, in a dry run too', async () => {
      const protectedOnes = await setUp();
      for (const { table, key } of protectedOnes) await storage.put(table, { ...(await storage.db.get(table, key)), heldSince: '2026-04-01T09:00:00.000Z' });
      const dry = await world.runOf('2034-01-01', ['tickets', 'letters', 'customers'], { dryRun: true });
      let real = dry;
      const { gone } = await did(async () => {
        real = await world.runOf('2034-01-01', ['tickets', 'letters', 'customers']);
      });
      expect(gone).toEqual({
        'customers/customer-lookup': 1,
        'customers/login-lookup': 1,
        'tickets/correspondence': 1,
        'tickets/login-ip': 1,
        'tickets/login-time': 1,
      });
      expect(countsOf(dry)).toEqual(countsOf(real));
      expect(world.outside.calls).toEqual([]);
    });

    it('stop it when they come between reading and deleting', async () => {
      const protectedOnes = await setUp();
      const { db } = storage;
      const late = world.over({
        ...db,
        async *each(query) {
          for await (const items of db.each(query)) {
            if (query.index === 'due')
              for (const { table, key } of protectedOnes)
                if (table === query.table) await storage.put(table, { ...(await db.get(table, key)), restrictedSince: '2034-01-01T01:00:00.000Z' });
            yield items;
          }
        },
      });
      const id = newId('run');
      await late.api.runs.start({ id, asOf: '2034-01-01', dryRun: false, trigger: 'schedule', startedAt: '2034-01-01T01:00:00.000Z', partsTotal: 12 });
      const { gone } = await did(async () => {
        for (const part of partsOf(id, ['tickets', 'letters', 'customers'])) await deleteDue(part, late.remove);
      });
      expect(gone).toEqual({
        'customers/customer-lookup': 1,
        'customers/login-lookup': 1,
        'tickets/correspondence': 1,
        'tickets/login-ip': 1,
        'tickets/login-time': 1,
      });
      expect(world.outside.calls).toEqual([]);
    });
  });

  describe('statistics', () => {
    it('count cases by what they were, and nothing else is left of them', async () => {
      const people = [await world.person(), await world.person(), await world.person()];
      for (const { id } of people.slice(0, 2)) await world.aCase(id, { letterAt: undefined });
      await world.aCase(people[2]!.id, { letterAt: undefined, payoutAt: undefined, closedAt: '2026-05-02T09:00:00Z' });
      await world.runOf('2030-04-01', ['tickets']);
      expect(await storage.items('statistics')).toEqual([
        { pk: 'closed-cases#2026-03', sk: 'bicycle-accident#5#settled#up-to-2500#up-to-7-days', kind: 'closed-cases', count: 2 },
        { pk: 'closed-cases#2026-05', sk: 'bicycle-accident#5#settled#none#up-to-180-days', kind: 'closed-cases', count: 1 },
      ]);
    });
  });

  describe('dry run', () => {
    it('changes nothing, and counts what the real one then deletes, defers and anonymises', async () => {
      const [person, staying] = [await world.person(), await world.person()];
      for (const { id } of [person, staying]) await world.aCase(id);
      await world.clerk();
      await world.leave(person, '2026-06-30');
      await world.erased(person.id);
      world.clock.at = morningOf('2033-01-01');

      let dry: Awaited<ReturnType<typeof world.requestedRun>> | undefined;
      const before = await storage.dump();
      const { gone, changed, made } = difference(
        before,
        await (async () => {
          dry = await world.requestedRun({ dryRun: true });
          return storage.dump();
        })(),
      );
      expect([kinds(gone), kinds(changed)]).toEqual([{}, {}]);
      expect(Object.keys(kinds(made))).toEqual([
        'events/event',
        'idempotency/idempotency-marker',
        'privacy/deletion-run',
        'privacy/run-count',
        'privacy/run-part',
      ]);
      expect(world.outside.files.size).toBe(2);

      const real = await world.scheduledRun('2033-01-01');
      expect([dry, real].map((run) => statusOf(run!))).toEqual(['done', 'done']);
      expect(countsOf(dry!)).toEqual(countsOf(real));
      expect(countsOf(real)).toMatchObject({
        'letters/letter-centre': { deleted: 1, deferred: 1 },
        'tickets/case-notes': { anonymised: 2 },
        'tickets/business-letter': { deleted: 4 },
        'staff/staff-account': { deferred: 1 },
        'customers/login-account': { deferred: 2 },
        'privacy/rights-request': { deleted: 1 },
      });
    });
  });

  describe('log', () => {
    const setUp = async () => {
      const [person, staying] = [await world.person(), await world.person()];
      for (const { id } of [person, staying]) await world.aCase(id);
      await world.leave(person, '2026-06-30');
      return [person, staying];
    };

    it('has the exact counts', async () => {
      await setUp();
      const before = await storage.dump();
      const run = await world.scheduledRun('2033-01-01');
      const { gone, changed } = difference(before, await storage.dump());
      const expected: Record<string, Record<string, number>> = {};
      const count = ({ table, item }: Placed, what: string) => {
        const ending = headEnding(kindOf(table, item));
        if (!ending) return;
        const line = (expected[`${table}/${ending.class}`] ??= {});
        const counted = what === 'deleted' && ending.anonymised ? 'anonymised' : what;
        line[counted] = (line[counted] ?? 0) + 1;
      };
      for (const one of gone) count(one, 'deleted');
      for (const one of changed) count(one, 'deferred');
      expect(countsOf(run)).toEqual(expected);
      expect(run).toMatchObject({
        asOf: '2033-01-01',
        dryRun: false,
        trigger: 'schedule',
        startedAt: '2033-01-01T02:00:00.000Z',
        finishedAt: '2033-01-01T02:00:00.000Z',
        partsTotal: 36,
        partsDone: 36,
      });
    });

    it('has no identifier of any form', async () => {
      await setUp();
      const known = (await storage.dump()) as Record<string, Placed['item'][]>;
      const run = await world.runOf('2033-01-01', ['customers', 'tickets', 'letters', 'notifications']);
      const log = (await storage.items('privacy')).filter(({ pk }) => pk === run.id);
      expect(log.length).toBeGreaterThan(8);
      const allowed = [
        'pk',
        'sk',
        'kind',
        'asOf',
        'dryRun',
        'trigger',
        'startedAt',
        'finishedAt',
        'partsTotal',
        'partsDone',
        'nextShard',
        'class',
        'table',
        'deleted',
        'anonymised',
        'deferred',
        'dueOn',
        'duePk',
        'dueSk',
      ];
      expect([...new Set(log.flatMap((item) => Object.keys(item)))].filter((name) => !allowed.includes(name))).toEqual([]);

      const text = JSON.stringify([log, world.queue.logged, world.queue.handed]).replaceAll(run.id, '');
      expect(text).not.toMatch(/[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}|[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{32}|[\w-]{43}|@|\+49/);
      const ids = new Set(JSON.stringify(known).match(/[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}|K-2026-\d+|[\w.]+@[\w.]+/g));
      expect(ids.size).toBeGreaterThan(20);
      const digests = (id: string) =>
        ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
          (['hex', 'base64', 'base64url'] as const).map((form) => createHash(algorithm).update(id).digest(form).slice(0, 16)),
        );
      expect([...ids].flatMap((id) => [id, id.slice(4), Buffer.from(id).toString('base64'), ...digests(id)]).filter((form) => text.includes(form))).toEqual([]);
    });

    it('is shown by the API: as running until every part is done, then with its end', async () => {
      await setUp();
      world.clock.at = morningOf('2033-01-01');
      const id = newId('run');
      await world.deps.api.runs.start({ id, asOf: '2033-01-01', dryRun: false, trigger: 'request', startedAt: world.clock.at.toISOString(), partsTotal: 4 });
      await world.queue.send(partsOf(id, ['tickets']));
      const shown = () => getDeletionRun.handle({ ...unanswered, params: { runId: id }, body: undefined, caller: officer, once: undefined }, world.deps.api);
      const lastOne = world.queue.waiting.pop()!;
      await work();
      expect(await shown()).toMatchObject({ id, status: 'running', finishedAt: undefined });
      world.queue.waiting.push(lastOne);
      await work();
      expect(await shown()).toMatchObject({ id, status: 'done', trigger: 'request', finishedAt: world.clock.at.toISOString() });
      await expect(
        getDeletionRun.handle({ ...unanswered, params: { runId: newId('run') }, body: undefined, caller: officer, once: undefined }, world.deps.api),
      ).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('deletes itself after three years, all of it', async () => {
      await setUp();
      const run = await world.runOf('2028-02-29', ['tickets', 'notifications']);
      const ofRun = async () => (await storage.items('privacy')).filter(({ pk }) => pk === run.id);
      const before = await ofRun();
      expect(before.find(({ kind }) => kind === 'deletion-run')).toMatchObject({ dueOn: '2031-03-01' });
      expect((await did(() => world.runOf('2031-02-28', ['privacy']))).gone).toEqual({});
      const { gone } = await did(() => world.runOf('2031-03-01', ['privacy']));
      expect(gone['privacy/deletion-run']).toBe(1);
      expect(Object.values(gone).reduce((sum, count) => sum + count)).toBe(before.length);
      expect(await ofRun()).toEqual([]);
    });

    it('is not deleted by a run for a day years ahead, which deletes all that is due by then', async () => {
      await setUp();
      const id = await world.requestRun({ dryRun: false, asOf: '2041-05-01' });
      world.queue.waiting.splice(0, Infinity, ...world.queue.waiting.filter(({ body }) => /"(tickets|privacy)"/.test(body)));
      const { gone } = await did(() => work());
      expect(gone).toMatchObject({ 'tickets/payout': 2, 'tickets/ticket': 2, 'tickets/correspondence': 4 });
      expect(await storage.items('tickets')).toEqual([]);
      const run = await world.readRun(id);
      expect([run.asOf, run.startedAt, run.partsDone]).toEqual(['2041-05-01', world.clock.at.toISOString(), 8]);
      expect(countsOf(run)['privacy/deletion-log']).toBeUndefined();
      expect(first(await storage.dump(), 'deletion-run').item).toMatchObject({ pk: id, dueOn: '2044-05-02' });
    });
  });

  describe('schedule and queue', () => {
    const dueCase = async () => {
      const person = await world.person();
      await world.aCase(person.id);
    };
    const scheduled = () => planDeletionRun({ detail: { type: 'deletion-run.scheduled' } }, world.deps.plan);

    it('has one effect when it comes twice: at the same time, and after the end', async () => {
      await dueCase();
      world.clock.at = morningOf('2030-04-01');
      await Promise.all([scheduled(), scheduled()]);
      expect(world.queue.waiting).toHaveLength(72);
      const workOnTickets = () => {
        world.queue.waiting.splice(0, Infinity, ...world.queue.waiting.filter(({ body }) => body.includes('"tickets"')));
        return world.queue.work((part) => deleteDue(part, world.deps.remove), { workers: 6 });
      };
      await workOnTickets();
      const run = await world.readRun(idOfDay('run', '2030-04-01'));
      expect(run).toMatchObject({ partsDone: 4, partsTotal: 36 });
      expect(countsOf(run)).toEqual({ 'tickets/case-notes': { anonymised: 1 }, 'tickets/login-ip': { deleted: 1 }, 'tickets/login-time': { deleted: 1 } });
      expect(await storage.items('statistics')).toMatchObject([{ count: 1 }]);
      expect(world.queue.dead).toEqual([]);
      expect(await did(() => scheduled().then(workOnTickets))).toEqual(nothing);
    });

    it('counts the day as it is in Berlin, at both changes of the clock', async () => {
      for (const [instant, day] of [
        ['2027-03-27T23:30:00Z', '2027-03-28'],
        ['2027-10-30T22:30:00Z', '2027-10-31'],
        ['2027-12-31T22:59:59Z', '2027-12-31'],
        ['2027-12-31T23:00:00Z', '2028-01-01'],
      ] as const) {
        world.clock.at = new Date(instant);
        await scheduled();
        expect(await world.readRun(idOfDay('run', day))).toMatchObject({ asOf: day });
      }
    });

    it('makes up for missed days', async () => {
      const person = await world.person();
      await world.openTicket(person.id);
      expect((await did(() => world.runOf('2026-12-24', ['tickets']))).gone).toEqual({ 'tickets/login-ip': 1, 'tickets/login-time': 1 });
    });

    it('is planned to the end by the second one when the first planner was killed', async () => {
      await dueCase();
      world.clock.at = morningOf('2030-04-01');
      const killed = {
        ...world.deps.plan,
        hand: async (parts: readonly RunPart[]) => {
          await world.queue.send(parts.slice(0, 5));
          throw new Error('killed');
        },
      };
      await expect(planDeletionRun({ detail: { type: 'deletion-run.scheduled' } }, killed)).rejects.toThrow('killed');
      await work();
      expect(statusOf(await world.readRun(idOfDay('run', '2030-04-01')))).toBe('running');
      await scheduled();
      await work();
      expect(await world.readRun(idOfDay('run', '2030-04-01'))).toMatchObject({ partsDone: 36 });
    });

    it('goes on when the planner is killed right after the run was written', async () => {
      world.clock.at = morningOf('2030-04-01');
      storage.inject(({ number }) => (number === 1 ? 'crash-after' : undefined));
      await expect(scheduled()).rejects.toThrow();
      storage.inject(undefined);
      await scheduled();
      expect(world.queue.waiting).toHaveLength(36);
    });

    it('hands on what a worker has no time for, page by page', async () => {
      const oldEvent = (id: string) => ({
        pk: newId('tck'),
        sk: id,
        kind: 'event',
        type: 'ticket.opened',
        at: '2026-03-15T09:30:00.000Z',
        data: {},
        ...dueKeys(id, '2026-04-15'),
      });
      await storage.put('events', ...Array.from({ length: 170 }, () => oldEvent(idInShard('evt', 1))));
      const id = newId('run');
      await world.deps.api.runs.start({ id, asOf: '2033-01-01', dryRun: false, trigger: 'schedule', startedAt: '2033-01-01T02:00:00.000Z', partsTotal: 1 });
      await world.queue.send(partsOf(id, ['events']).slice(0, 1));
      let workers = 0;
      await work(async (part) => {
        workers++;
        let pages = 1;
        await deleteDue(part, { ...world.deps.remove, hasTime: () => pages-- > 0 });
      });
      expect(workers).toBe(3);
      expect([await storage.items('events'), world.queue.dead]).toEqual([[], []]);
      const run = await world.readRun(id);
      expect([countsOf(run), statusOf(run)]).toEqual([{ 'events/event': { deleted: 170 } }, 'done']);
    });

    it('does everything but the one item that fails, puts its part aside, and is done after repair', async () => {
      const letters = await oldLetters(100);
      const poison = letters[Math.floor(letters.length / 2)]!;
      world.outside.failing = (what) => (what === `file ${poison.key}` ? new Error('AccessDenied') : undefined);
      const run = await world.runOf('2033-01-01', ['letters'], { everyPart: true });
      expect((await storage.items('letters')).map(({ id }) => id)).toEqual([poison.id]);
      expect([...world.outside.files]).toEqual([poison.key]);
      expect(countsOf(run)).toEqual({ 'letters/letter-centre': { deleted: 99 } });
      expect([run.partsDone, run.partsTotal]).toEqual([3, 4]);
      expect(world.queue.dead).toEqual([{ runId: run.id, table: 'letters', firstShard: Math.floor(shardOf(poison.id) / shardsPerPart) * shardsPerPart }]);
      expect(world.reported.map(String)).toEqual(['Error: AccessDenied', 'Error: AccessDenied', 'Error: AccessDenied']);

      world.outside.failing = () => undefined;
      world.queue.redrive();
      await work();
      const repaired = await world.readRun(run.id);
      expect([countsOf(repaired), statusOf(repaired)]).toEqual([{ 'letters/letter-centre': { deleted: 100 } }, 'done']);
      expect([await storage.items('letters'), world.outside.files.size]).toEqual([[], 0]);
    });

    it('passes nothing unknown over in silence, and lets it keep nothing else', async () => {
      await dueCase();
      const id = idInShard('int', 9);
      await storage.put('tickets', { pk: newId('cus'), sk: 'x', kind: 'mystery', ...dueKeys(id, '2026-01-01') });
      const { gone } = await did(() => world.runOf('2030-04-01', ['tickets'], { everyPart: true }));
      expect(gone).toEqual({ 'tickets/login-ip': 1, 'tickets/login-time': 1, 'tickets/note': 2, 'tickets/ticket': 1, 'tickets/time-entry': 2 });
      expect(world.queue.dead).toMatchObject([{ table: 'tickets', firstShard: 8 }]);
    });

    it('puts aside a part that gets nowhere, instead of handing it on for ever', async () => {
      const unreadable = Array.from({ length: 85 }, () => ({ pk: newId('tck'), sk: 'x', kind: 'mystery', ...dueKeys(idInShard('evt', 0), '2026-04-15') }));
      await storage.put('events', ...unreadable);
      const id = newId('run');
      await world.deps.api.runs.start({ id, asOf: '2033-01-01', dryRun: false, trigger: 'schedule', startedAt: '2033-01-01T02:00:00.000Z', partsTotal: 1 });
      await world.queue.send(partsOf(id, ['events']).slice(0, 1));
      await work((part) => {
        let pages = 1;
        return deleteDue(part, { ...world.deps.remove, hasTime: () => pages-- > 0 });
      });
      expect(world.queue.handed).toHaveLength(1);
      expect(world.queue.dead).toHaveLength(1);
      expect(await storage.items('events')).toHaveLength(unreadable.length);
    });

    it('refuses a part of no run', async () => {
      await expect(deleteDue(partsOf(newId('run'), ['tickets'])[0]!, world.deps.remove)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-run' });
    });

    it('is left alone by a worker that comes when the other one has finished the shard', async () => {
      await dueCase();
      const id = newId('run');
      await world.deps.api.runs.start({ id, asOf: '2030-04-01', dryRun: true, trigger: 'schedule', startedAt: '2030-04-01T01:00:00.000Z', partsTotal: 4 });
      const parts = partsOf(id, ['tickets']);
      await Promise.all([...parts, ...parts].map((part) => deleteDue(part, world.deps.remove)));
      const run = await world.readRun(id);
      expect([run.partsDone, countsOf(run)]).toEqual([
        4,
        { 'tickets/case-notes': { anonymised: 1 }, 'tickets/login-ip': { deleted: 1 }, 'tickets/login-time': { deleted: 1 } },
      ]);
    });
  });

  describe('cost', () => {
    it('depends on what is due, not on what is stored', async () => {
      const queries: { table: string; index: unknown }[] = [];
      const nothingDue = async () => {
        world.queue.waiting.length = 0;
        storage.inject(({ command, input }) => {
          if (command === 'Query' || command === 'Scan') queries.push({ table: String(input.TableName).replace(/-[^-]+$/, ''), index: input.IndexName });
          return undefined;
        });
        const { byCommand, capacity } = await storage.counted(() => world.scheduledRun(addDays('2026-03-14', ++days)));
        storage.inject(undefined);
        return { byCommand, ...(storage.engine === 'DynamoDB Local' && { capacity }) };
      };
      let days = 0;
      const empty = await nothingDue();
      for (let count = 0; count < 3; count++) {
        const person = await world.person();
        await world.aCase(person.id, { closedAt: undefined });
      }
      expect(await nothingDue()).toEqual(empty);
      // One query for each shard of each due index, and one for the counts of each part: nothing else is ever looked through.
      const indexes = queries.filter(({ index }) => index === 'due');
      expect(indexes).toHaveLength(2 * tablesWithDueDates.length * dueShards);
      expect(queries.filter(({ index }) => index !== 'due').every(({ table, index }) => table === 'privacy' && index === undefined)).toBe(true);
    });
  });
});
