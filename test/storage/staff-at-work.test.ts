import { beforeEach, describe, expect, it } from '@jest/globals';
import { addAbsence } from '../../functions/staff/add-absence.ts';
import { changeAgent } from '../../functions/staff/change-agent.ts';
import { getAgent } from '../../functions/staff/get-agent.ts';
import { listAbsences } from '../../functions/staff/list-absences.ts';
import { recordDeparture } from '../../functions/staff/record-departure.ts';
import { removeAbsence } from '../../functions/staff/remove-absence.ts';
import { setStatus } from '../../functions/staff/set-status.ts';
import { returnTickets } from '../../functions/tickets/return-tickets.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { AgentChange, AgentStatus } from '../../shared/staff/agent.ts';
import { agentKey } from '../../shared/staff/agent-item.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { silent } from '../unit/notifications/world.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };

describeStorage('staff at work', (storage) => {
  const world = privacyWorld(storage);
  const now = () => world.clock.at;
  const reader = staffReader(storage.db);
  const admin: Caller = { id: newId('adm'), roles: ['admin'] };
  const self = (id: string): Caller => ({ id, roles: ['agent'] });
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date('2026-03-15T08:30:00.000Z');
  });

  const depsOver = (db: Database) => ({ ...world.over(db), newId, now });
  const be = (agentId: string, status: AgentStatus, caller = self(agentId), db = storage.db) =>
    setStatus.handle({ ...none, params: { agentId }, body: { status }, caller }, depsOver(db));
  const absent = (agentId: string, from: string, to: string, caller = self(agentId), key = newId('acc')) =>
    addAbsence.handle({ ...none, params: { agentId }, body: { from, to }, caller, once: { key, body: from + to } }, depsOver(storage.db));
  const back = (agentId: string, absenceId: string, caller = self(agentId)) =>
    removeAbsence.handle({ ...none, params: { agentId, absenceId }, caller }, depsOver(storage.db));
  const absencesOf = async (agentId: string, caller = self(agentId)) =>
    (await listAbsences.handle({ ...none, params: { agentId }, caller }, depsOver(storage.db))).items;
  const read = (agentId: string, caller: Caller = admin) => getAgent.handle({ ...none, params: { agentId }, caller }, depsOver(storage.db));
  const change = (agentId: string, body: AgentChange, ifMatch: number) =>
    changeAgent.handle({ ...none, params: { agentId }, body, caller: admin, ifMatch }, depsOver(storage.db));
  const entries = async (agentId: string) =>
    (await storage.items('staff'))
      .filter(({ pk, kind }) => pk === agentId && kind === 'skill')
      .map(({ pk: _, kind: __, gsi1pk: ___, gsi1sk: ____, ...entry }) => entry);

  /** Of each skill one, and one of it in the team. */
  const everyEntry = (skills: readonly string[], entry: object) =>
    skills.flatMap((skill) => [`skill#${skill}`, `skill#${skill}#claims`]).map((sk) => ({ sk, ...entry }));

  describe('say what they are at', () => {
    it('and are found by assignment accordingly', async () => {
      const clerk = await world.clerk();
      expect(await reader.clerksWith('claims')).toEqual([{ id: clerk, level: 3, absences: [] }]);
      expect(await be(clerk, 'busy')).toMatchObject({ status: 'busy', version: 2 });
      expect([await reader.clerksWith('claims'), await reader.clerkWith('service', clerk)]).toEqual([
        [{ id: clerk, level: 3, busy: true, absences: [] }],
        { id: clerk, level: 3, busy: true, absences: [] },
      ]);
      await be(clerk, 'away');
      expect([await reader.clerksWith('claims'), await reader.clerkWith('claims', clerk), await entries(clerk)]).toEqual([[], undefined, []]);
      // What is changed meanwhile holds when they are back.
      await change(clerk, { skills: [{ skill: 'claims', level: 5 }], capacity: 7 }, 3);
      expect(await entries(clerk)).toEqual([]);
      await be(clerk, 'available', admin);
      expect(await entries(clerk)).toEqual(everyEntry(['claims'], { level: 5, capacity: 7, absences: [] }));
      await change(clerk, { capacity: null }, 5);
      expect(await entries(clerk)).toEqual(everyEntry(['claims'], { level: 5, absences: [] }));
      // Of the team in which they are now, and of none before.
      await change(clerk, { team: 'kfz' }, 6);
      expect((await entries(clerk)).map(({ sk }) => sk)).toEqual(['skill#claims', 'skill#claims#kfz']);
      expect([await reader.clerksWith('claims', 'kfz'), await reader.clerksWith('claims', 'claims')]).toEqual([[{ id: clerk, level: 5, absences: [] }], []]);
      expect((await read(clerk)).capacity).toBeUndefined();
    });

    it('and the same again changes nothing', async () => {
      const clerk = await world.clerk();
      await be(clerk, 'busy');
      const before = await storage.dump();
      expect(await be(clerk, 'busy')).toMatchObject({ status: 'busy', version: 2 });
      expect(await storage.dump()).toEqual(before);
    });

    it('for themselves, and not for others', async () => {
      const [one, other] = [await world.clerk(), await world.clerk()];
      const before = await storage.dump();
      for (const attempt of [
        () => be(one, 'away', self(other)),
        () => absent(one, '2026-08-03', '2026-08-14', self(other)),
        () => absencesOf(one, self(other)),
        () => back(one, newId('abs'), self(other)),
        () => read(one, self(other)),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ kind: 'forbidden', code: 'somebody-else' });
      }
      expect(await storage.dump()).toEqual(before);
      expect(await read(one, self(one))).toMatchObject({ id: one, status: 'available' });
    });

    it('in whatever order it comes with other changes at once: none is lost', async () => {
      const clerk = await world.clerk();
      await Promise.all([be(clerk, 'busy'), absent(clerk, '2026-08-03', '2026-08-14'), absent(clerk, '2026-10-05', '2026-10-09')]);
      const agent = await read(clerk);
      expect([agent.status, agent.absences.map(({ from }) => from)]).toEqual(['busy', ['2026-08-03', '2026-10-05']]);
      const absences = agent.absences.map(({ from, to }) => ({ from, to }));
      expect(await entries(clerk)).toEqual(everyEntry(['claims', 'health', 'service'], { level: 3, busy: true, absences }));
    });

    it('until they have left: nothing of it is kept then', async () => {
      const clerk = await world.clerk();
      await absent(clerk, '2026-03-16', '2026-04-14');
      const deps = { ...depsOver(storage.db), logins: { remove: async () => undefined } };
      const body = { leftOn: '2026-03-15' };
      await recordDeparture.handle({ ...none, params: { agentId: clerk }, body, caller: admin, once: { key: newId('acc'), body: '{}' } }, deps);
      const item = (await storage.db.get('staff', agentKey(clerk)))!;
      expect(item).toMatchObject({ absences: [], workingHours: [], languages: [] });
      for (const gone of ['wakeAt', 'wakePk', 'wakeSk', 'capacity']) expect(item[gone]).toBeUndefined();
      expect(await entries(clerk)).toEqual([]);
      for (const attempt of [() => be(clerk, 'available'), () => absent(clerk, '2026-08-03', '2026-08-04')])
        await expect(attempt()).rejects.toMatchObject({ code: 'agent-left' });
    });
  });

  describe('are absent', () => {
    it('on days that assignment knows, made once by a request, and taken back', async () => {
      const clerk = await world.clerk();
      const made = await absent(clerk, '2026-08-03', '2026-08-14', admin, 'key-1');
      expect(await absent(clerk, '2026-08-03', '2026-08-14', admin, 'key-1').catch((error: unknown) => error)).toEqual(made);
      expect(await absencesOf(clerk)).toEqual([made]);
      await expect(absent(clerk, '2026-08-14', '2026-08-20')).rejects.toMatchObject({ kind: 'conflict', code: 'absence-overlaps' });
      expect((await reader.clerkWith('claims', clerk))!.absences).toEqual([{ from: '2026-08-03', to: '2026-08-14' }]);
      await back(clerk, made.id);
      await expect(back(clerk, made.id)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-absence' });
      expect([await absencesOf(clerk, admin), (await reader.clerkWith('claims', clerk))!.absences]).toEqual([[], []]);
      expect((await storage.db.get('staff', agentKey(clerk)))!.wakeAt).toBeUndefined();
    });

    /** The clock comes by at this moment. @returns the events of absences there are by then */
    async function minute(at: string): Promise<unknown[]> {
      world.clock.at = new Date(at);
      await wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now, log: silent, hasTime: () => true });
      return (await storage.items('events')).filter(({ type }) => type === 'agent.absent').map(({ pk, at: told }) => [pk, told]);
    }

    it('for long, and it is told at the first minute of the first day, once for each', async () => {
      const clerk = await world.clerk();
      await absent(clerk, '2026-03-18', '2026-03-18');
      await absent(clerk, '2026-08-03', '2026-08-14');
      await absent(clerk, '2026-05-04', '2026-05-06');
      expect(await minute('2026-05-03T21:59:00.000Z')).toEqual([]);
      expect(await minute('2026-05-03T22:00:00.000Z')).toEqual([[clerk, '2026-05-03T22:00:00.000Z']]);
      expect(await minute('2026-05-03T22:01:00.000Z')).toHaveLength(1);
      expect(await minute('2026-08-02T22:00:30.000Z')).toHaveLength(2);
      expect((await storage.db.get('staff', agentKey(clerk)))!.wakeAt).toBeUndefined();
    });

    it('for long from today, and it is told the next minute', async () => {
      const clerk = await world.clerk();
      await absent(clerk, '2026-03-15', '2026-03-31');
      expect(await minute('2026-03-15T08:31:00.000Z')).toHaveLength(1);
    });

    const returnAll = (clerk: string) =>
      returnTickets(
        { aggregateId: clerk, type: 'agent.absent' },
        { ...world.over(storage.db), staff: reader, logins: { remove: async () => Promise.reject(new Error('Their login stays')) }, now },
      );

    it('for long: what is open with them goes to others, and nothing else', async () => {
      const [clerk, other] = [await world.clerk(), await world.clerk()];
      const ticketOf = async (whose: string) => world.assignTo(whose, await world.openTicket((await world.person()).id), now().toISOString());
      const [open, closed, theirs] = [await ticketOf(clerk), await ticketOf(clerk), await ticketOf(other)];
      await world.closeTicket(closed, now().toISOString());
      await absent(clerk, '2026-03-15', '2026-03-31');
      for (const time of ['once', 'again']) {
        await returnAll(clerk);
        const stored = async ({ customerId, id }: typeof open) => (await world.deps.tickets.ofCustomer(customerId, id))!;
        expect([time, await stored(open)]).toEqual([time, expect.objectContaining({ status: 'open', assignee: undefined, version: 3 })]);
        expect([await stored(closed), await stored(theirs)]).toMatchObject([{ assignee: clerk, status: 'closed' }, { assignee: other }]);
        expect(await world.deps.workloads.here([clerk, other])).toEqual(
          new Map([
            [clerk, 0],
            [other, 1],
          ]),
        );
      }
    });

    it.each<[string, string, string, boolean]>([
      ['for two days', '2026-03-15', '2026-03-16', false],
      ['from tomorrow', '2026-03-16', '2026-03-31', false],
      ['and back before anybody looked', '2026-03-15', '2026-03-31', true],
    ])('%s: what is open stays theirs', async (_when, from, to, isBack) => {
      const clerk = await world.clerk();
      await world.assignTo(clerk, await world.openTicket((await world.person()).id), now().toISOString());
      const { id } = await absent(clerk, from, to);
      if (isBack) await back(clerk, id);
      const before = await storage.dump();
      await expect(returnAll(clerk)).rejects.toMatchObject({ code: 'already-done' });
      expect(await storage.dump()).toEqual(before);
    });
  });
});
