import { describe, expect, it } from '@jest/globals';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { workloadChanged } from '../../shared/tickets/workload-table.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { assignTicket, type AssignDeps } from '../../functions/tickets/assign-ticket.ts';
import { closeTicket } from '../../functions/tickets/close-ticket.ts';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { markRead } from '../../functions/tickets/mark-read.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { changeTicket } from '../../functions/tickets/change-ticket.ts';
import { takeTicket } from '../../functions/tickets/take-ticket.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { DomainError, storageBusy } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { shapeFor } from '../../shared/lambda/by-role.ts';
import type { Caller, Role } from '../../shared/lambda/caller.ts';
import { headEnding } from '../../shared/storage/item-kind.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { employed, type Skill } from '../../shared/staff/agent.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketKind } from '../../shared/tickets/ticket-item.ts';
import type { InteractionContent } from '../../shared/tickets/interaction.ts';
import type { Retention, TicketChange } from '../../shared/tickets/ticket.ts';
import { customerItem } from './customer-item.ts';
import { accessToken, memoryLog, send } from '../unit/lambda/requests.ts';
import { skillEntry } from './assignment-world.ts';
import { describeOnOneEngine } from './harness.ts';
import { now, report, ticketWorld } from './ticket-world.ts';

/** An answer, or the refusal in its place. */
async function outcome<T>(work: Promise<T>): Promise<T | { refused: string; fields?: readonly unknown[] }> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refused: `${error.kind}/${error.code}`, ...(error.fields.length > 0 && { fields: error.fields }) };
  }
}

const asCustomer = (id: string): Caller => ({ id, roles: ['customer'], sourceIp: '203.0.113.7', loggedInAt: new Date('2026-03-15T09:00:00Z') });
const asAgent = (id: string): Caller => ({ id, roles: ['agent'], sourceIp: '203.0.113.8' });

/** What can still be done is said. */
const isClosed = { refused: 'conflict/ticket-closed', fields: [{ field: 'path.ticketId', problem: expect.stringContaining('a new ticket') }] };

const message = { type: 'message', text: 'Das Gutachten liegt bei.' } as const;
const callNote = { type: 'call-note', text: 'Angerufen.', direction: 'outbound', minutesSpent: 12 } as const;

describeOnOneEngine('what can be asked of tickets', (storage) => {
  const world = ticketWorld(storage);
  const { tickets, interactions } = world;
  const deps = {
    tickets,
    interactions,
    customers: customerReader(storage.db),
    staff: staffReader(storage.db),
    newId,
    newNumber: newTicketNumber,
    now: () => now,
    hours: world.hours,
  };

  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const once = (key: string, body = '{}') => ({ key, body });
  const open = (caller: Caller, over: object = {}, key = newId('acc')) =>
    openTicket.handle({ ...nothing, caller, body: { ...report, ...over }, once: once(key, JSON.stringify(over)) }, deps);
  const read = (caller: Caller, ticketId: string) => getTicket.handle({ ...nothing, caller, params: { ticketId } }, deps);
  const add = (caller: Caller, ticketId: string, body: object, key = newId('acc')) =>
    addInteraction.handle({ ...nothing, caller, params: { ticketId }, body: body as never, once: once(key) }, deps);
  const steps = (caller: Caller, ticketId: string, limit = 25, cursor?: string) =>
    listInteractions.handle({ ...nothing, caller, params: { ticketId }, query: { limit, cursor } }, deps);
  const list = (caller: Caller, query: object = {}) => listTickets.handle({ ...nothing, caller, query: { limit: 25, ...query } }, deps);
  /** By somebody who read the case up to now, unless said otherwise. */
  const close = async (caller: Caller, ticketId: string, ifMatch: number, key = newId('acc'), seen?: string) => {
    const lastInteractionId = seen ?? (await lastStep(caller, ticketId));
    const body = { outcome: 'settled' as const, lastInteractionId, minutesSpent: 5 };
    return closeTicket.handle({ ...nothing, caller, params: { ticketId }, body, once: once(key), ifMatch }, deps);
  };
  const lastStep = async (caller: Caller, ticketId: string) => {
    const found = await tickets.byId(ticketId);
    return found ? (await steps(caller, ticketId, 100)).items.at(-1)!.id : newId('int');
  };

  describe('finding by number', () => {
    it('shows an agent the ticket, whoever has it and however it ended', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const found = await list(asAgent('agt_01'), { number: ticket.number });
      expect(found).toEqual({ items: [await read(asAgent('agt_01'), ticket.id)], next: undefined });
      await world.close(ticket, 1);
      expect((await list(asAgent('agt_01'), { number: ticket.number })).items).toMatchObject([{ id: ticket.id, status: 'closed' }]);
    });

    it('is up to date: the ticket is there as soon as it was opened, in two reads', async () => {
      const opened = await open(asCustomer(await world.customer()));
      const { byCommand, result } = await storage.counted(() => list(asAgent('agt_01'), { number: opened.number }));
      expect({ byCommand, ids: result.items.map(({ id }) => id) }).toEqual({ byCommand: { GetItem: 2 }, ids: [opened.id] });
    });

    it('shows a customer their own, and of another’s as little as of one that is not there', async () => {
      const [paula, neighbour] = [await world.customer(), await world.customer()];
      const [own, other] = [await world.opened(paula), await world.opened(neighbour)];
      const none = { items: [], next: undefined };
      expect((await list(asCustomer(paula), { number: own.number })).items.map(({ id }) => id)).toEqual([own.id]);
      expect(await list(asCustomer(paula), { number: other.number })).toEqual(none);
      expect(await list(asCustomer(paula), { number: '00-0000-0000' })).toEqual(none);
      expect(await list(asAgent('agt_01'), { number: '00-0000-0000' })).toEqual(none);
    });

    it('finds nothing that is kept for the law only, or on its way out', async () => {
      for (const state of [{ retainedSince: '2026-03-15T00:00:00.000Z' }, { deletingSince: '2026-03-15T00:00:00.000Z' }]) {
        const ticket = await world.opened(await world.customer());
        await world.mark(ticket, state);
        expect((await list(asAgent('agt_01'), { number: ticket.number })).items).toEqual([]);
      }
    });

    it.each([{ status: 'open' }, { assignee: 'me' }, { sort: 'opened' }, { unread: 'true' }, { cursor: 'tck_01JQ0000000000000000000000' }])(
      'is a question of its own, without %j',
      async (more) => {
        const [[name]] = Object.entries(more) as [[string, string]];
        expect(await outcome(list(asAgent('agt_01'), { number: '00-0000-0000', ...more }))).toEqual({
          refused: 'invalid/invalid-query',
          fields: [{ field: `query.${name}`, problem: 'does not go with number' }],
        });
      },
    );

    it('is refused with a wrong check character, by the name of the field and without what was sent', async () => {
      const claims = accessToken('agt_01JQ0000000000000000000000', 'agent');
      const handler = api([listTickets], { log: memoryLog(), deps });
      const { status, text } = await send(handler, { route: 'GET /v1/tickets', query: { number: '26-7K3M-9QXM' }, claims });
      expect([status, text.includes('"number"') || text.includes('query.number'), text.includes('9QXM')]).toEqual([400, true, false]);
      const { number, id } = await world.opened(await world.customer());
      const said = number.toLowerCase().replaceAll('-', ' ');
      const { body } = await send(handler, { route: 'GET /v1/tickets', query: { number: said }, claims });
      expect(body.items).toMatchObject([{ id, number }]);
    });
  });

  describe('opening', () => {
    it('is for oneself: one call, and the trace of the login stays with the report', async () => {
      const paula = await world.customer();
      const { byCommand, result } = await storage.counted(() => open(asCustomer(paula)));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(result).toMatchObject({ customerId: paula, status: 'open', version: 1, kind: 'bicycle-accident' });
      expect((await world.stored(paula))['login-ip']![0]).toMatchObject({ sourceIp: '203.0.113.7', ticketId: result.id });
    });

    it('is for somebody else by an agent, who leaves no trace of theirs', async () => {
      const paula = await world.customer();
      const ticket = await open(asAgent('agt_01'), { customerId: paula });
      expect(ticket.customerId).toBe(paula);
      const stored = await world.stored(paula);
      expect(stored['login-ip']).toBeUndefined();
      expect(stored['correspondence']![0]).toMatchObject({ byRole: 'agent', byId: 'agt_01' });
    });

    it('draws another number where the one that was drawn is another ticket’s, and leaves nothing of the attempt', async () => {
      const paula = await world.customer();
      const { number: taken } = await open(asCustomer(paula));
      const draws = [taken, taken, '26-0000-001F'];
      const drawing = { ...deps, newNumber: () => draws.shift()! };
      const body = { ...report, subject: 'Noch eine' };
      const opened = await openTicket.handle({ ...nothing, caller: asCustomer(paula), body, once: once(newId('acc')) }, drawing);
      expect(opened.number).toBe('26-0000-001F');
      expect(await read(asCustomer(paula), opened.id)).toEqual(opened);
      expect((await world.stored(paula))['ticket']).toHaveLength(2);
      expect((await world.stored(paula))['correspondence']).toHaveLength(2);
    });

    it('repeated under one key is one ticket, whatever number the repeat draws', async () => {
      const paula = await world.customer();
      const key = newId('acc');
      const first = await open(asCustomer(paula), {}, key);
      const drawing = { ...deps, newNumber: () => first.number };
      const again = await openTicket.handle({ ...nothing, caller: asCustomer(paula), body: { ...report }, once: once(key, JSON.stringify({})) }, drawing);
      expect(again).toEqual(first);
      expect((await storage.items('tickets')).filter(({ kind, customerId }) => kind === 'ticket-number' && customerId === paula)).toHaveLength(1);
    });

    it('is given up when no draw finds a number that is free', async () => {
      const paula = await world.customer();
      const { number } = await open(asCustomer(paula));
      const drawing = { ...deps, newNumber: () => number };
      const attempt = openTicket.handle({ ...nothing, caller: asCustomer(paula), body: { ...report }, once: once(newId('acc')) }, drawing);
      expect(await outcome(attempt)).toEqual({ refused: 'unavailable/no-free-number' });
      expect((await world.stored(paula))['ticket']).toHaveLength(1);
    });

    it('names nobody where it must not, and somebody where it must', () => {
      const customerId = newId('cus');
      const taken = (role: Role, body: object) => shapeFor(openTicket.body!, [role]).safeParse(body).success;
      expect([taken('customer', report), taken('customer', { ...report, customerId })]).toEqual([true, false]);
      expect([taken('agent', report), taken('agent', { ...report, customerId })]).toEqual([false, true]);
    });

    it('is refused before anything is written when the report cannot be', async () => {
      const paula = await world.customer();
      const { total, result } = await storage.counted(() => outcome(open(asCustomer(paula), { incident: { ...report.incident, at: '2026-03-15T09:36:00Z' } })));
      expect({ total, result }).toEqual({
        total: 0,
        result: { refused: 'invalid/invalid-body', fields: [{ field: 'body.incident.at', problem: 'lies in the future' }] },
      });
    });

    it('repeated shows the same ticket as it is now', async () => {
      const paula = await world.customer();
      const key = newId('acc');
      const first = await open(asCustomer(paula), {}, key);
      await world.assignedTo(newId('agt'), (await tickets.ofCustomer(paula, first.id))!);
      expect(await open(asCustomer(paula), {}, key)).toEqual({ ...first, status: 'assigned', assignee: undefined, version: 2 });
      expect(await outcome(open(asCustomer(paula), { subject: 'Anderes' }, key))).toEqual({
        refused: 'unprocessable/idempotency-key-reused',
        fields: [{ field: 'header.idempotency-key', problem: expect.stringContaining('another body') }],
      });
    });
  });

  describe('reading', () => {
    it('costs one read, and shows the clerk to staff only', async () => {
      const [paula, clerk] = [await world.customer(), newId('agt')];
      const ticket = await world.assignedTo(clerk, await world.opened(paula));
      const { byCommand, result } = await storage.counted(() => read(asCustomer(paula), ticket.id));
      expect(byCommand).toEqual({ GetItem: 1 });
      expect(result.assignee).toBeUndefined();
      expect((await read(asAgent(clerk), ticket.id)).assignee).toBe(clerk);
    });

    it('of somebody else’s is like reading nothing at all', async () => {
      const [paula, neighbour] = [await world.customer(), await world.customer()];
      const { id } = await world.opened(paula);
      const none = newId('tck');
      const asNeighbour = asCustomer(neighbour);
      const asked = [id, none].map(async (ticketId) => [await outcome(read(asNeighbour, ticketId)), await outcome(steps(asNeighbour, ticketId))]);
      for (const answers of await Promise.all(asked))
        expect(answers).toEqual([{ refused: 'not-found/no-such-ticket' }, { refused: 'not-found/no-such-ticket' }]);
      expect(await outcome(add(asNeighbour, id, message))).toEqual({ refused: 'not-found/no-such-ticket' });
      expect(await outcome(add(asNeighbour, none, message))).toEqual({ refused: 'not-found/no-such-ticket' });
    });

    it('shows a customer the steps in one round trip, and nothing of a case that is kept for the law only', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      await add(asAgent('agt_01'), id, callNote);
      const { byCommand, result } = await storage.counted(() => steps(asCustomer(paula), id));
      expect(byCommand).toEqual({ GetItem: 1, Query: 1 });
      expect(result.items.map(({ content }) => content.type)).toEqual(['report']);
      for (const state of ['retainedSince', 'deletingSince']) {
        const stored = await world.stored(paula);
        // As an erasure does: internal notes stay with the case frame, and are marked with it.
        const heads = [...stored['ticket']!, ...stored['correspondence']!].map(({ retainedSince: _retained, ...item }) => item);
        await storage.put('tickets', ...heads.map((item) => ({ ...item, [state]: now.toISOString() })));
        expect(await outcome(steps(asCustomer(paula), id))).toEqual({ refused: 'not-found/no-such-ticket' });
        expect(await outcome(steps(asCustomer(paula), id, 1))).toEqual({ refused: 'not-found/no-such-ticket' });
      }
    });

    it('shows a customer an empty page, where all that they may see has ended before the case', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      await add(asAgent('agt_01'), id, callNote);
      await storage.put('tickets', { ...(await world.stored(paula))['correspondence']![0], retainedSince: now.toISOString() });
      expect(await steps(asCustomer(paula), id)).toEqual({ items: [], next: undefined });
    });

    it('lists: a customer theirs, a clerk what they have or nobody has, one query each', async () => {
      const [paula, clerk] = [await world.customer(), newId('agt')];
      const [first, second] = [await world.opened(paula), await world.opened(paula)];
      await world.assignedTo(clerk, first);
      const asked = await storage.counted(() => list(asCustomer(paula), { limit: 1 }));
      expect(asked.byCommand).toEqual({ Query: 1 });
      expect(asked.result.items.map(({ id }) => id)).toEqual([second.id]);
      const rest = await list(asCustomer(paula), { cursor: asked.result.next });
      expect(rest.items.map(({ id, assignee }) => ({ id, assignee }))).toEqual([{ id: first.id, assignee: undefined }]);
      expect((await list(asAgent(clerk))).items.map(({ id }) => id)).toEqual([first.id]);
      expect((await list(asAgent(newId('agt')), { assignee: clerk })).items.map(({ id }) => id)).toEqual([first.id]);
      expect((await list(asAgent(clerk), { assignee: 'nobody', limit: 100 })).items.map(({ id }) => id)).toContain(second.id);
      expect((await list(asAgent(clerk), { status: 'closed' })).items).toEqual([]);
    });

    it('lists by the last message, and goes on only in the list that a cursor is of', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const [first, second] = [await world.opened(paula), await world.opened(paula)];
      for (const ticket of [first, second]) await world.assignedTo(clerk.id, ticket);
      await interactions.append(first, world.step(first, message, { at: '2026-03-15T10:00:00.000Z', by: { role: 'customer' } }), undefined, now);
      const sorted = await list(clerk, { sort: 'last-customer-message', limit: 1 });
      expect(sorted.items.map(({ id }) => id)).toEqual([first.id]);
      const cursor = sorted.next;
      expect((await list(clerk, { sort: 'last-customer-message', cursor })).items.map(({ id }) => id)).toEqual([second.id]);
      const refusedQuery = (field: string) => ({ refused: 'invalid/invalid-query', fields: [{ field: `query.${field}` }] });
      expect(await outcome(list(clerk, { cursor }))).toMatchObject(refusedQuery('cursor'));
      expect(await outcome(list(clerk, { cursor: first.id, unread: 'true' }))).toMatchObject(refusedQuery('cursor'));
      expect(await outcome(list(clerk, { status: 'open', unread: 'true' }))).toMatchObject(refusedQuery('status'));
      expect(await outcome(list(clerk, { sort: 'opened', unread: 'true' }))).toMatchObject(refusedQuery('sort'));
      expect(shapeFor(listTickets.query!, ['customer']).safeParse({ cursor }).success).toBe(false);
    });

    it('lets customers choose nothing that is for agents', () => {
      const taken = (role: Role, query: object) => shapeFor(listTickets.query!, [role]).safeParse(query).success;
      for (const choice of [{ status: 'open' }, { assignee: 'nobody' }, { sort: 'opened' }, { unread: 'true' }]) {
        expect([taken('customer', choice), taken('agent', choice)]).toEqual([false, true]);
      }
    });
  });

  describe('what tells of health', () => {
    const aid = { incident: undefined, kind: 'medical-aid', details: { aid: 'Hörgerät, beidseitig', prescribedBy: 'Dr. Anke Grün' } } as const;
    const clerk = async (skills: readonly Skill[]): Promise<Caller> => {
      const id = newId('agt');
      const data = {
        displayName: 'Rita Fuchs',
        email: `${id.toLowerCase()}@lindenhof.example`,
        role: 'agent' as const,
        team: 'claims',
        skills: skills.map((skill) => ({ skill, level: 3 })),
        languages: [],
        workingHours: [],
      };
      const staff = staffTable({ db: storage.db, rules: deletionRules('insurer'), newId });
      const agent = employed(id, data, now);
      await staff.register(agent, `mac-${id}`, { request: once(newId('acc')), status: 201, madeId: id }, now);
      await staff.loginMade(agent, now);
      return asAgent(id);
    };
    const refused = { refused: 'forbidden/health-skill-required', fields: [{ field: 'path', problem: expect.stringContaining('with the skill') }] };

    it('is read and written on by the customer, officers, and agents who have the skill', async () => {
      const customer = asCustomer(await world.customer());
      const { id } = await open(customer, aid);
      const officer: Caller = { id: 'agt_02', roles: ['officer'] };
      for (const caller of [customer, officer, await clerk(['service', 'health'])]) {
        expect((await steps(caller, id)).items[0]!.content).toMatchObject({ type: 'report', details: aid.details });
      }
      expect(await add(await clerk(['health']), id, message)).toMatchObject({ content: { type: 'message' } });
    });

    it('is not for other agents, who see that there is a case', async () => {
      const { id } = await open(asCustomer(await world.customer()), aid);
      const other = await clerk(['claims', 'service']);
      expect(await outcome(steps(other, id))).toEqual(refused);
      expect(await outcome(add(other, id, callNote))).toEqual(refused);
      expect(await outcome(steps(asAgent(newId('agt')), id))).toEqual(refused);
      expect(await read(other, id)).toMatchObject({ id, kind: 'medical-aid' });
    });

    it('is given to nobody without the skill, and taken by nobody without it', async () => {
      const { id } = await open(asCustomer(await world.customer()), aid);
      const [able, other] = [await clerk(['health']), await clerk(['claims'])];
      const take = (caller: Caller, body: { assignee?: string }) =>
        takeTicket.handle({ ...nothing, caller, params: { ticketId: id }, body, once: undefined, ifMatch: 1 }, deps);
      expect(await outcome(take(other, {}))).toEqual(refused);
      expect(await outcome(take(able, { assignee: other.id }))).toMatchObject({ refused: 'invalid/invalid-body', fields: [{ field: 'body.assignee' }] });
      expect(await take(other, { assignee: able.id })).toMatchObject({ status: 'assigned', assignee: able.id });
    });

    it('is in no word by which all agents find cases', async () => {
      const { id } = await open(asCustomer(await world.customer()), aid);
      const change = (body: TicketChange) =>
        changeTicket.handle({ ...nothing, caller: asAgent('agt_01'), params: { ticketId: id }, body, once: undefined, ifMatch: 1 }, deps);
      expect(await outcome(change({ tags: ['hoergeraet'] }))).toMatchObject({ refused: 'invalid/invalid-body', fields: [{ field: 'body.tags' }] });
      expect(await outcome(change({ subject: 'Hörgerät' }))).toMatchObject({ refused: 'invalid/invalid-body', fields: [{ field: 'body.subject' }] });
      expect(await change({ tags: [], priority: 'high' })).toMatchObject({ priority: 'high', subject: 'Hilfsmittelantrag' });
    });

    it('costs nothing where a case does not', async () => {
      const { id } = await open(asCustomer(await world.customer()));
      const { total } = await storage.counted(() => steps(asAgent('agt_01'), id));
      expect(total).toBe(2);
    });
  });

  describe('writing', () => {
    it('by a customer is a message, in one call', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      const { byCommand, result } = await storage.counted(() => add(asCustomer(paula), id, message));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(result).toMatchObject({ ticketId: id, by: { role: 'customer' }, content: message });
    });

    it('by a customer is nothing that is for clerks', () => {
      const payout = { type: 'payout', amountCents: 1, reference: 'ABC', paidOn: '2026-03-15' };
      const taken = (role: Role, body: object) => shapeFor(addInteraction.body!, [role]).safeParse(body).success;
      for (const staffOnly of [callNote, { type: 'internal-note', text: 'x' }, payout, { ...message, minutesSpent: 3 }]) {
        expect([taken('customer', staffOnly), taken('agent', staffOnly)]).toEqual([false, true]);
      }
      expect(taken('customer', message)).toBe(true);
    });

    it('by a clerk is not shown to the customer where it is internal, nor who took how long', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      const written: (InteractionContent & { minutesSpent?: number })[] = [
        callNote,
        { type: 'internal-note', text: 'Rückfrage.' },
        { ...message, minutesSpent: 4 },
      ];
      for (const content of written) await add(clerk, id, content);
      const staffSee = await steps(clerk, id);
      expect(staffSee.items.map(({ content, minutesSpent, by }) => [content.type, minutesSpent, by.id])).toEqual([
        ['report', undefined, undefined],
        ['call-note', 12, clerk.id],
        ['internal-note', undefined, clerk.id],
        ['message', 4, clerk.id],
      ]);
      const customerSees = await steps(asCustomer(paula), id);
      expect(customerSees.items.map(({ content, minutesSpent, by }) => [content.type, minutesSpent, by])).toEqual([
        ['report', undefined, { role: 'customer' }],
        ['message', undefined, { role: 'agent' }],
      ]);
    });

    it('repeated shows the step that the first made', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      const key = newId('acc');
      const first = await add(clerk, id, callNote, key);
      expect(await add(clerk, id, callNote, key)).toEqual(first);
      expect((await steps(clerk, id)).items).toHaveLength(2);
    });

    it('of a payout names whom it goes to, as the master data says it', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      const body = { type: 'payout', amountCents: 84_000, reference: 'SB-1', paidOn: '2026-03-15' };
      const key = newId('acc');
      const { byCommand, result } = await storage.counted(() => add(clerk, id, body, key));
      expect(byCommand).toEqual({ Query: 2, GetItem: 2, TransactWriteItems: 1 });
      const { givenName, familyName, iban } = customerItem(paula);
      expect((await world.stored(paula))['payout']).toMatchObject([{ id: result.id, payee: { name: `${givenName} ${familyName}`, iban } }]);
      const again = await add(clerk, id, body, key);
      const shown = [result, again].map((step) => addInteraction.returns.parse(step));
      expect(shown).toEqual([shown[0], shown[0]]);
      expect(Object.keys(shown[0]!)).not.toContain('payee');
    });

    describe('of a payout', () => {
      const clerk = asAgent('agt_01');
      const pay = (ticketId: string, amountCents: number, reference: string, more: object = {}, key = newId('acc')) =>
        outcome(add(clerk, ticketId, { type: 'payout', amountCents, reference, paidOn: '2026-03-15', ...more }, key));
      const reverse = (ticketId: string, payoutId: string, key = newId('acc')) =>
        outcome(add(clerk, ticketId, { type: 'payout-reversal', payoutId, reversedOn: '2026-03-15' }, key));
      const used = {
        refused: 'conflict/payout-reference-used',
        fields: [{ field: 'body.reference', problem: 'was paid on this ticket already; sameReferenceMeant pays it again' }],
      };
      it('is not reversed before the day on which it was paid', async () => {
        const { id } = await world.opened(await world.customer());
        const { id: payoutId } = (await pay(id, 100, 'SB-1', { paidOn: '2026-03-14' })) as { id: string };
        const on = (reversedOn: string) => outcome(add(clerk, id, { type: 'payout-reversal', payoutId, reversedOn }));
        expect(await on('2026-03-13')).toMatchObject({ fields: [{ field: 'body.reversedOn', problem: 'lies before the day of the payout' }] });
        expect(await on('2026-03-14')).toMatchObject({ content: { reversedOn: '2026-03-14' } });
      });

      const paidOn = async (customerId: string) => (await world.stored(customerId))['ticket']![0]!.paidCents;

      it('under a reference of the same ticket is asked about, unless it is meant or the first was reversed', async () => {
        const paula = await world.customer();
        const { id } = await world.opened(paula);
        const first = (await pay(id, 84_000, 'SB-1')) as { id: string };
        expect(await pay(id, 84_000, 'SB-1')).toEqual(used);
        expect(await pay(id, 500, 'SB-2')).toMatchObject({ content: { reference: 'SB-2' } });
        expect(await pay(id, 84_000, 'SB-1', { sameReferenceMeant: true })).toMatchObject({
          content: { type: 'payout', amountCents: 84_000, reference: 'SB-1' },
        });
        expect(await paidOn(paula)).toBe(168_500);
        await reverse(id, first.id);
        expect(await pay(id, 84_000, 'SB-1')).toEqual(used);
        const { id: other } = await world.opened(paula);
        expect(await pay(other, 84_000, 'SB-1')).toMatchObject({ ticketId: other });
      });

      it('asked for again is told what it made, and not that its reference was paid', async () => {
        const paula = await world.customer();
        const { id } = await world.opened(paula);
        const key = newId('acc');
        const first = addInteraction.returns.parse(await pay(id, 84_000, 'SB-1', {}, key));
        expect(addInteraction.returns.parse(await pay(id, 84_000, 'SB-1', {}, key))).toEqual(first);
        expect(await paidOn(paula)).toBe(84_000);
      });

      it('is made once where two make it at the same moment', async () => {
        const paula = await world.customer();
        const { id } = await world.opened(paula);
        const both = await Promise.all([pay(id, 84_000, 'SB-1'), pay(id, 84_000, 'SB-1')]);
        const refusals = both.flatMap((one) => ('refused' in one ? [one.refused] : []));
        expect(refusals).toHaveLength(1);
        expect(['conflict/changed-meanwhile', used.refused]).toContain(refusals[0]);
        expect(await paidOn(paula)).toBe(84_000);
      });

      it('is reversed by a step of its own, once, whole, also when the case is closed; a repeat is told so', async () => {
        const paula = await world.customer();
        const ticket = await world.opened(paula);
        const payout = (await pay(ticket.id, 84_000, 'SB-1')) as { id: string };
        const kept = (await pay(ticket.id, 500, 'SB-2')) as { id: string };
        await world.close(ticket, 1);
        const key = newId('acc');
        const reversal = addInteraction.returns.parse(await reverse(ticket.id, payout.id, key));
        expect(reversal).toMatchObject({
          content: { type: 'payout-reversal', payoutId: payout.id, amountCents: 84_000, reference: 'SB-1', reversedOn: '2026-03-15' },
        });
        expect(addInteraction.returns.parse(await reverse(ticket.id, payout.id, key))).toEqual(reversal);
        expect(await reverse(ticket.id, payout.id)).toEqual({ refused: 'conflict/payout-reversed-already' });
        expect(await paidOn(paula)).toBe(500);
        const { items } = await steps(asCustomer(paula), ticket.id);
        const money = items.map(({ content }) => content).filter(({ type }) => type.startsWith('payout'));
        const reversedBy = reversal.id;
        expect(money).toMatchObject([{ amountCents: 84_000, reversedBy }, { amountCents: 500 }, { type: 'payout-reversal' }]);
        expect(money[1]).not.toHaveProperty('reversedBy');
        expect(kept.id).not.toBe(payout.id);
      });

      it('is not reversed where it is none, or of another ticket', async () => {
        const paula = await world.customer();
        const [ticket, other] = [await world.opened(paula), await world.opened(paula)];
        const note = await add(clerk, ticket.id, callNote);
        const elsewhere = (await pay(other.id, 84_000, 'SB-1')) as { id: string };
        expect(await reverse(ticket.id, note.id)).toEqual({
          refused: 'invalid/invalid-body',
          fields: [{ field: 'body.payoutId', problem: 'is not of a payout' }],
        });
        expect(await reverse(ticket.id, elsewhere.id)).toEqual({ refused: 'not-found/no-such-interaction' });
        expect(await reverse(ticket.id, newId('int'))).toEqual({ refused: 'not-found/no-such-interaction' });
      });
    });

    it('of a payout is refused where nobody is left to be paid', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      await world.customer({ status: 'erasing' }, paula);
      const before = await storage.dump();
      const body = { type: 'payout', amountCents: 84_000, reference: 'SB-1', paidOn: '2026-03-15' };
      expect(await outcome(add(asAgent(newId('agt')), id, body))).toEqual({ refused: 'conflict/customer-erased' });
      expect(await storage.dump()).toEqual(before);
    });

    it('while the processing is restricted is for the customer alone, and everybody sees that it is', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const ticket = await world.opened(paula);
      await world.mark(ticket, { restrictedSince: now.toISOString() });
      expect(await outcome(add(clerk, ticket.id, callNote))).toEqual({ refused: 'conflict/processing-restricted' });
      expect(await outcome(close(clerk, ticket.id, 1))).toEqual({ refused: 'conflict/processing-restricted' });
      expect(await add(asCustomer(paula), ticket.id, message)).toMatchObject({ content: message });
      for (const caller of [clerk, asCustomer(paula)]) expect(await read(caller, ticket.id)).toMatchObject({ status: 'open', restricted: true });
    });

    it('is read page by page', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      for (let count = 0; count < 4; count++) await add(clerk, id, callNote);
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await steps(clerk, id, 2, next);
        seen.push(...page.items.map((step) => step.id));
        expect(page.items.filter(({ content }) => content.type === 'call-note').every(({ minutesSpent }) => minutesSpent === 12)).toBe(true);
        next = page.next;
      } while (next);
      expect(seen).toHaveLength(5);
      expect(new Set(seen).size).toBe(5);
    });
  });

  describe('the pages of a customer', () => {
    it('are full whatever staff wrote in between, and no page or cursor tells of that', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      const shown = [(await steps(clerk, id)).items[0]!.id];
      for (const notes of [3, 0, 9, 1, 4]) {
        for (let count = 0; count < notes; count++) await add(clerk, id, callNote);
        shown.push((await add(clerk, id, message)).id);
      }
      for (let count = 0; count < 6; count++) await add(clerk, id, callNote);
      const pages: string[][] = [];
      let next: string | undefined;
      do {
        const page = await steps(asCustomer(paula), id, 2, next);
        pages.push(page.items.map((step) => step.id));
        next = page.next;
        if (next) expect(next).toBe(page.items.at(-1)!.id);
      } while (next);
      expect(pages).toEqual([shown.slice(0, 2), shown.slice(2, 4), shown.slice(4, 6)]);
    });
  });

  describe('taking', () => {
    const agentOnRecord = async (role: 'agent' | 'officer' = 'agent') => {
      const id = newId('agt');
      const agent = employed(
        id,
        {
          displayName: 'Rita Fuchs',
          email: 'rita@lindenhof.example',
          role,
          team: 'claims',
          skills: role === 'agent' ? [{ skill: 'claims', level: 3 }] : [],
          languages: [],
          workingHours: [],
        },
        now,
      );
      const staff = staffTable({ db: storage.db, rules: deletionRules('insurer'), newId });
      await staff.register(agent, `mac-of-${id}`, { request: once(newId('acc')), status: 201, madeId: id }, now);
      await staff.loginMade(agent, now);
      return id;
    };
    const take = (caller: Caller, ticketId: string, ifMatch: number, body: { assignee?: string } = {}) =>
      takeTicket.handle({ ...nothing, caller, params: { ticketId }, body, once: undefined, ifMatch }, deps);
    const loads = async (...ids: string[]) => {
      const all = await world.workloads.workloads(ids);
      return ids.map((id) => all.get(id));
    };

    it('gives a ticket that waits to who takes it, with a step, an event and their count', async () => {
      const [clerk, ticket] = [asAgent(await agentOnRecord()), await world.opened(await world.customer())];
      await tickets.wait(ticket, new Date('2026-03-15T10:00:00Z'));
      const taken = await take(clerk, ticket.id, 1);
      expect(taken).toMatchObject({ status: 'assigned', assignee: clerk.id, version: 2 });
      // Again after a lost answer, whatever version was seen.
      expect(await take(clerk, ticket.id, 1)).toEqual(taken);
      expect(await loads(clerk.id)).toEqual([1]);
      // It sleeps no more until a clerk is looked for, but until its first answer becomes pressing.
      expect((await world.stored(ticket.customerId))['ticket']![0]!['wakeAt']).toBe(ticket.clock!.next);
      expect((await steps(clerk, ticket.id)).items.at(-1)).toMatchObject({
        by: { role: 'agent', id: clerk.id },
        content: { type: 'assignment', assignee: clerk.id },
      });
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.assigned', data: { kind: ticket.matter } });
    });

    it('moves it from one to another, with what is unread and both counts', async () => {
      const [before, clerk, paula] = [newId('agt'), await agentOnRecord(), await world.customer()];
      const ticket = await world.assignedTo(before, await world.opened(paula));
      await add(asCustomer(paula), ticket.id, message);
      expect(await take(asAgent(before), ticket.id, 2, { assignee: clerk })).toMatchObject({ assignee: clerk, version: 3 });
      expect(await loads(before, clerk)).toEqual([0, 1]);
      expect((await list(asAgent(before), { unread: 'true' })).items).toEqual([]);
      expect((await list(asAgent(clerk), { unread: 'true' })).items).toMatchObject([{ id: ticket.id, unreadMessages: 1 }]);
      expect((await list(asAgent(clerk))).items).toMatchObject([{ id: ticket.id }]);
    });

    it('at once by two is done by one, and the other is told so', async () => {
      const [one, two] = [asAgent(await agentOnRecord()), asAgent(await agentOnRecord())];
      const ticket = await world.opened(await world.customer());
      const results = await Promise.all([one, two].map((clerk) => outcome(take(clerk, ticket.id, 1))));
      expect(results.filter((result) => 'refused' in result)).toEqual([{ refused: 'stale/ticket-changed' }]);
      expect((await loads(one.id, two.id)).filter((load) => load === 1)).toHaveLength(1);
    });

    it('is refused of what they have, what has ended, what is restricted, and for who is no agent', async () => {
      const clerk = asAgent(await agentOnRecord());
      const ticket = await world.opened(await world.customer());
      const noAgent = { refused: 'invalid/invalid-body', fields: [{ field: 'body.assignee', problem: 'is no agent' }] };
      for (const assignee of [newId('agt'), await agentOnRecord('officer')]) expect(await outcome(take(clerk, ticket.id, 1, { assignee }))).toEqual(noAgent);
      expect(await outcome(take(asAgent(newId('agt')), ticket.id, 1))).toEqual({ refused: 'forbidden/no-such-agent' });
      await take(clerk, ticket.id, 1);
      await close(clerk, ticket.id, 2);
      expect(await outcome(take(clerk, ticket.id, 3))).toEqual(isClosed);
      const restricted = await world.opened(await world.customer());
      await world.mark(restricted, { restrictedSince: now.toISOString() });
      expect(await outcome(take(clerk, restricted.id, 1))).toEqual({ refused: 'conflict/processing-restricted' });
      expect(await loads(clerk.id)).toEqual([0]);
    });
  });

  describe('closing', () => {
    it('keeps what was paid, from which the statistics take a step', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      await add(clerk, id, { type: 'payout', amountCents: 104_400, reference: 'SB-1', paidOn: '2026-03-15', minutesSpent: 2 });
      expect(await close(clerk, id, 1)).toMatchObject({ status: 'closed', outcome: 'settled', version: 2 });
      expect((await world.stored(paula))['ticket']![0]).toMatchObject({ paidCents: 104_400, dueOn: '2030-04-01' });
      const [item] = (await world.stored(paula))['ticket']!;
      expect(headEnding(ticketKind)!.anonymised!.of(item as never)).toMatchObject({ outcome: 'settled', amount: 'up-to-2500' });
    });

    it('is told apart: stale, closed already, repeated', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.opened(paula);
      const key = newId('acc');
      expect(await outcome(close(clerk, id, 9))).toEqual({ refused: 'stale/ticket-changed' });
      const done = await close(clerk, id, 1, key);
      expect(await close(clerk, id, 1, key)).toEqual(done);
      expect(await outcome(close(clerk, id, 1))).toEqual({ refused: 'stale/ticket-changed' });
      expect(await outcome(close(clerk, id, 2))).toEqual(isClosed);
      expect(await outcome(close(clerk, newId('tck'), 1))).toEqual({ refused: 'not-found/no-such-ticket' });
      expect(await outcome(add(clerk, id, { type: 'payout', amountCents: 1, reference: 'SB-1', paidOn: '2026-03-15' }))).toEqual(isClosed);
    });

    it('of what the customer wrote to since is stale, and afterwards they are heard all the same', async () => {
      const [paula, clerk] = [await world.customer(), asAgent(newId('agt'))];
      const { id } = await world.assignedTo(clerk.id, await world.opened(paula));
      const seen = await lastStep(clerk, id);
      const halt = await add(asCustomer(paula), id, { type: 'message', text: 'Halt!' });
      expect(await outcome(close(clerk, id, 2, newId('acc'), seen))).toEqual({ refused: 'stale/newer-customer-message' });
      expect(await read(clerk, id)).toMatchObject({ status: 'assigned', unreadMessages: 1, lastCustomerMessageAt: now.toISOString() });
      expect(await close(clerk, id, 2, newId('acc'), halt.id)).toMatchObject({ status: 'closed', unreadMessages: undefined });
      const late = await add(asCustomer(paula), id, { type: 'message', text: 'Doch noch etwas.' });
      const unread = await list(clerk, { unread: 'true' });
      expect(unread.items).toMatchObject([{ id, status: 'closed', unreadMessages: 1 }]);
      expect(await add(clerk, id, callNote)).toMatchObject({ content: { type: 'call-note' } });
      const body = { lastInteractionId: late.id };
      expect(await markRead.handle({ ...nothing, caller: clerk, params: { ticketId: id }, body }, deps)).toMatchObject({ unreadMessages: undefined });
      expect((await list(clerk, { unread: 'true' })).items).toEqual([]);
      expect((await read(asCustomer(paula), id)).unreadMessages).toBeUndefined();
    });
  });

  describe('choosing how long a case is kept', () => {
    const choose = (caller: Caller, ticketId: string, retention: Retention, ifMatch: number) =>
      changeTicket.handle({ ...nothing, caller, params: { ticketId }, body: { retention }, ifMatch }, deps);
    const stored = async (customerId: string) => (await world.stored(customerId))['ticket']![0]!;
    const clerk = asAgent('agt_01');

    it('counts from its end, is a step of the case, and is for staff to see', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      expect(await choose(clerk, id, 'ten-years', 1)).toMatchObject({ status: 'open', retention: 'ten-years', version: 2 });
      expect(await close(clerk, id, 2)).toMatchObject({ status: 'closed', retention: 'ten-years', version: 3 });
      expect(await stored(paula)).toMatchObject({ retention: 'ten-years', dueOn: '2036-06-16', dueSk: `2036-06-16#${id}` });
      expect((await steps(clerk, id)).items.map(({ content }) => content)).toContainEqual({ type: 'retention', retention: 'ten-years' });
      expect((await steps(asCustomer(paula), id)).items.map(({ content }) => content.type)).toEqual(['report', 'closing']);
      expect(await read(asCustomer(paula), id)).not.toHaveProperty('retention', expect.anything());
    });

    it('is answered as it is to whoever asks again, since their answer was lost', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      expect(await choose(clerk, id, 'regular', 1)).toMatchObject({ version: 1 });
      await choose(clerk, id, 'ten-years', 1);
      const before = await storage.dump();
      expect(await choose(clerk, id, 'ten-years', 1)).toMatchObject({ retention: 'ten-years', version: 2 });
      expect(await outcome(choose(clerk, id, 'thirty-years', 1))).toEqual({ refused: 'stale/ticket-changed' });
      expect(await storage.dump()).toEqual(before);
    });

    it('can be chosen after its end, and taken back', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      await close(clerk, id, 1);
      const days: unknown[] = [(await stored(paula)).dueOn];
      for (const [index, retention] of (['thirty-years', 'money-laundering', 'regular'] as const).entries()) {
        await choose(clerk, id, retention, 2 + index);
        days.push((await stored(paula)).dueOn);
      }
      expect(days).toEqual(['2030-04-01', '2056-06-16', '2032-01-01', '2030-04-01']);
    });

    it('is made under the version that was seen, and not for what nobody works on', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      expect(await outcome(choose(clerk, id, 'ten-years', 9))).toEqual({ refused: 'stale/ticket-changed' });
      expect(await outcome(choose(clerk, newId('tck'), 'ten-years', 1))).toEqual({ refused: 'not-found/no-such-ticket' });
      const item = await stored(paula);
      await storage.put('tickets', { ...item, restrictedSince: now.toISOString() });
      expect(await outcome(choose(clerk, id, 'ten-years', 1))).toEqual({ refused: 'conflict/processing-restricted' });
      await storage.put('tickets', { ...item, deletingSince: now.toISOString() });
      expect(await outcome(choose(clerk, id, 'ten-years', 1))).toEqual({ refused: 'not-found/no-such-ticket' });
      expect(await stored(paula)).not.toHaveProperty('retention');
    });

    it('chooses priority and tags likewise, each a step that customers do not see', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      const change = (body: object, ifMatch: number) => changeTicket.handle({ ...nothing, caller: clerk, params: { ticketId: id }, body, ifMatch }, deps);
      expect(await change({ priority: 'urgent', tags: ['gutachten', 'e-bike'] }, 1)).toMatchObject({
        priority: 'urgent',
        tags: ['gutachten', 'e-bike'],
        version: 2,
      });
      expect(await change({ tags: ['gutachten', 'e-bike'], priority: 'urgent' }, 1)).toMatchObject({ version: 2 });
      expect(await change({ tags: [] }, 2)).toMatchObject({ tags: [], priority: 'urgent', version: 3 });
      expect((await steps(clerk, id)).items.slice(1).map(({ content }) => content)).toEqual([
        { type: 'priority', priority: 'urgent' },
        { type: 'tags', tags: ['gutachten', 'e-bike'] },
        { type: 'tags', tags: [] },
      ]);
      expect((await steps(asCustomer(paula), id)).items).toHaveLength(1);
      const shown = await read(asCustomer(paula), id);
      expect([shown.priority, shown.tags]).toEqual([undefined, undefined]);
      for (const body of [{}, { tags: ['Paula Sommer'] }, { tags: ['a', 'a'] }, { priority: 'soon' }]) {
        expect(changeTicket.body!.safeParse(body).success).toBe(false);
      }
    });

    it('calls it what it likes, which its customer sees; until then it is called as its kind is', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      const change = (body: TicketChange, ifMatch: number) => changeTicket.handle({ ...nothing, caller: clerk, params: { ticketId: id }, body, ifMatch }, deps);
      expect(await read(asCustomer(paula), id)).toMatchObject({ subject: 'Fahrradunfall' });
      expect(await change({ subject: 'Sturz an der Brücke' }, 1)).toMatchObject({ subject: 'Sturz an der Brücke', version: 2 });
      expect(await change({ subject: 'Sturz an der Brücke' }, 1)).toMatchObject({ version: 2 });
      const [listed] = (await list(asCustomer(paula), { limit: 25 })).items;
      expect(listed).toMatchObject({ id, subject: 'Sturz an der Brücke' });
      expect((await steps(asCustomer(paula), id)).items.at(-1)).toMatchObject({ content: { type: 'subject', subject: 'Sturz an der Brücke' } });
      for (const subject of ['', ' ', 'a\nb', 'a'.repeat(121)]) expect(changeTicket.body!.safeParse({ subject }).success).toBe(false);
    });

    it('leaves a held case out of the due index', async () => {
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      const { duePk: _, dueSk: __, ...item } = await stored(paula);
      await storage.put('tickets', { ...item, heldSince: now.toISOString() });
      await close(clerk, id, 1);
      await choose(clerk, id, 'ten-years', 2);
      expect(await stored(paula)).toMatchObject({ status: 'closed', dueOn: '2036-06-16' });
      expect(await stored(paula)).not.toHaveProperty('dueSk');
    });
  });

  describe('assigning', () => {
    const staff = staffReader(storage.db);
    const assign = (ticketId: string, over: Partial<AssignDeps> = {}) =>
      assignTicket(ticketOpened.make({ id: newId('evt'), aggregateId: ticketId, at: now, data: { kind: 'bicycle-accident' } }), {
        tickets,
        clerks: clerksAtWork({ workloads: world.workloads, staff, now: () => now, random: Math.random }),
        log: memoryLog(),
        now: () => now,
        hasTime: () => true,
        ...over,
      });
    const clerks = async (count: number, skill: Skill): Promise<string[]> => {
      await storage.clear();
      const ids = Array.from({ length: count }, () => newId('agt'));
      await storage.put('staff', ...ids.map((id) => skillEntry(id, {}, { skill, level: 3 })));
      return ids;
    };

    it('gives each ticket to one who has the skill and the fewest', async () => {
      const ids = await clerks(3, 'claims');
      for (let count = 0; count < 9; count++) await assign((await world.opened(await world.customer())).id);
      expect(await world.workloads.workloads(ids)).toEqual(new Map(ids.map((id) => [id, 3])));
    });

    it('gives it to the clerk of the customer’s last one of the kind, whatever they have, while they are here and have room', async () => {
      const [known, other] = await clerks(2, 'claims');
      const paula = await world.customer();
      const first = await world.assignedTo(known!, await world.opened(paula));
      for (let count = 0; count < 5; count++) await world.assignedTo(known!, await world.opened(await world.customer()));
      const again = async (): Promise<string | undefined> => {
        const { id } = await world.opened(paula);
        await assign(id);
        return (await tickets.ofCustomer(paula, id))!.assignee;
      };
      expect(await again()).toBe(known);
      const entry = (over: Parameters<typeof skillEntry>[1]) => storage.put('staff', skillEntry(known!, over));
      await entry({ status: 'busy' });
      expect(await again()).toBe(known);
      // Who is full or absent does not get it; but whoever got the last one instead is known from then on.
      await entry({ capacity: 8 });
      expect(await again()).toBe(other);
      expect(await again()).toBe(other);
      await storage.put('staff', skillEntry(other!, { absences: [{ id: 'abs_1', from: '2026-03-15', to: '2026-03-15' }] }));
      await entry({});
      expect(await again()).toBe(known);
      await world.workloads.leave(known!, now);
      const { id } = await world.opened(paula);
      await assign(id);
      expect((await tickets.ofCustomer(paula, id))!.status).toBe('open');
      expect(first.assignee).toBe(known);
    });

    it('gives it to the best who has room, and to whom is busy last', async () => {
      await clerks(0, 'claims');
      const [best, busy, novice] = [newId('agt'), newId('agt'), newId('agt')];
      await storage.put(
        'staff',
        skillEntry(best, { capacity: 2 }, { skill: 'claims', level: 5 }),
        skillEntry(busy, { status: 'busy' }, { skill: 'claims', level: 4 }),
        skillEntry(novice, { capacity: 1 }, { skill: 'claims', level: 1 }),
      );
      const given: (string | undefined)[] = [];
      for (let count = 0; count < 4; count++) {
        const paula = await world.customer();
        const { id } = await world.opened(paula);
        await assign(id);
        given.push((await tickets.ofCustomer(paula, id))!.assignee);
      }
      expect(given).toEqual([best, best, novice, busy]);
    });

    it('chooses anew where they were given tickets in between, or left', async () => {
      const ids = await clerks(2, 'claims');
      const { id, customerId } = await world.opened(await world.customer());
      const limits: (number | undefined)[] = [];
      const busy: typeof tickets = {
        ...tickets,
        async assign(ticket, step, atMost, at) {
          limits.push(atMost);
          if (limits.length === 3) await world.workloads.leave(ticket.assignee!, now);
          else if (atMost !== undefined) for (let more = 0; more < 2; more++) await world.assignedTo(ticket.assignee!, await world.opened(customerId));
          return tickets.assign(ticket, step, atMost, at);
        },
      };
      expect(await outcome(assign(id, { tickets: busy }))).toBeUndefined();
      // By the third time one of them leaves, and there is nobody left to be fair to.
      expect(limits).toEqual([1, 1, 3, undefined]);
      const { assignee } = (await tickets.ofCustomer(customerId, id))!;
      expect((await world.workloads.here(ids)).get(assignee!)).toBe(3);
    });

    it('gives it by the ninth time however many they were given', async () => {
      await clerks(2, 'claims');
      const { id, customerId } = await world.opened(await world.customer());
      let made = 0;
      const busy: typeof tickets = {
        ...tickets,
        assign: (ticket, step, atMost, at) => (made++, atMost === undefined ? tickets.assign(ticket, step, atMost, at) : Promise.reject(workloadChanged())),
      };
      expect(await outcome(assign(id, { tickets: busy }))).toBeUndefined();
      expect([made, (await tickets.ofCustomer(customerId, id))!.status]).toEqual([9, 'assigned']);
    });

    it.each([
      ['storage stays busy', 99, 1],
      ['the time is up', 3, 3],
      ['there was no time from the beginning', 0, 0],
    ])('lets the ticket make way until the clock comes by where %s', async (_why, timeFor, attempts) => {
      await clerks(2, 'claims');
      const { id, customerId } = await world.opened(await world.customer());
      let made = 0;
      const busy = { ...tickets, assign: () => Promise.reject((made++, timeFor === 99 ? storageBusy() : workloadChanged())) };
      expect(await outcome(assign(id, { tickets: busy, hasTime: () => made < timeFor }))).toBeUndefined();
      expect(made).toBe(attempts);
      expect((await world.stored(customerId))['ticket']).toMatchObject([{ status: 'open', version: 1, wakeAt: now.toISOString() }]);
    });

    it('is done once per ticket', async () => {
      const [clerk] = await clerks(1, 'claims');
      const { id, customerId } = await world.opened(await world.customer());
      await assign(id);
      expect(await outcome(assign(id))).toEqual({ refused: 'conflict/already-done' });
      expect(await tickets.ofCustomer(customerId, id)).toMatchObject({ assignee: clerk, version: 2 });
      expect(await world.workloads.workloads([clerk!])).toEqual(new Map([[clerk, 1]]));
    });

    it('waits for somebody with the skill', async () => {
      await clerks(2, 'service');
      const { id, customerId } = await world.opened(await world.customer());
      await assign(id);
      expect((await world.stored(customerId))['ticket']).toMatchObject([{ status: 'open', wakeAt: expect.any(String) }]);
      expect(await outcome(assign(newId('tck')))).toEqual({ refused: 'not-found/no-such-ticket' });
    });

    it('is over for somebody who goes', async () => {
      await clerks(1, 'claims');
      const paula = await world.customer();
      const { id } = await world.opened(paula);
      await world.customer({ status: 'erasing' }, paula);
      expect(await outcome(assign(id))).toEqual({ refused: 'conflict/customer-erased' });
    });
  });
});
