import { beforeEach, describe, expect, it } from '@jest/globals';
import { countWorklists } from '../../functions/tickets/count-worklists.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { pullTicket } from '../../functions/tickets/pull-ticket.ts';
import { readWorklist } from '../../functions/tickets/read-worklist.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { employed, type Agent, type Skill } from '../../shared/staff/agent.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Priority } from '../../shared/tickets/priority.ts';
import type { Report } from '../../shared/tickets/report.ts';
import { queueOf, ticketKey } from '../../shared/tickets/ticket-item.ts';
import { chosen, handedOver, reopened, returned, type Ticket } from '../../shared/tickets/ticket.ts';
import { mostSorted } from '../../shared/tickets/worklist.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';
import { outcome, report } from './ticket-world.ts';

describeStorage('worklists', (storage) => {
  const world = privacyWorld(storage);
  beforeEach(() => world.clear());

  const now = () => world.clock.at;
  const staff = staffReader(storage.db);
  const deps = { ...world.over(storage.db), staff, newId, now, random: Math.random };
  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const asAgent = (id: string): Caller => ({ id, roles: ['agent'] });

  const ask = async (asking: string, key = newId('acc')) =>
    (await pullTicket.handle({ ...nothing, body: {}, caller: asAgent(asking), once: { key, body: '{}' } }, deps)).ticket;
  type Query = Partial<Parameters<typeof readWorklist.handle>[0]['query']>;
  const read = (list: Parameters<typeof readWorklist.handle>[0]['params']['list'], asking: string, query: Query = {}) =>
    readWorklist.handle({ ...nothing, params: { list }, query: { limit: 10, sort: 'urgent', ...query }, caller: asAgent(asking) }, deps);
  const idsOf = async (page: ReturnType<typeof read>) => (await page).items.map(({ id }) => id);

  async function clerk(over: Partial<Agent> = {}, skills: readonly Skill[] = ['claims']): Promise<string> {
    const id = newId('agt');
    const data = { displayName: 'Rita Fuchs', email: `${id.toLowerCase()}@lindenhof.example`, role: 'agent' as const, team: 'fahrrad' };
    const skilled = skills.map((skill) => ({ skill, level: 3 }));
    const agent = { ...employed(id, { ...data, skills: skilled, languages: [], workingHours: [] }, now()), ...over };
    await world.deps.staff.register(agent, `mac-${id}`, { request: { key: newId('acc'), body: '{}' }, status: 201, madeId: id }, now());
    await world.deps.staff.loginMade(agent, now());
    return id;
  }

  async function become(agentId: string, change: Partial<Agent>): Promise<void> {
    const seen = await world.deps.staff.byId(agentId);
    await world.deps.staff.change({ ...seen, ...change, version: seen.version + 1 }, seen, now());
  }

  const { incident: _, ...said } = report;
  const aid: Report = { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } };
  const question: Report = { ...said, kind: 'question', message: 'Wann kommt der Gutachter?' };
  const complaint: Report = { ...said, kind: 'complaint', message: 'Niemand ruft zurück.' };

  let customerId: string;
  beforeEach(async () => {
    customerId = (await world.person()).id;
  });
  const opened = (hour: number, asked: Report = report) => world.openTicket(customerId, `2026-03-15T${String(hour).padStart(2, '0')}:00:00Z`, asked);
  const item = ({ customerId: pk, id }: Pick<Ticket, 'customerId' | 'id'>) => storage.db.get('tickets', ticketKey(pk, id));
  const current = async (ticket: Pick<Ticket, 'customerId' | 'id'>) => (await deps.tickets.ofCustomer(ticket.customerId, ticket.id))!;
  const stepOf = ({ id }: Pick<Ticket, 'id'>) => ({ id: newId('int'), ticketId: id, at: now().toISOString(), by: { role: 'agent' as const, id: 'agt_01' } });

  async function pressing(ticket: Ticket, priority: Priority): Promise<Ticket> {
    const seen = await current(ticket);
    const after = chosen(seen, { priority });
    await deps.tickets.change(after, { priority }, [{ ...stepOf(ticket), content: { type: 'priority', priority } }], seen.version, now());
    return after;
  }
  async function toTeam(ticket: Ticket, team: string | undefined): Promise<Ticket> {
    const seen = await current(ticket);
    const after = handedOver(seen, team, now());
    await deps.tickets.release(after, { ...stepOf(ticket), content: { type: 'hand-over', team } }, seen, undefined, now());
    return after;
  }

  describe('the next ticket', () => {
    it('is the most urgent, and of equals the oldest, whatever was opened first or changed last', async () => {
      const me = await clerk();
      const [young, old, low, high] = [await opened(9), await opened(7), await opened(6), await opened(8)];
      await pressing(high, 'high');
      await pressing(low, 'low');
      const got = [await ask(me), await ask(me), await ask(me), await ask(me)].map((ticket) => ticket?.id);
      expect(got).toEqual([high.id, old.id, young.id, low.id]);
      expect(await ask(me)).toBeUndefined();
    });

    it('is theirs as if it had been assigned to them: step, event, load, and it sleeps until its clock has run', async () => {
      const me = await clerk();
      const ticket = await opened(9);
      await deps.tickets.wait(ticket, new Date('2026-03-15T10:00:00Z'));
      expect(await ask(me)).toMatchObject({ id: ticket.id, status: 'assigned', assignee: me, version: 2 });
      const stored = await item(ticket);
      expect(stored).toMatchObject({ status: 'assigned', gsi2pk: `${me}#assigned`, gsi3sk: `${ticket.openedAt}#${ticket.id}` });
      for (const gone of ['queuePk', 'queueSk']) expect(stored).not.toHaveProperty(gone);
      expect(stored!.wakeAt).toBe((stored!.clock as { next: string }).next);
      const { items } = await deps.interactions.interactions(ticket, 10);
      expect(items.at(-1)).toMatchObject({ by: { role: 'agent', id: me }, content: { type: 'assignment', assignee: me } });
      expect((await deps.workloads.workloads([me])).get(me)).toBe(1);
      const told = (await storage.items('events')).filter(({ pk }) => pk === ticket.id).map(({ type }) => type);
      expect(told).toContain('ticket.assigned');
    });

    it('needs a skill of theirs: health tickets are for who has that one', async () => {
      const [mine, both, health] = [await clerk(), await clerk({}, ['service', 'claims']), await clerk({}, ['health'])];
      const [ofHealth, asked, claim] = [await opened(6, aid), await opened(7, question), await opened(8)];
      expect(await ask(mine)).toMatchObject({ id: claim.id });
      expect(await ask(mine)).toBeUndefined();
      const later = await opened(9);
      // Of several queues the most urgent of all.
      await pressing(later, 'urgent');
      expect(await ask(both)).toMatchObject({ id: later.id });
      expect(await ask(both)).toMatchObject({ id: asked.id });
      expect(await ask(both)).toBeUndefined();
      expect(await ask(health)).toMatchObject({ id: ofHealth.id });
    });

    it('is not another team’s, nor what they gave away; behind so many others theirs is found all the same', async () => {
      const [me, other] = [await clerk(), await clerk({ team: 'kfz' })];
      const given = await world.assignTo(me, await opened(5), '2026-03-15T05:00:00Z');
      await toTeam(given, undefined);
      expect(await ask(me)).toBeUndefined();
      const theirs = await toTeam(await opened(6), 'kfz');
      expect(await ask(me)).toBeUndefined();
      expect(await ask(other)).toMatchObject({ id: given.id });
      const copies = Array.from({ length: 160 }, (_none, number) => {
        const id = newId('tck');
        return { ...theirs, id, queueSk: `0#2026-03-01T00:00:00.000Z#${id}`, number };
      });
      const stored = await item(theirs);
      await storage.put('tickets', ...copies.map(({ id, queueSk }) => ({ ...stored, sk: `tck#${id}`, id, queueSk, gsi1pk: id, gsi2sk: id })));
      const ours = await toTeam(await opened(8), 'fahrrad');
      const { byCommand, result } = await storage.counted(() => ask(me));
      expect(result).toMatchObject({ id: ours.id, team: 'fahrrad' });
      // 25, and then 100 at a time.
      expect(byCommand).toMatchObject({ Query: 3, TransactWriteItems: 1 });
    });

    it('is none that may not be worked on, for its own sake or its customer’s', async () => {
      const me = await clerk();
      const restricted = await opened(5);
      await storage.put('tickets', { ...(await item(restricted)), restrictedSince: now().toISOString() });
      const free = await opened(8);
      const other = await world.person();
      const silenced = await world.openTicket(other.id, '2026-03-15T06:00:00Z');
      const [person] = (await storage.items('customers')).filter(({ pk, kind }) => pk === other.id && kind === 'customer');
      await storage.put('customers', { ...person, restrictedSince: now().toISOString() });
      expect(await ask(me)).toMatchObject({ id: free.id });
      expect(await ask(me)).toBeUndefined();
      expect(await current(silenced)).toMatchObject({ status: 'open' });
      expect(await current(restricted)).toMatchObject({ status: 'open' });
    });

    it('is refused, with what to do, to who is away, absent, full, can nothing or is nobody', async () => {
      const [me, absent] = [await clerk({ capacity: 1 }), await clerk()];
      await become(absent, { absences: [{ id: newId('abs'), from: '2026-03-15', to: '2026-03-16' }] });
      await opened(7);
      await opened(8);
      await become(me, { status: 'away' });
      await expect(ask(me)).rejects.toMatchObject({ kind: 'conflict', code: 'agent-away', fields: [{ problem: expect.stringContaining('/status') }] });
      await become(me, { status: 'busy' });
      expect(await ask(me)).toMatchObject({ assignee: me });
      await expect(ask(me)).rejects.toMatchObject({ kind: 'conflict', code: 'capacity-reached' });
      await expect(ask(absent)).rejects.toMatchObject({ code: 'agent-absent', fields: [{ problem: expect.stringContaining('/absences') }] });
      expect(await outcome(ask(await clerk({}, [])))).toBe('conflict/no-skills');
      expect(await outcome(ask(newId('agt')))).toBe('forbidden/no-such-agent');
      const left = await clerk();
      await world.dismiss(left);
      expect(await outcome(ask(left))).toBe('forbidden/no-such-agent');
      expect((await read('claims', me)).items).toHaveLength(1);
    });

    it('is the same for who asks again, whatever has become of them and the queue', async () => {
      const me = await clerk({ capacity: 1 });
      const first = await opened(7);
      await opened(8);
      const key = newId('acc');
      expect(await ask(me, key)).toMatchObject({ id: first.id, version: 2 });
      // They are full with it.
      expect(await ask(me, key)).toMatchObject({ id: first.id });
      await pressing(first, 'high');
      await become(me, { status: 'away', capacity: 2 });
      expect(await ask(me, key)).toMatchObject({ id: first.id, version: 3, priority: 'high' });
      await become(me, { status: 'available' });
      expect(await ask(me)).toBeDefined();
      // Nothing waits any more.
      expect(await ask(me, key)).toMatchObject({ id: first.id });
    });
  });

  describe('the place in the queue', () => {
    it('comes with being nobody’s and goes with it, and moves with the priority', async () => {
      const me = await clerk();
      const ticket = await opened(7);
      const placed = (priority: number) => ({
        queuePk: queueOf('claims'),
        queueSk: expect.stringMatching(new RegExp(`^${priority}#2026-.*Z#${ticket.openedAt}#${ticket.id}$`)),
      });
      expect(await item(ticket)).toMatchObject(placed(2));
      // By the customer's last message nobody lists what nobody has.
      expect(await item(ticket)).not.toHaveProperty('gsi3sk');
      await pressing(ticket, 'urgent');
      expect(await item(ticket)).toMatchObject(placed(0));
      const mine = await world.assignTo(me, await current(ticket), '2026-03-15T08:00:00Z');
      expect(await item(ticket)).not.toHaveProperty('queueSk');
      // Of what somebody has it says nothing.
      await pressing(mine, 'high');
      expect(await item(ticket)).not.toHaveProperty('queueSk');
      const back = returned(await current(ticket), now());
      await deps.tickets.giveBack(back, me, now());
      expect(await item(ticket)).toMatchObject(placed(1));
      await world.closeTicket(await current(ticket), '2026-03-15T09:00:00Z');
      expect(await item(ticket)).not.toHaveProperty('queuePk');
      expect(await item(ticket)).toHaveProperty('gsi3sk');
      const again = reopened({ ...(await current(ticket)) }, undefined, now());
      await deps.tickets.reopenHeard(again, { ...stepOf(ticket), content: { type: 'reopening', cause: 'customer-message' } }, now());
      expect(await item(ticket)).toMatchObject(placed(1));
    });

    it('is given to what is older than queues when a clerk is looked for again, and no other to what has one', async () => {
      const me = await clerk();
      const ticket = await opened(7);
      const { queuePk: __, queueSk: ___, ...older } = (await item(ticket))!;
      await storage.put('tickets', older);
      expect(await ask(me)).toBeUndefined();
      await deps.tickets.wait(ticket, new Date('2026-03-15T10:00:00Z'));
      expect(await item(ticket)).toMatchObject({ queuePk: queueOf('claims') });
      await pressing(ticket, 'high');
      // Somebody who saw it before lets it wait on.
      await deps.tickets.wait(ticket, new Date('2026-03-15T11:00:00Z'));
      expect(await item(ticket)).toMatchObject({ queueSk: expect.stringMatching(/^1#/) });
      expect(await ask(me)).toMatchObject({ id: ticket.id });
    });

    it('leaves a message of the customer where it was, which comes while somebody takes the ticket', async () => {
      const me = await clerk();
      const ticket = await opened(7);
      await world.append(ticket, '2026-03-15T08:30:00Z', { type: 'message', text: 'Wann hören wir von Ihnen?' }, { by: { role: 'customer' } });
      // As it was seen before.
      await world.assignTo(me, ticket, '2026-03-15T09:00:00Z');
      expect(await item(ticket)).toMatchObject({ gsi3sk: `2026-03-15T08:30:00.000Z#${ticket.id}` });
    });
  });

  describe('a list', () => {
    it('of mine is by urgency or by opening, page by page, each page one query', async () => {
      const me = await clerk();
      const [a, b, c, d] = [await opened(6), await opened(7), await opened(8), await opened(9)];
      for (const ticket of [a, b, c, d]) await world.assignTo(me, ticket, '2026-03-15T09:10:00Z');
      await pressing(c, 'urgent');
      await pressing(a, 'low');
      for (const [sort, order] of [
        ['urgent', [c, b, d, a]],
        ['newest', [d, c, b, a]],
      ] as const) {
        const { byCommand, result: first } = await storage.counted(() => read('mine', me, { sort, limit: 3 }));
        expect(byCommand).toEqual({ Query: 1 });
        expect(first.items.map(({ id }) => id)).toEqual(order.slice(0, 3).map(({ id }) => id));
        const second = await read('mine', me, { sort, limit: 3, cursor: first.next });
        expect(second.items.map(({ id }) => id)).toEqual([order[3].id]);
        expect(second.next).toBeUndefined();
        const other = sort === 'urgent' ? 'newest' : 'urgent';
        await expect(read('mine', me, { sort: other, cursor: first.next })).rejects.toMatchObject({ fields: [{ field: 'query.cursor' }] });
      }
      expect(await idsOf(read('mine', me, { status: 'waiting' }))).toEqual([]);
      expect(await idsOf(read('mine', await clerk()))).toEqual([]);
    });

    it('of a skill has what nobody has, the most urgent first, and can be narrowed to a kind', async () => {
      const me = await clerk({}, ['service']);
      const [old, angry, young] = [await opened(6, question), await opened(7, complaint), await opened(8, question)];
      await opened(5);
      const { byCommand, result: first } = await storage.counted(() => read('service', me, { limit: 2 }));
      expect(byCommand).toEqual({ Query: 1 });
      // Complaints begin with a high priority.
      expect(first.items.map(({ id }) => id)).toEqual([angry.id, old.id]);
      expect(await idsOf(read('service', me, { cursor: first.next }))).toEqual([young.id]);
      expect(await idsOf(read('service', me, { sort: 'newest' }))).toEqual([young.id, angry.id, old.id]);
      const asked = await read('service', me, { kind: 'question', limit: 1 });
      expect(asked.items.map(({ id }) => id)).toEqual([old.id]);
      expect(await idsOf(read('service', me, { kind: 'question', limit: 1, cursor: asked.next }))).toEqual([young.id]);
      expect(await idsOf(read('service', me, { kind: 'health-card' }))).toEqual([]);
      await expect(read('service', me, { status: 'waiting' })).rejects.toMatchObject({ fields: [{ field: 'query.status' }] });
    });

    it('of a team has what was handed over to it, until somebody has it; nobody’s has it no more', async () => {
      const [mine, other] = [await clerk({ team: 'kfz' }), await clerk()];
      const [theirs, free] = [await toTeam(await opened(6), 'kfz'), await opened(7)];
      for (const sort of ['urgent', 'newest'] as const) expect(await idsOf(read('team', mine, { sort }))).toEqual([theirs.id]);
      expect(await idsOf(read('team', other))).toEqual([]);
      const nobodys = await listTickets.handle({ ...nothing, query: { limit: 10, assignee: 'nobody' }, caller: asAgent(mine) }, deps);
      expect(nobodys.items.map(({ id }) => id)).toEqual([free.id]);
      // Both need somebody with the skill.
      expect(await idsOf(read('claims', other))).toEqual([theirs.id, free.id]);
      expect(await ask(mine)).toMatchObject({ id: theirs.id });
      expect(await idsOf(read('team', mine))).toEqual([]);
      expect(await outcome(read('team', newId('agt')))).toBe('forbidden/no-such-agent');
    });

    it('of a team has what its clerks have too, as if it were one list: of who is away, and of no other team', async () => {
      const [me, away, other] = [await clerk({ team: 'kfz' }), await clerk({ team: 'kfz' }), await clerk()];
      await become(away, { status: 'away' });
      const given = new Map<string, Ticket>();
      for (const [hour, whose] of [
        [1, me],
        [2, away],
        [3, away],
        [4, me],
        [5, away],
        [6, other],
      ] as const) {
        const ticket = await opened(hour, hour === 3 ? complaint : report);
        await world.assignTo(whose, ticket, '2026-03-15T07:00:00Z');
        given.set(`${hour}`, ticket);
      }
      const hours = (ids: readonly string[]) => ids.map((id) => [...given].find(([, ticket]) => ticket.id === id)![0]).join(' ');
      const pages = async (query: Query) => {
        const shown: string[] = [];
        let cursor: string | undefined;
        do {
          const { items, next } = await read('team', me, { ...query, ...(cursor !== undefined && { cursor }) });
          shown.push(hours(items.map(({ id }) => id)));
          cursor = next;
        } while (cursor !== undefined);
        return shown.filter((page) => page !== '');
      };
      expect(await pages({ status: 'assigned', sort: 'newest', limit: 2 })).toEqual(['5 4', '3 2', '1']);
      expect(await pages({ status: 'assigned', sort: 'urgent', limit: 2 })).toEqual(['3 1', '2 4', '5']);
      expect(await pages({ status: 'assigned', sort: 'newest', kind: 'complaint' })).toEqual(['3']);
      expect(await pages({ status: 'waiting' })).toEqual([]);
      const counted = await countWorklists.handle({ ...nothing, query: { of: 'team' }, caller: asAgent(me) }, deps);
      expect(counted.items).toEqual([
        { list: 'team', status: 'assigned', count: 5 },
        { list: 'team', status: 'waiting', count: 0 },
        { list: 'team', count: 0 },
      ]);
      const { byCommand } = await storage.counted(() => read('team', me, { status: 'assigned', sort: 'newest' }));
      expect(byCommand).toEqual({ GetItem: 1, Query: 3 });
      // Who goes to another team takes what they have along, and who leaves has nothing.
      await become(away, { team: 'fahrrad' });
      expect(await pages({ status: 'assigned', sort: 'newest' })).toEqual(['4 1']);
      expect(hours(await idsOf(read('team', other, { status: 'assigned', sort: 'newest' })))).toBe('6 5 3 2');
    });

    it('by the customer’s last message there is none of what nobody has', async () => {
      const query = { limit: 10, assignee: 'nobody', sort: 'last-customer-message' } as const;
      await expect(listTickets.handle({ ...nothing, query, caller: asAgent(await clerk()) }, deps)).rejects.toMatchObject({
        fields: [{ field: 'query.sort' }],
      });
      const closed = await listTickets.handle({ ...nothing, query: { ...query, status: 'closed' }, caller: asAgent(await clerk()) }, deps);
      expect(closed.items).toEqual([]);
    });
  });

  it('are counted, for whoever asks, up to a bound', async () => {
    const me = await clerk({ team: 'kfz' }, ['claims', 'service']);
    const counts = async () => (await countWorklists.handle({ ...nothing, query: { of: 'mine' }, caller: asAgent(me) }, deps)).items;
    const [first, second] = [await opened(6), await opened(7)];
    await toTeam(await opened(8), 'kfz');
    await opened(9, question);
    await world.assignTo(me, first, '2026-03-15T09:10:00Z');
    const expected = [
      { list: 'mine', status: 'assigned', count: 1 },
      { list: 'mine', status: 'waiting', count: 0 },
      { list: 'team', count: 1 },
      { list: 'claims', count: 2 },
      { list: 'service', count: 1 },
    ];
    expect(await counts()).toEqual(expected);
    const stored = await item(second);
    const many = Array.from({ length: mostSorted }, () => newId('tck'));
    await storage.put('tickets', ...many.map((id) => ({ ...stored, sk: `tck#${id}`, id, gsi1pk: id, gsi2sk: id, queueSk: `3#${second.openedAt}#${id}` })));
    expect((await counts()).filter(({ list }) => list === 'claims')).toEqual([{ list: 'claims', count: mostSorted, more: true }]);
  });
});
