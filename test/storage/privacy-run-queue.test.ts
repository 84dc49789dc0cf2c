import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue, runTold } from '../../functions/privacy/delete-due.ts';
import { planDeletionRun } from '../../functions/privacy/plan-deletion-run.ts';
import { idOfDay, newId, type IdPrefix } from '../../shared/id.ts';
import { partsOf, shardsPerPart, statusOf, type DeletionRun, type RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { keyOf } from '../../shared/storage/item.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { effectOf, everything, names, ofClass, ofPerson } from './dumps.ts';
import { describeOnOneEngine } from './harness.ts';
import { customerItem } from './customer-item.ts';
import { countsOf, morningOf, privacyWorld, shardOf } from './privacy-fixtures.ts';

/** The parts of a whole run. */
const partCount = partsOf('run', storedItems.tablesWithDueDates).length;

describeOnOneEngine('schedule and queue of deletion runs', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  const did = (run: () => Promise<unknown>) => effectOf(storage, run);
  const work = (handle: (part: RunPart) => Promise<void> = (part) => deleteDue(part, world.deps.remove)) => world.queue.work(handle);
  const scheduled = () => planDeletionRun({ detail: { type: 'deletion-run.scheduled' } }, world.deps.plan);
  const onlyTickets = () => world.queue.waiting.splice(0, Infinity, ...world.queue.waiting.filter(({ body }) => body.includes('"tickets"')));

  /** A case that has ended by 2030-04-01: its frame is deleted, and traces of logins. */
  const dueCase = async () => {
    const person = await world.person();
    await world.openTicket(person.id).then((ticket) => world.closeTicket(ticket, '2026-03-20T15:00:00Z'));
  };
  const counts = { 'tickets/case-notes': { deleted: 1 }, 'tickets/login-ip': { deleted: 1 }, 'tickets/login-time': { deleted: 1 } };

  const idInShard = (prefix: IdPrefix, shard: number): string => {
    for (;;) {
      const id = newId(prefix);
      if (shardOf(id) === shard) return id;
    }
  };

  it('has one effect when it comes twice: at the same time, and after the end', async () => {
    await dueCase();
    world.clock.at = morningOf('2030-04-01');
    await Promise.all([scheduled(), scheduled()]);
    expect(world.queue.waiting).toHaveLength(2 * partCount);
    const workOnTickets = () => {
      onlyTickets();
      return world.queue.work((part) => deleteDue(part, world.deps.remove), { workers: 6 });
    };
    await workOnTickets();
    const run = await world.readRun(idOfDay('run', '2030-04-01'));
    expect(run).toMatchObject({ partsDone: 4, partsTotal: partCount });
    expect(countsOf(run)).toEqual(counts);
    expect(world.queue.dead).toEqual([]);
    const { gone, changed, made } = await did(() => scheduled().then(workOnTickets));
    expect([gone, changed, made]).toEqual([[], [], []]);
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
    const { before, gone } = await did(() => world.runOf('2026-12-24', ['tickets']));
    expect(names(gone)).toEqual(names(ofClass(before, everything(before), 'login-ip', 'login-time')));
    expect(gone).toHaveLength(2);
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
    expect(await world.readRun(idOfDay('run', '2030-04-01'))).toMatchObject({ partsDone: partCount });
  });

  it('goes on when the planner is killed right after the run was written', async () => {
    world.clock.at = morningOf('2030-04-01');
    storage.inject(({ number }) => (number === 1 ? 'crash-after' : undefined));
    await expect(scheduled()).rejects.toThrow();
    storage.inject(undefined);
    await scheduled();
    expect(world.queue.waiting).toHaveLength(partCount);
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

  it('looks at the clock for each person: the provider of mails takes an address off its list once in a second', async () => {
    const ids = Array.from({ length: 5 }, () => idInShard('cus', 0));
    await storage.put('customers', ...ids.map((id) => ({ ...customerItem(id), relationshipEndedOn: '2026-01-01', ...dueKeys(id, '2030-04-01') })));
    const id = newId('run');
    await world.deps.api.runs.start({ id, asOf: '2040-01-01', dryRun: false, trigger: 'schedule', startedAt: '2040-01-01T02:00:00.000Z', partsTotal: 1 });
    await world.queue.send(partsOf(id, ['customers']).slice(0, 1));
    const asked = () => world.outside.calls.filter((call) => call.startsWith('suppression')).length;
    const byWorker: number[] = [];
    await work(async (part) => {
      const before = asked();
      await deleteDue(part, { ...world.deps.remove, hasTime: () => asked() === before });
      byWorker.push(asked() - before);
    });
    expect(byWorker.filter((count) => count > 0)).toEqual([1, 1, 1, 1, 1]);
    expect([await storage.items('customers'), world.queue.dead]).toEqual([[], []]);
    expect(statusOf(await world.readRun(id))).toBe('done');
  });

  it('does everything but the one item that fails, puts its part aside, and is done after repair', async () => {
    const letters = await world.oldLetters(100);
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

  describe('an item of which no end can be told', () => {
    /** What may have come into a table by a restore, or by a program that is not ours. */
    const defects: [what: string, kind: string, change: Record<string, unknown>, failed: number][] = [
      ['a relationship that ends in 9999, and all that waits for its end', 'customer', { relationshipEndedOn: '9999-12-31' }, 6],
      ['a login made at no instant', 'login', { createdAt: 'gestern' }, 1],
      ['a lookup without the instant at which it was made', 'customer-lookup', { createdAt: undefined }, 1],
      ['master data without a way to reach anybody', 'customer', { relationshipEndedOn: '2026-06-30', contactPoints: undefined }, 1],
    ];

    it.each(defects)('is counted, and keeps neither the others nor the end of the run: %s', async (_what, kind, change, failed) => {
      const [bad, good] = [await world.person(), await world.person()];
      for (const one of [bad, good]) await world.leave(one, '2026-06-30');
      const item = (await storage.items('customers')).find((one) => one.kind === kind && [one.pk, one.gsi1pk].includes(bad.id))!;
      const broken = { ...item, ...change, dueOn: '10003-04-01', dueSk: `10003-04-01#${String(item.gsi1pk ?? item.pk)}` };
      await storage.put('customers', Object.fromEntries(Object.entries(broken).filter(([, value]) => value !== undefined)));
      let run!: DeletionRun;
      const { before, gone } = await did(async () => void (run = await world.runOf('2030-04-01', ['customers'])));
      expect(statusOf(run)).toBe('done');
      expect(Object.values(countsOf(run)).reduce((sum, { failed: count = 0 }) => sum + count, 0)).toBe(failed);
      expect(names(ofPerson(before, good).filter(({ table }) => table === 'customers')).filter((name) => !names(gone).includes(name))).toEqual([]);
      expect([world.queue.dead, world.reported.length]).toEqual([[], 1]);
      expect(await storage.db.get('customers', keyOf(item))).toMatchObject({ kind });
    });

    it('is dated anew if only its due day is none', async () => {
      const person = await world.person();
      await world.leave(person, '2026-06-30');
      const login = (await storage.items('customers')).find((one) => one.kind === 'login')!;
      await storage.put('customers', { ...login, dueOn: 'morgen', dueSk: `10003-04-01#${person.id}` });
      expect(statusOf(await world.runOf('2026-07-01', ['customers']))).toBe('done');
      expect(await storage.db.get('customers', keyOf(login))).toEqual(login);
    });
  });

  it('passes nothing unknown over in silence, and lets it keep nothing else', async () => {
    await dueCase();
    const known = await storage.dump();
    const expected = names(ofClass(known, everything(known), 'login-ip', 'login-time', 'case-notes'));
    const unknown = { pk: newId('cus'), sk: 'x', kind: 'mystery', ...dueKeys(idInShard('int', 9), '2026-01-01') };
    await storage.put('tickets', unknown);
    const { gone } = await did(() => world.runOf('2030-04-01', ['tickets'], { everyPart: true }));
    expect(names(gone)).toEqual(expected);
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
    expect([run.partsDone, countsOf(run)]).toEqual([4, counts]);
  });

  /** A run of one part, begun on that morning. */
  async function onePart(run: { asOf: string; dryRun: boolean }): Promise<string> {
    const id = newId('run');
    await world.deps.api.runs.start({ id, ...run, trigger: 'request', startedAt: morningOf('2030-04-01').toISOString(), partsTotal: 1 });
    await world.queue.send(partsOf(id, ['tickets']).slice(0, 1));
    return id;
  }
  const told = (code: string) => world.log.lines.filter((line) => line.code === code).map(({ fields }) => fields?.runId);

  it('tells when its last part is done, and again should that be lost', async () => {
    world.clock.at = morningOf('2030-04-01');
    const id = newId('run');
    const parts = partsOf(id, ['tickets', 'letters']).slice(0, 2);
    await world.deps.api.runs.start({ id, asOf: '2030-04-01', dryRun: false, trigger: 'schedule', startedAt: world.clock.at.toISOString(), partsTotal: 2 });
    await deleteDue(parts[0]!, world.deps.remove);
    expect(told(runTold.finished)).toEqual([]);
    await deleteDue(parts[1]!, world.deps.remove);
    await deleteDue(parts[0]!, world.deps.remove);
    expect(told(runTold.finished)).toEqual([id, id]);
  });

  it.each([
    ['that changes nothing', { asOf: '2030-04-01', dryRun: true }],
    ['of an earlier day', { asOf: '2030-03-31', dryRun: false }],
  ])('tells nothing of a run %s: it stands for no other', async (_, run) => {
    world.clock.at = morningOf('2030-04-01');
    await onePart(run);
    await work();
    expect(told(runTold.finished)).toEqual([]);
  });

  it('tells of itself when it is not done for long, and goes on', async () => {
    const id = await onePart({ asOf: '2030-04-01', dryRun: false });
    world.clock.at = new Date(morningOf('2030-04-01').getTime() + 6 * 3_600_000);
    await work();
    expect([told(runTold.slow), told(runTold.finished)]).toEqual([[id], [id]]);
  });
});
