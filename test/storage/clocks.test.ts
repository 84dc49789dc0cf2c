import { beforeEach, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../events/event.ts';
import { ticketEscalationDue } from '../../events/ticket-escalation-due.ts';
import { ticketWaitsForClerk } from '../../events/ticket-waits-for-clerk.ts';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { changeTicket } from '../../functions/tickets/change-ticket.ts';
import { escalateTicket, type EscalateDeps } from '../../functions/tickets/escalate-ticket.ts';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { reopenTicket } from '../../functions/tickets/reopen-ticket.ts';
import { resumeTicket } from '../../functions/tickets/resume-ticket.ts';
import { returnTicket } from '../../functions/tickets/return-ticket.ts';
import { waitFor } from '../../functions/tickets/wait-for.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { escalationTable } from '../../shared/tickets/escalation-table.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { describeStorage } from './harness.ts';
import { rules } from './privacy-fixtures.ts';
import { taskWorld } from './task-fixtures.ts';
import { outcome, report } from './ticket-world.ts';

/** A Monday, ten by clocks in Berlin. */
const monday = '2026-03-16T09:00:00.000Z';

describeStorage('the clocks of a ticket', (storage) => {
  const world = taskWorld(storage);
  const { now } = world;
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(monday);
  });

  const deps = { ...world.deps, customers: customerReader(storage.db), staff: staffReader(storage.db), newId, newNumber: newTicketNumber, now };
  const workerOver = (db: Database, log = memoryLog()): EscalateDeps => ({
    tickets: world.over(db).tickets,
    escalations: escalationTable({ db, rules, newId }),
    staff: staffReader(db),
    hours: deps.hours,
    log,
    now,
  });
  const none = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const once = () => ({ key: newId('acc'), body: '{}' });
  const as = (id: string): Caller => ({ id, roles: ['agent'] });
  const by = (id: string): Caller => ({ id, roles: ['customer'] });
  const item = ({ customerId, id }: Pick<Ticket, 'customerId' | 'id'>) => storage.db.get('tickets', ticketKey(customerId, id));
  const shown = async ({ id, customerId }: Pick<Ticket, 'customerId' | 'id'>, caller = by(customerId)) =>
    getTicket.handle({ ...none, params: { ticketId: id }, caller }, deps);
  const steps = async (ticket: Ticket) =>
    (await world.deps.interactions.interactions(ticket, 100)).items.filter(({ content }) => content.type === 'escalation').map(({ content }) => content);

  /** A question that a clerk has. */
  async function given() {
    const clerk = await world.clerk();
    const { incident: _, ...said } = report;
    const asked = { ...said, kind: 'question' as const, message: 'Bin ich im Ausland versichert?' };
    const ticket = await world.openTicket((await world.person()).id, monday, asked);
    return { clerk, ticket: await world.assignTo(clerk, ticket, monday) };
  }

  /** What is told of clocks when it is so late. */
  async function wakes(at: string): Promise<DomainEvent[]> {
    world.clock.at = new Date(at);
    const told = async () =>
      (await storage.items('events')).map(eventOf).filter(({ type }) => type === ticketEscalationDue.type || type === ticketWaitsForClerk.type);
    const before = new Set((await told()).map(({ id }) => id));
    await wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now, log: memoryLog(), hasTime: () => true });
    return (await told()).filter(({ id }) => !before.has(id));
  }

  /** The same, and what comes of it. */
  async function passes(at: string): Promise<string[]> {
    const events = await wakes(at);
    return Promise.all(events.map((event) => outcome(escalateTicket(event, workerOver(storage.db)))));
  }

  it('are promised as it is opened: to the customer by a day, to staff by the minute', async () => {
    const { id } = await world.person();
    const opened = await openTicket.handle({ ...none, body: report, caller: by(id), once: once() }, deps);
    expect(opened.expected).toEqual({
      next: 'answer',
      by: '2026-03-17',
      words: { de: 'Wir antworten Ihnen bis Dienstag, 17. März 2026.', en: 'We will answer you by Tuesday, 17 March 2026.' },
    });
    expect(opened).not.toHaveProperty('clock');
    expect([opened.firstAnswerBy, opened.resolveBy, opened.overdue]).toEqual([undefined, undefined, undefined]);
    expect(await shown({ id: opened.id, customerId: id }, as('agt_01'))).toMatchObject({
      firstAnswerBy: '2026-03-17T09:00:00.000Z',
      resolveBy: '2026-03-30T08:00:00.000Z',
    });
  });

  it('run while a clerk has it: the clerk hears before the time is up, the team when it is, and each once', async () => {
    const { clerk, ticket } = await given();
    expect(await item(ticket)).toMatchObject({ wakeAt: '2026-03-16T16:30:00.000Z' });
    expect(await wakes('2026-03-16T16:29:00.000Z')).toEqual([]);
    expect(await passes('2026-03-16T16:30:00.000Z')).toEqual(['done']);
    const { items } = await world.inbox(clerk);
    expect(items).toMatchObject([
      { what: 'reminder', ticketId: ticket.id, reminder: { cause: 'first-answer-soon', forAgent: clerk, firedAt: '2026-03-16T16:30:00.000Z' } },
    ]);
    expect(items[0]!.reminder!.setBy).toBeUndefined();
    expect(await passes('2026-03-17T08:59:00.000Z')).toEqual([]);
    // Late by a quarter of an hour: a minute that is missed needs no logic.
    expect(await passes('2026-03-17T09:15:00.000Z')).toEqual(['done']);
    expect((await world.inbox(clerk, 'team')).items).toMatchObject([{ reminder: { cause: 'first-answer-overdue' } }]);
    expect(await steps(ticket)).toEqual([
      { type: 'escalation', clock: 'first-answer', atPercent: 75, told: 'clerk' },
      { type: 'escalation', clock: 'first-answer', atPercent: 100, told: 'team' },
    ]);
    expect(await shown(ticket, as(clerk))).toMatchObject({ overdue: ['first-answer'], version: 4 });
    // The customer was told a day, and that is not over.
    expect((await shown(ticket)).expected).toMatchObject({ next: 'answer', by: '2026-03-17' });
    expect((await shown(ticket)).expected).not.toHaveProperty('late');
    world.clock.at = new Date('2026-03-18T07:00:00Z');
    expect((await shown(ticket)).expected).toMatchObject({ next: 'answer', by: '2026-03-17', late: true });
  });

  it('raise the priority when nobody has answered for long, and promise nothing else for that', async () => {
    const { ticket } = await given();
    const before = await item(ticket);
    expect(await passes('2026-03-18T09:00:00.000Z')).toEqual(['done']);
    expect(await item(ticket)).toMatchObject({ priority: 'high', clock: { resolveBy: (before!.clock as { resolveBy: string }).resolveBy } });
    expect(await steps(ticket)).toEqual([{ type: 'escalation', clock: 'first-answer', atPercent: 200, told: 'team', priority: 'high' }]);
  });

  it.each([
    ['a message', (ticket: Ticket, clerk: string) => add(ticket, clerk, { type: 'message', text: 'Ja, sind Sie.' })],
    ['a letter', (ticket: Ticket) => world.issueLetter(ticket, now().toISOString())],
  ])('ask for no first answer any more where there was %s of a clerk', async (_, answer) => {
    const { clerk, ticket } = await given();
    world.clock.at = new Date('2026-03-16T10:00:00.000Z');
    await answer(ticket, clerk);
    expect(await shown(ticket, as(clerk))).toMatchObject({ answeredAt: '2026-03-16T10:00:00.000Z', resolveBy: '2026-03-30T08:00:00.000Z', version: 2 });
    expect((await shown(ticket)).expected).toMatchObject({ next: 'decision', by: '2026-03-30' });
    expect(await passes('2026-03-17T12:00:00.000Z')).toEqual(['done']);
    expect([await steps(ticket), (await world.inbox(clerk)).items]).toEqual([[], []]);
    // It sleeps until three quarters of its resolution.
    expect(await item(ticket)).toMatchObject({ version: 2, wakeAt: '2026-03-25T14:00:00.000Z' });
  });

  const add = (ticket: Ticket, clerk: string, body: object) =>
    addInteraction.handle({ ...none, params: { ticketId: ticket.id }, body: body as never, caller: as(clerk), once: once() }, deps);

  it('keep the first of several answers, and count no note as one', async () => {
    const { clerk, ticket } = await given();
    await add(ticket, clerk, { type: 'internal-note', text: 'Prüfen.' });
    expect(await item(ticket)).not.toHaveProperty('answeredAt');
    await add(ticket, clerk, { type: 'message', text: 'Ja.' });
    world.clock.at = new Date('2026-03-16T12:00:00.000Z');
    await add(ticket, clerk, { type: 'message', text: 'Auch in der Schweiz.' });
    expect(await item(ticket)).toMatchObject({ answeredAt: monday });
  });

  it('stand still while it waits, and go on with what is left', async () => {
    const { clerk, ticket } = await given();
    await add(ticket, clerk, { type: 'message', text: 'Für welches Land?' });
    const change = { ...none, params: { ticketId: ticket.id }, caller: as(clerk) };
    await waitFor.handle({ ...change, body: { waitingFor: 'customer' }, once: once(), ifMatch: 2 }, deps);
    expect((await shown(ticket)).expected).toMatchObject({ next: 'your-reply' });
    expect(await item(ticket)).not.toHaveProperty('wakeSk');
    expect(await wakes('2026-06-01T09:00:00.000Z')).toEqual([]);
    world.clock.at = new Date('2026-03-18T09:00:00.000Z');
    await resumeTicket.handle({ ...change, body: {}, once: once(), ifMatch: 3 }, deps);
    expect(await item(ticket)).toMatchObject({ clock: { pausedMinutes: 1_200, resolveBy: '2026-04-01T08:00:00.000Z' }, wakeAt: '2026-03-27T14:00:00.000Z' });
  });

  it('have other targets with another priority, wherever the ticket sleeps', async () => {
    const { clerk, ticket } = await given();
    const change = { ...none, params: { ticketId: ticket.id }, caller: as(clerk), once: undefined };
    await changeTicket.handle({ ...change, body: { priority: 'urgent' }, ifMatch: 2 }, deps);
    expect(await item(ticket)).toMatchObject({ clock: { firstAnswerBy: '2026-03-16T11:00:00.000Z' }, wakeAt: '2026-03-16T10:30:00.000Z' });
    await returnTicket.handle({ ...change, ifMatch: 3 }, deps);
    const asleep = await item(ticket);
    await changeTicket.handle({ ...change, body: { priority: 'low' }, ifMatch: 4 }, deps);
    expect(await item(ticket)).toMatchObject({ wakeSk: asleep!.wakeSk, clock: { answerMinutes: 1_800 } });
  });

  it('run on where nobody has it, and then everybody hears', async () => {
    const { clerk, ticket } = await given();
    await returnTicket.handle({ ...none, params: { ticketId: ticket.id }, caller: as(clerk), ifMatch: 2 }, deps);
    // The same message that lets a clerk be looked for: who looks puts it to sleep.
    expect(await passes('2026-03-17T09:00:00.000Z')).toEqual(['done']);
    expect((await world.inbox(clerk, 'everybody')).items).toMatchObject([{ reminder: { cause: 'first-answer-overdue' } }]);
    expect(await item(ticket)).not.toHaveProperty('wakeSk');
    expect(await outcome(escalateTicket(ticketWaitsForClerk.make({ ...aboutNow(ticket), data: { kind: 'question' } }), workerOver(storage.db)))).toBe(
      'conflict/already-done',
    );
  });

  const aboutNow = ({ id }: Ticket) => ({ id: newId('evt'), aggregateId: id, at: now() });
  const dueOf = (ticket: Ticket) => ticketEscalationDue.make({ ...aboutNow(ticket), data: { kind: ticket.matter } });

  it('have one effect however often they are heard of, and at the same time', async () => {
    const { clerk, ticket } = await given();
    world.clock.at = new Date('2026-03-16T16:30:00.000Z');
    const [first, second] = [dueOf(ticket), dueOf(ticket)];
    const heard = await Promise.all([first, second, first].map((event) => outcome(escalateTicket(event, workerOver(storage.db)))));
    expect(heard.filter((one) => one === 'done')).not.toEqual([]);
    expect(heard.every((one) => one === 'done' || one === 'conflict/changed-meanwhile' || one === 'conflict/already-done')).toBe(true);
    for (const event of [first, second]) await outcome(escalateTicket(event, workerOver(storage.db)));
    expect([(await steps(ticket)).length, (await world.inbox(clerk)).items.length]).toEqual([1, 1]);
    expect(await item(ticket)).toMatchObject({ version: 3, clock: { taken: ['first-answer-75'] } });
  });

  it('do not say that an answer is missing which comes at that moment', async () => {
    const { clerk, ticket } = await given();
    world.clock.at = new Date('2026-03-16T16:30:00.000Z');
    const { db } = storage;
    const overtaken: Database = {
      ...db,
      async commit(...asked) {
        await add(ticket, clerk, { type: 'message', text: 'Ja.' });
        return db.commit(...asked);
      },
    };
    expect(await outcome(escalateTicket(dueOf(ticket), { ...workerOver(db), escalations: escalationTable({ db: overtaken, rules, newId }) }))).toBe(
      'conflict/changed-meanwhile',
    );
    expect(await outcome(escalateTicket(dueOf(ticket), workerOver(db)))).toBe('done');
    expect(await steps(ticket)).toEqual([]);
  });

  it.each([
    ['the ticket', 'tickets', { restrictedSince: monday }],
    ['its customer', 'customers', { restrictedSince: monday }],
  ] as const)('do nothing while %s is restricted, and are looked at again', async (_, table, state) => {
    const { clerk, ticket } = await given();
    const key = table === 'tickets' ? ticketKey(ticket.customerId, ticket.id) : { pk: ticket.customerId, sk: 'customer' };
    const before = await storage.db.get(table, key);
    await storage.put(table, { ...before!, ...state });
    expect(await passes('2026-03-17T09:00:00.000Z')).toHaveLength(1);
    expect([await steps(ticket), (await world.inbox(clerk)).items]).toEqual([[], []]);
    expect(await item(ticket)).toMatchObject({ wakeAt: '2026-03-17T10:00:00.000Z' });
    await storage.put(table, { ...(await storage.db.get(table, key))!, restrictedSince: undefined });
    expect(await passes('2026-03-17T10:00:00.000Z')).toEqual(['done']);
    expect(await steps(ticket)).toHaveLength(1);
  });

  it('are looked at again after an hour where the message was lost', async () => {
    const { ticket } = await given();
    expect(await wakes('2026-03-16T16:30:00.000Z')).toHaveLength(1);
    expect(await wakes('2026-03-16T17:29:00.000Z')).toEqual([]);
    expect(await passes('2026-03-16T17:30:00.000Z')).toEqual(['done']);
    expect(await steps(ticket)).toHaveLength(1);
  });

  it('cost a query and a read to look at, a read more for whose they are, and one write', async () => {
    const { ticket } = await given();
    const counted = async (at: string) => {
      world.clock.at = new Date(at);
      return (await storage.counted(() => escalateTicket(dueOf(ticket), workerOver(storage.db)))).byCommand;
    };
    expect(await counted('2026-03-16T10:00:00.000Z')).toEqual({ Query: 1, GetItem: 1, TransactWriteItems: 1 });
    expect(await counted('2026-03-16T16:30:00.000Z')).toEqual({ Query: 1, GetItem: 2, TransactWriteItems: 1 });
  });

  it('tell the team where the clerk has left', async () => {
    const { clerk, ticket } = await given();
    await world.dismiss(clerk);
    world.clock.at = new Date('2026-03-16T16:30:00.000Z');
    await escalateTicket(dueOf(ticket), workerOver(storage.db));
    expect(await steps(ticket)).toMatchObject([{ told: 'team' }]);
    expect((await world.inbox(await world.clerk(), 'team')).items).toHaveLength(1);
  });

  it('stop when it is closed, and start anew when it is reopened', async () => {
    const { clerk, ticket } = await given();
    await add(ticket, clerk, { type: 'message', text: 'Ja.' });
    await world.closeTicket(ticket, now().toISOString());
    expect(await item(ticket)).not.toHaveProperty('wakeSk');
    expect(await shown(ticket)).not.toHaveProperty('expected', expect.anything());
    world.clock.at = new Date('2026-03-18T09:00:00.000Z');
    const again = await reopenTicket.handle(
      { ...none, params: { ticketId: ticket.id }, body: {}, caller: by(ticket.customerId), once: once(), ifMatch: 3 },
      deps,
    );
    expect(again.expected).toMatchObject({ next: 'answer', by: '2026-03-19' });
    const stored = await item(ticket);
    expect(stored).toMatchObject({ clock: { from: '2026-03-18T09:00:00.000Z', taken: [], pausedMinutes: 0 }, wakeAt: '2026-03-18T16:30:00.000Z' });
    expect(stored).not.toHaveProperty('answeredAt');
  });

  it('begin for a ticket of before with its next change', async () => {
    const { clerk, ticket } = await given();
    const { clock: _, wakeAt: __, wakePk: ___, wakeSk: ____, ...before } = (await item(ticket))!;
    await storage.put('tickets', before);
    expect(await shown(ticket, as(clerk))).not.toHaveProperty('resolveBy', expect.anything());
    world.clock.at = new Date('2026-03-18T09:00:00.000Z');
    await changeTicket.handle({ ...none, params: { ticketId: ticket.id }, caller: as(clerk), once: undefined, body: { priority: 'high' }, ifMatch: 2 }, deps);
    expect(await shown(ticket, as(clerk))).toMatchObject({ resolveBy: '2026-03-25T09:00:00.000Z' });
    expect((await shown(ticket)).expected).toMatchObject({ next: 'decision' });
  });
});
