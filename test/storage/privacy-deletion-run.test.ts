import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { getDeletionRun } from '../../functions/privacy/get-deletion-run.ts';
import { customerKey, customerKind } from '../../shared/customers/customer-item.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { newId } from '../../shared/id.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import { addDays } from '../../shared/personal-data/calendar.ts';
import type { DeletionClass } from '../../shared/personal-data/deletion-rules.ts';
import { becameOf } from '../../shared/privacy/deletion/deletion.ts';
import { counted as countedThings } from '../../shared/privacy/deletion/tally.ts';
import { partsOf, shardsPerPart, statusOf } from '../../shared/privacy/runs/deletion-run.ts';
import { dueKeys, dueShards } from '../../shared/storage/due-index.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { storedItems } from '../../shared/stored-items.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { workloadKey } from '../../shared/tickets/workload-item.ts';
import { classIn, effectOf, isHead, kindOf, kinds, names, ofClass, ofPerson, lastingWith, theItem, withChildren, type Dump, type Placed } from './dumps.ts';
import { describeOnOneEngine } from './harness.ts';
import { countsOf, morningOf, officer, privacyWorld, unanswered } from './privacy-fixtures.ts';

const caseTables: readonly TableName[] = ['tickets', 'letters'];

describeOnOneEngine('deletion run', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  const did = (run: () => Promise<unknown>) => effectOf(storage, run);
  /** Which of somebody's items were of these classes. */
  const classesOf = (dump: Dump, person: { id: string }, ...classes: DeletionClass[]) => names(ofClass(dump, ofPerson(dump, person), ...classes));
  const dueOn = async (kind: string): Promise<unknown> => theItem(await storage.dump(), kind).item.dueOn;

  describe('what ends when', () => {
    /** When each class of a case ends: of one in the spring of 2026, and of one at the turn of the next year. */
    const days: [day: string, who: 'person' | 'neighbour', ...classes: DeletionClass[]][] = [
      ['2030-04-01', 'person', 'case-notes'],
      ['2031-04-01', 'neighbour', 'case-notes'],
      ['2033-01-01', 'person', 'business-letter', 'letter-centre'],
      ['2034-01-01', 'neighbour', 'business-letter', 'letter-centre'],
      ['2037-01-01', 'person', 'voucher'],
      ['2038-01-01', 'neighbour', 'voucher'],
    ];

    it('ends each class of a case on its own day, as a set, and nothing of anybody else', async () => {
      const people: Record<'person' | 'neighbour', Customer> = { person: await world.person(), neighbour: await world.person() };
      await world.aCase(people.person.id);
      await world.aCase(people.neighbour.id, {
        openedAt: '2027-01-02T09:00:00Z',
        letterAt: '2027-01-03T09:00:00Z',
        payoutAt: '2027-01-04T09:00:00Z',
        closedAt: '2027-01-05T09:00:00Z',
      });
      await world.leave(people.person, '2026-06-30');
      await world.leave(people.neighbour, '2027-06-30');
      const everybody = [people.person, people.neighbour];
      const traces = await did(() => world.runOf('2028-01-01', caseTables));
      expect(names(traces.gone)).toEqual(everybody.flatMap((one) => classesOf(traces.before, one, 'login-ip', 'login-time')).sort());

      for (const [day, who, ...classes] of days) {
        expect(names((await did(() => world.runOf(addDays(day, -1), caseTables))).gone)).toEqual([]);
        const { before, gone, made, changed } = await did(() => world.runOf(day, caseTables));
        const expected = classesOf(before, people[who], ...classes);
        expect({ day, gone: names(gone) }).toEqual({ day, gone: expected });
        expect(expected.length).toBeGreaterThan(0);
        // What hangs on a case stays for the law only.
        const isCase = classes.includes('case-notes');
        expect([kinds(made), names(changed)]).toEqual([
          {},
          isCase
            ? names(
                lastingWith(
                  before,
                  theItem(before, 'ticket', ({ pk }) => pk === people[who].id),
                ),
              )
            : [],
        ]);
        expect([...world.outside.files].filter((key) => key.includes(people[who].id)).length).toBe(day < '2033-01-01' ? 1 : 0);
      }
      expect([await storage.items('tickets'), await storage.items('letters')]).toEqual([[], []]);
    });

    it('takes a ticket’s own notes and times along, and nothing else of the partition', async () => {
      const person = await world.person();
      const [old, other] = [
        await world.aCase(person.id, { letterAt: undefined, payoutAt: undefined }),
        await world.aCase(person.id, { closedAt: '2027-02-01T09:00:00Z', letterAt: undefined, payoutAt: undefined }),
      ];
      const { before, gone, after } = await did(() => world.runOf('2030-04-01', caseTables));
      const ofTicket = ({ ticket }: typeof old) =>
        withChildren(
          before,
          theItem(before, 'ticket', ({ id }) => id === ticket.id),
        );
      expect(names(gone)).toEqual([...names(ofTicket(old)), ...classesOf(before, person, 'login-ip', 'login-time')].sort());
      expect(names(ofClass(after, ofPerson(after, person), 'case-notes'))).toEqual(names(ofTicket(other)));
      expect(names(ofTicket(other)).length).toBeGreaterThan(3);
    });

    it('keeps a letter until its statutory end, although the relationship ended long before', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      await world.leave(person, '2026-03-31');
      expect((await did(() => world.runOf('2032-12-31', ['letters']))).gone).toEqual([]);
      const { before, gone } = await did(() => world.runOf('2033-01-01', ['letters']));
      expect(names(gone)).toEqual(classesOf(before, person, 'letter-centre'));
      expect(world.outside.files.size).toBe(0);
    });

    it('defers a letter while the relationship runs, and ends it half a year after', async () => {
      const person = await world.person();
      const ticket = await world.openTicket(person.id);
      await world.issueLetter(ticket, '2026-03-17T10:00:00Z');
      await world.closeTicket(ticket, '2026-03-20T15:00:00Z');
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
      const letters = await world.oldLetters(1);
      const { before, gone } = await did(() => world.runOf('2033-01-01', ['letters'], { everyPart: true }));
      expect(names(gone)).toEqual(names([theItem(before, 'letter')]));
      expect(world.outside.calls).toEqual(letters.map(({ key }) => `file ${key}`));
    });

    it('leaves customer, login and both lookups while the relationship runs', async () => {
      const person = await world.person();
      // Both days on which one of the four would have gone if the relationship had ended when it began.
      const half = await did(() => world.runOf('2026-09-16', ['customers']));
      expect([names(half.gone), names(half.changed)]).toEqual([[], classesOf(half.before, person, 'login-account')]);
      expect((await did(() => world.runOf('2030-04-01', ['customers']))).gone).toEqual([]);
      expect(world.outside.logins.size).toBe(1);
    });

    it('ends login and lookup half a year after the relationship, the rest after three years and three months', async () => {
      const person = await world.person();
      const neighbour = await world.person();
      world.clock.at = morningOf('2026-12-31');
      await world.leave(person, '2026-12-31');
      const theirs = names(ofPerson(await storage.dump(), neighbour));
      const runOn = (day: string) => did(() => world.runOf(day, ['customers']));
      expect((await runOn('2027-06-30')).gone).toEqual([]);
      const half = await runOn('2027-07-01');
      expect(names(half.gone)).toEqual(classesOf(half.before, person, 'login-account'));
      expect(world.outside.state.logins).toEqual([neighbour.id]);
      expect((await runOn('2030-03-31')).gone).toEqual([]);
      const rest = await runOn('2030-04-01');
      expect(names(rest.gone)).toEqual(classesOf(rest.before, person, 'customer-master-data'));
      expect(names(ofPerson(await storage.dump(), neighbour))).toEqual(theirs);
    });

    it('ends what is retained on the day that the law says, and not with the relationship', async () => {
      const person = await world.person();
      const { letterId } = await world.aCase(person.id);
      const item = (await storage.db.get('letters', letterKey(person.id, letterId!)))!;
      await storage.put('letters', { ...item, retainedSince: '2026-04-01T09:00:00.000Z' });
      const { before, gone } = await did(() => world.runOf('2033-01-01', ['letters']));
      expect(names(gone)).toEqual(names([theItem(before, 'letter')]));
    });

    it('takes a clerk who left with skills, workload and login', async () => {
      const [gone, stays] = [await world.clerk(), await world.clerk()];
      const person = await world.person();
      for (const agent of [gone, stays]) await world.assignTo(agent, await world.openTicket(person.id), '2026-03-15T09:30:00Z');
      const agent = (await storage.db.get('staff', { pk: gone, sk: 'agent' }))!;
      await storage.put('staff', { ...agent, leftOn: '2026-03-31', ...dueKeys(gone, '2026-10-01') });
      expect((await did(() => world.runOf('2026-09-30', ['staff']))).gone).toEqual([]);
      const last = await did(() => world.runOf('2026-10-01', ['staff']));
      expect(names(last.gone)).toEqual(
        names(
          withChildren(
            last.before,
            theItem(last.before, 'agent', ({ pk }) => pk === gone),
          ),
        ),
      );
      expect(Object.keys(kinds(last.gone))).toEqual(expect.arrayContaining(['staff/agent', 'staff/skill', 'tickets/workload']));
      expect(await storage.db.get('tickets', workloadKey(stays))).toMatchObject({ assigned: 1 });
      expect([world.outside.logins.has(gone), world.outside.logins.has(stays)]).toEqual([false, true]);
      // The clerk who stays, and the person.
      expect(world.outside.suppressions.size).toBe(2);
    });
  });

  describe('an open case', () => {
    const runOn = (day: string, tables: readonly TableName[]) => did(() => world.runOf(day, tables));

    it('keeps all that hangs on it, however old that is: report, messages, payout and letter', async () => {
      const person = await world.person();
      const { ticket } = await world.aCase(person.id, { closedAt: undefined });
      await world.leave(person, '2026-03-31');
      // Long after six and ten years.
      for (const day of ['2033-01-01', '2037-01-01', '2040-01-01']) {
        const { before, gone } = await runOn(day, caseTables);
        expect({ day, gone: names(gone) }).toEqual({ day, gone: day === '2033-01-01' ? classesOf(before, person, 'login-ip', 'login-time') : [] });
      }
      expect(await world.deps.interactions.interactions(ticket, 50)).toMatchObject({
        items: expect.arrayContaining([expect.objectContaining({ by: { role: 'customer' } })]),
      });

      // Closed at last, it is kept for claims until 2044-04-01; what hangs on it goes on the same day, and not before.
      world.clock.at = morningOf('2040-02-01');
      await world.closeTicket(ticket, '2040-02-01T09:00:00Z');
      expect(names((await runOn('2044-03-31', caseTables)).gone)).toEqual([]);
      const { before, gone, after } = await runOn('2044-04-01', caseTables);
      // The closing itself is a note of the case: nothing of it is younger.
      expect(names(gone)).toEqual(names(ofPerson(before, person).filter(({ table }) => caseTables.includes(table))));
      expect([...ofPerson(after, person)].filter(({ table }) => caseTables.includes(table))).toEqual([]);
      expect(world.outside.files.size).toBe(0);
    });

    it('that nobody ever closed ends after thirty years with all that hangs on it', async () => {
      const person = await world.person();
      await world.aCase(person.id, { closedAt: undefined, letterAt: undefined, payoutAt: undefined });
      const eve = await runOn('2056-03-15', ['tickets']);
      expect(names(eve.gone)).toEqual(classesOf(eve.before, person, 'login-ip', 'login-time'));
      const { before, gone } = await runOn('2056-03-16', ['tickets']);
      expect(names(gone)).toEqual(classesOf(before, person, 'case-notes', 'business-letter'));
    });

    it.each(['and the run goes on', 'and the run is killed'])('that is opened while a run takes the master data keeps them: %s', async (how) => {
      const person = await world.person();
      await world.leave(person, '2026-03-31');
      const day = '2030-04-01';
      let ticket: Ticket | undefined;
      const { remove } = world.over({
        ...storage.db,
        async commit(change) {
          const [write] = change.writes;
          const takes = write && 'update' in write && write.update.sk === customerKind.sk;
          if (takes && write.changes.setOnce?.deletingSince) ticket ??= await world.openTicket(person.id, `${day}T01:00:00Z`);
          if (takes && write.changes.remove?.includes('deletingSince') && how.endsWith('killed')) throw new Error('killed');
          return storage.db.commit(change);
        },
      });
      world.clock.at = morningOf(day);
      const id = newId('run');
      const parts = partsOf(id, ['customers']).filter(({ firstShard }) => firstShard === 0);
      await world.deps.api.runs.start({ id, asOf: day, dryRun: false, trigger: 'schedule', startedAt: `${day}T01:00:00.000Z`, partsTotal: 1 });
      for (const part of parts) await deleteDue(part, remove).catch(() => undefined);
      if (how.endsWith('killed')) await world.runOf('2030-04-02', ['customers']);

      expect(await world.deps.customers.own(person.id)).toMatchObject({ status: 'active' });
      await world.closeTicket(ticket!, '2030-04-03T09:00:00Z');
      const { before, gone } = await runOn('2034-04-01', ['customers']);
      expect(names(gone)).toEqual(names(ofPerson(before, person).filter(({ table }) => table === 'customers')));
    });

    it('keeps master data, login and letters, and all is counted from its end', async () => {
      const person = await world.person();
      const { ticket } = await world.aCase(person.id, { closedAt: undefined, payoutAt: undefined });
      await world.leave(person, '2026-03-31');
      const tables = ['customers', 'letters'] as const;
      expect((await runOn('2034-01-01', tables)).gone).toEqual([]);
      world.clock.at = morningOf('2034-02-01');
      await world.closeTicket(ticket, '2034-02-01T09:00:00Z');
      // Half a year after the case, and three years and three months after the end of its year.
      expect((await runOn('2034-08-01', tables)).gone).toEqual([]);
      const half = await runOn('2034-08-02', tables);
      expect(names(half.gone)).toEqual(classesOf(half.before, person, 'login-account'));
      expect((await runOn('2038-03-31', tables)).gone).toEqual([]);
      const rest = await runOn('2038-04-01', tables);
      expect(names(rest.gone)).toEqual(classesOf(rest.before, person, 'customer-master-data', 'letter-centre'));
    });
  });

  /** What a run should have counted: what went, what was dated anew and what was protected, by table and class. */
  function expectedCounts({ gone, changed, before }: Awaited<ReturnType<typeof effectOf>>, kept: readonly Placed[] = []) {
    const lines: Record<string, Record<string, number>> = {};
    const count = (one: Placed, what: string) => {
      const line = (lines[`${one.table}/${classIn(before, one)}`] ??= {});
      line[what] = (line[what] ?? 0) + 1;
    };
    for (const one of gone.filter(isHead)) count(one, becameOf(kindOf(one)));
    const old = new Map(Object.values(before).flatMap((items) => items.map((item) => [`${String(item.pk)} ${String(item.sk)}`, item] as const)));
    for (const one of kept) count(one, 'protected');
    // What stays for the law only was not looked at for its own day.
    for (const one of changed) if (old.get(`${String(one.item.pk)} ${String(one.item.sk)}`)!.retainedSince === one.item.retainedSince) count(one, 'deferred');
    return Object.fromEntries(Object.entries(lines).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  describe('dry run', () => {
    it('changes nothing, and counts what the real one then deletes, defers, anonymises and leaves protected', async () => {
      const [person, staying, held] = [await world.person(), await world.person(), await world.person()];
      for (const { id } of [person, staying, held]) await world.aCase(id);
      await world.clerk();
      await world.leave(person, '2026-06-30');
      await world.erased(person.id);
      await world.protect('customers', customerKey(held.id), 'heldSince');
      world.clock.at = morningOf('2033-01-01');

      const outside = world.outside.state;
      let [dry, real] = [] as Awaited<ReturnType<typeof world.requestedRun>>[];
      const rehearsal = await did(async () => (dry = await world.requestedRun({ dryRun: true })));
      expect([names(rehearsal.gone), names(rehearsal.changed)]).toEqual([[], []]);
      expect(Object.keys(kinds(rehearsal.made))).toEqual(['events/event', 'idempotency/idempotency-marker']);
      expect(world.outside.state).toEqual(outside);

      const effect = await did(async () => (real = await world.scheduledRun('2033-01-01')));
      expect([dry, real].map((run) => statusOf(run!))).toEqual(['done', 'done']);
      expect(countsOf(dry!)).toEqual(countsOf(real!));
      const isDue = ({ item }: Placed) => item.duePk !== undefined && String(item.dueOn) <= '2033-01-01';
      const expected = expectedCounts(effect, ofPerson(effect.before, held).filter(isDue));
      expect(countsOf(real!)).toEqual(expected);
      // Of everything that can happen something did, but for what it takes eleven people's cases.
      const happened = new Set(Object.values(expected).flatMap((line) => Object.keys(line)));
      expect([...happened].sort()).toEqual(countedThings.filter((what) => what !== 'anonymised' && what !== 'failed').sort());
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
      let run: Awaited<ReturnType<typeof world.scheduledRun>> | undefined;
      const effect = await did(async () => (run = await world.scheduledRun('2033-01-01')));
      expect(countsOf(run!)).toEqual(expectedCounts(effect));
      const parts = (storedItems.tablesWithDueDates.length * dueShards) / shardsPerPart;
      expect(run).toMatchObject({
        asOf: '2033-01-01',
        dryRun: false,
        trigger: 'schedule',
        startedAt: '2033-01-01T02:00:00.000Z',
        finishedAt: '2033-01-01T02:00:00.000Z',
        partsTotal: parts,
        partsDone: parts,
      });
    });

    it('has no identifier of any form', async () => {
      await setUp();
      const known = await storage.dump();
      const run = await world.runOf('2033-01-01', ['customers', 'tickets', 'letters', 'notifications']);
      const log = (await storage.items('privacy')).filter(({ pk }) => pk === run.id);
      expect(log.length).toBeGreaterThan(8);
      const keys = ['pk', 'sk', 'kind', 'dueOn', 'duePk', 'dueSk'];
      const ofRun = ['asOf', 'dryRun', 'trigger', 'startedAt', 'finishedAt', 'partsTotal', 'partsDone', 'nextShard'];
      const allowed = [...keys, ...ofRun, 'class', 'table', ...countedThings];
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
      const work = () => world.queue.work((part) => deleteDue(part, world.deps.remove));
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
      const before = await storage.dump();
      const log = withChildren(before, theItem(before, 'deletion-run'));
      expect(log[0]!.item).toMatchObject({ dueOn: '2031-03-01' });
      expect(names(log)).toEqual(names((await ofRun()).map((item) => ({ table: 'privacy', item }))));
      await world.runOf('2031-02-28', ['privacy']);
      expect(await ofRun()).toHaveLength(log.length);
      await world.runOf('2031-03-01', ['privacy']);
      expect(await ofRun()).toEqual([]);
    });

    it('is not deleted by a run for a day years ahead, which deletes all that is due by then', async () => {
      await setUp();
      const id = await world.requestRun({ dryRun: false, asOf: '2041-05-01' });
      world.queue.waiting.splice(0, Infinity, ...world.queue.waiting.filter(({ body }) => /"(tickets|privacy)"/.test(body)));
      const { before, gone } = await did(() => world.queue.work((part) => deleteDue(part, world.deps.remove)));
      expect(names(gone)).toEqual(names((before.tickets ?? []).map((item) => ({ table: 'tickets', item }))));
      expect(await storage.items('tickets')).toEqual([]);
      const run = await world.readRun(id);
      expect([run.asOf, run.startedAt, run.partsDone]).toEqual(['2041-05-01', world.clock.at.toISOString(), 8]);
      expect(countsOf(run)['privacy/deletion-log']).toBeUndefined();
      expect(theItem(await storage.dump(), 'deletion-run').item).toMatchObject({ pk: id, dueOn: '2044-05-02' });
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
      expect(indexes).toHaveLength(2 * storedItems.tablesWithDueDates.length * dueShards);
      expect(queries.filter(({ index }) => index !== 'due').every(({ table, index }) => table === 'privacy' && index === undefined)).toBe(true);
    });
  });
});
