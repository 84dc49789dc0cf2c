import { beforeEach, expect, it } from '@jest/globals';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { correctInteraction } from '../../functions/tickets/correct-interaction.ts';
import { fileMerged } from '../../functions/tickets/file-merged.ts';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { hearCustomer } from '../../functions/tickets/hear-customer.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { reopenTicket } from '../../functions/tickets/reopen-ticket.ts';
import { separateTickets } from '../../functions/tickets/separate-tickets.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Report } from '../../shared/tickets/report.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { workloadKey } from '../../shared/tickets/workload-item.ts';
import { reminderSet, NewReminder } from '../../shared/tasks/reminder.ts';
import { addedTask, NewTask } from '../../shared/tasks/task.ts';
import { png } from '../unit/documents/made-files.ts';
import { documentWorld } from './document-fixtures.ts';
import { describeStorage } from './harness.ts';
import { once, outcome, report } from './ticket-world.ts';

describeStorage('tickets that are merged', (storage) => {
  const world = documentWorld(storage);
  const now = () => world.clock.at;
  const firstDay = new Date('2026-03-15T09:30:00Z');
  beforeEach(async () => {
    await world.clear();
    world.clock.at = firstDay;
  });

  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const depsOver = (db: Database) => ({
    ...world.over(db),
    customers: customerReader(db),
    staff: staffReader(db),
    newId,
    newNumber: newTicketNumber,
    now,
  });
  const deps = depsOver(storage.db);
  const filing = (db: Database) => ({ tickets: world.over(db).tickets, filing: filingTable({ db, registry: storedItems }) });
  const agent: Caller = { id: 'agt_01', roles: ['agent'] };
  const request = (key = newId('acc')) => ({ key, body: '{}' });
  const merge = (ticket: Pick<Ticket, 'id'>, into: string, ifMatch: number, key?: string) =>
    mergeTickets.handle({ ...nothing, params: { ticketId: ticket.id }, body: { into }, caller: agent, once: request(key), ifMatch }, deps);
  const separate = (ticket: Pick<Ticket, 'id'>, ifMatch: number) =>
    separateTickets.handle({ ...nothing, params: { ticketId: ticket.id }, caller: agent, ifMatch }, deps);
  const file = (ticket: Pick<Ticket, 'id'>, db = storage.db) => fileMerged({ aggregateId: ticket.id }, filing(db));
  const stored = async ({ customerId, id }: Pick<Ticket, 'id' | 'customerId'>) => (await storage.db.get('tickets', ticketKey(customerId, id)))!;
  const current = async ({ customerId, id }: Ticket) => (await world.deps.tickets.ofCustomer(customerId, id))!;
  const steps = async (ticket: Pick<Ticket, 'id' | 'customerId'>) => (await world.deps.interactions.interactions(ticket, 500)).items;
  const typesOn = async (ticket: Ticket) => (await steps(ticket)).map(({ content }) => content.type);
  const says = (ticket: Ticket, text: string) => world.append(ticket, now().toISOString(), { type: 'message', text }, { by: { role: 'customer' } });
  const loadOf = async (clerk: string) => (await storage.db.get('tickets', workloadKey(clerk)))?.assigned;

  /** Everything that can lie on a case. */
  async function full(customerId: string, clerk: string): Promise<Ticket> {
    const { ticket } = await world.aCase(customerId, { closedAt: undefined });
    await says(ticket, 'Hier ist noch etwas.');
    await world.sent(ticket, png(), 'image/png');
    const origin = { customerId, ticketId: ticket.id, ticketNumber: ticket.number };
    const task = addedTask(newId('tsk'), origin, NewTask.parse({ title: 'Gutachten anfordern' }), { id: clerk, at: now() });
    await world.deps.tasks.add(task, once(task.id), now());
    const asked = NewReminder.parse({ at: '2026-03-20T09:00:00Z', note: 'Nachfragen', forAgent: clerk });
    const reminder = reminderSet(newId('rem'), origin, asked, { id: clerk, at: now() });
    await world.deps.reminders.set(reminder, once(reminder.id), now());
    return current(ticket);
  }

  /** What of a customer lies on a case, by table and kind. */
  async function lyingOn(ticket: Ticket): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const table of ['tickets', 'tasks', 'letters', 'documents', 'notifications'] as const) {
      for (const { pk, ticketId, kind } of await storage.items(table))
        if (pk === ticket.customerId && ticketId === ticket.id) found[String(kind)] = (found[String(kind)] ?? 0) + 1;
    }
    return found;
  }

  async function two(): Promise<{ clerk: string; duplicate: Ticket; other: Ticket }> {
    const clerk = await world.clerk();
    const { id } = await world.person();
    const other = await full(id, clerk);
    const duplicate = await full(id, clerk);
    return { clerk, duplicate: await world.assignTo(clerk, duplicate, now().toISOString()), other };
  }

  it('go on as one: everything of both lies on the one, counted there, and the number of the other leads to it', async () => {
    const { clerk, duplicate, other } = await two();
    const [before, its] = [await lyingOn(other), await lyingOn(duplicate)];
    expect(Object.keys(its)).toEqual(
      expect.arrayContaining(['correspondence', 'note', 'payout', 'time-entry', 'task', 'reminder', 'letter', 'document', 'notification']),
    );
    expect(await merge(duplicate, other.id, duplicate.version)).toMatchObject({ id: other.id, version: other.version + 1, unreadMessages: 4 });
    await file(duplicate);
    const stay = { 'login-ip': 1, 'login-time': 1 };
    expect(await lyingOn(duplicate)).toEqual(stay);
    const all = Object.keys({ ...before, ...its });
    const sum = Object.fromEntries(all.map((kind) => [kind, (before[kind] ?? 0) + (its[kind] ?? 0) - (kind in stay ? 1 : 0)]));
    expect(await lyingOn(other)).toEqual({ ...sum, note: sum.note! + 1 });
    expect(await stored(other)).toMatchObject({ paidCents: 169_000, openTasks: 2, documents: 2, unreadMessages: 4 });
    expect(await stored(duplicate)).toMatchObject({ status: 'closed', mergedInto: other.id, paidCents: 0, openTasks: 0, documents: 0 });
    expect(await loadOf(clerk)).toBe(0);
    // In the order in which they happened, the times among them.
    const ids = (await steps(other)).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect((await steps(other)).filter(({ minutesSpent }) => minutesSpent !== undefined)).toHaveLength(4);
    const { items } = await listTickets.handle({ ...nothing, query: { limit: 5, number: duplicate.number }, caller: agent }, deps);
    expect(items).toMatchObject([{ id: other.id }]);
    expect((await world.list(world.agent('agt_01'), other.id)).items).toHaveLength(2);
    expect(await getTicket.handle({ ...nothing, params: { ticketId: duplicate.id }, caller: agent }, deps)).toMatchObject({ mergedInto: other.id });
    await file(duplicate);
    expect(await lyingOn(other)).toEqual({ ...sum, note: sum.note! + 1 });
  });

  it('are two again within a day: what came goes back, also what was said of it since, and what was written since stays', async () => {
    const { clerk, duplicate, other } = await two();
    const [before, its] = [await lyingOn(other), await lyingOn(duplicate)];
    const counts = async (of: Ticket) => {
      const { paidCents, openTasks, documents, unreadMessages } = await stored(of);
      return { paidCents, openTasks, documents, unreadMessages };
    };
    const [otherCounts, itsCounts] = [await counts(other), await counts(duplicate)];
    await merge(duplicate, other.id, duplicate.version);
    await file(duplicate);
    const write = (body: Parameters<typeof addInteraction.handle>[0]['body']) =>
      addInteraction.handle({ ...nothing, params: { ticketId: other.id }, body, caller: agent, once: request() }, deps);
    const paid = (await steps(other)).find(({ content, cameWith }) => content.type === 'payout' && cameWith)!;
    await write({ type: 'payout-reversal', payoutId: paid.id, reversedOn: '2026-03-19' });
    const note = (await steps(other)).find(({ content, cameWith }) => content.type === 'call-note' && cameWith)!;
    const right = { text: 'Paula Sommer ruft zurück.', reason: 'falsch herum' };
    await correctInteraction.handle({ ...nothing, params: { ticketId: other.id, interactionId: note.id }, body: right, caller: agent, once: request() }, deps);
    await write({ type: 'internal-note', text: 'Doch zwei Fälle.' });
    const merged = await current(duplicate);
    world.clock.at = new Date('2026-03-16T09:00:00Z');
    expect(await separate(duplicate, merged.version)).toMatchObject({ status: 'assigned', assignee: clerk, version: merged.version + 1 });
    await file(duplicate);
    expect(await lyingOn(duplicate)).toEqual({ ...its, note: its.note! + 2, payout: its.payout! + 1 });
    expect(await lyingOn(other)).toEqual({ ...before, note: before.note! + 3 });
    expect(await counts(duplicate)).toEqual({ ...itsCounts, paidCents: 0 });
    expect(await counts(other)).toEqual(otherCounts);
    expect((await steps(duplicate)).find(({ id }) => id === note.id)).toMatchObject({ content: { text: right.text } });
    expect((await steps(duplicate)).filter(({ cameWith }) => cameWith)).toEqual([]);
    expect((await world.list(world.agent('agt_01'), duplicate.id)).items).toHaveLength(1);
    expect(await loadOf(clerk)).toBe(1);
    // Whoever asks again is told how it is.
    expect(await separate(duplicate, merged.version)).toMatchObject({ status: 'assigned' });
    await file(duplicate);
    expect(await counts(other)).toEqual(otherCounts);
  });

  it('stay one after a day', async () => {
    const { duplicate, other } = await two();
    await merge(duplicate, other.id, duplicate.version);
    world.clock.at = new Date('2026-03-16T09:30:01Z');
    expect(await outcome(separate(duplicate, duplicate.version + 1))).toBe('conflict/merge-final');
  });

  it('are told by what somebody saw, once, and under the version that they saw', async () => {
    const { duplicate, other } = await two();
    const key = newId('acc');
    expect(await outcome(merge(duplicate, other.id, duplicate.version - 1))).toBe('stale/ticket-changed');
    await merge(duplicate, other.id, duplicate.version, key);
    expect(await merge(duplicate, other.id, duplicate.version, key)).toMatchObject({ id: other.id });
    expect((await typesOn(other)).filter((type) => type === 'merge')).toHaveLength(1);
    expect(await outcome(merge(duplicate, other.id, duplicate.version + 1))).toBe('conflict/ticket-merged');
  });

  it('are of one customer, worked on, and both of health or neither', async () => {
    const { id } = await world.person();
    const [one, closed] = [await world.openTicket(id), await world.openTicket(id)];
    const others = await world.openTicket((await world.person()).id);
    await world.closeTicket(closed, now().toISOString());
    const { incident: _, ...said } = report;
    const aid: Report = { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } };
    const ofHealth = await world.openTicket(id, undefined, aid);
    expect(await outcome(merge(one, one.id, 1))).toBe('invalid/invalid-body');
    expect(await outcome(merge(one, newId('tck'), 1))).toBe('invalid/invalid-body');
    expect(await outcome(merge(one, others.id, 1))).toBe('conflict/of-another-customer');
    expect(await outcome(merge(one, closed.id, 1))).toBe('conflict/ticket-closed');
    expect(await outcome(merge(one, ofHealth.id, 1))).toBe('conflict/kinds-differ');
    expect(await outcome(separate(one, 1))).toBe('conflict/ticket-not-merged');
    // The other way round a closed one becomes part of one that is worked on, and stays closed where that is undone.
    const { closedAt } = await current(closed);
    await merge(closed, one.id, 2);
    expect(await outcome(merge(await world.openTicket(id), closed.id, 1))).toBe('conflict/ticket-merged');
    expect(await separate(closed, 3)).toMatchObject({ status: 'closed', closedAt, outcome: 'settled' });
  });

  it('are not those that are restricted, or held as evidence', async () => {
    for (const state of ['restrictedSince', 'heldSince']) {
      for (const which of [0, 1]) {
        const { id } = await world.person();
        const pair = [await world.openTicket(id), await world.openTicket(id)] as const;
        await storage.put('tickets', { ...(await stored(pair[which]!)), [state]: now().toISOString() });
        const refusal = state === 'heldSince' ? 'conflict/ticket-locked' : 'conflict/processing-restricted';
        expect(await outcome(merge(pair[0], pair[1].id, 1))).toBe(refusal);
      }
    }
  });

  it('take nothing any more from staff, but what the customer writes on the one arrives on the other, and is heard there', async () => {
    const { duplicate, other } = await two();
    const { customerId } = other;
    await merge(duplicate, other.id, duplicate.version);
    const writeAs = (caller: Caller) =>
      addInteraction.handle(
        { ...nothing, params: { ticketId: duplicate.id }, body: { type: 'message', text: 'Und das noch.' }, caller, once: request() },
        deps,
      );
    expect(await outcome(writeAs(agent))).toBe('conflict/ticket-merged');
    const { id: written, ticketId } = await writeAs({ id: customerId, roles: ['customer'] });
    expect(ticketId).toBe(other.id);
    expect((await steps(other)).map(({ id }) => id)).toContain(written);
    const reopening = reopenTicket.handle(
      {
        ...nothing,
        params: { ticketId: duplicate.id },
        body: {},
        caller: { id: customerId, roles: ['customer'] },
        once: request(),
        ifMatch: duplicate.version + 1,
      },
      deps,
    );
    expect(await outcome(reopening)).toBe('conflict/ticket-merged');
    // What they send is announced for the other.
    expect(await world.sent(duplicate, png(), 'image/png')).toMatchObject({ ticketId: other.id, state: 'available' });
    // Told of the one before it was merged, heard after.
    expect(await outcome(hearCustomer({ id: newId('evt'), aggregateId: duplicate.id }, deps))).toBe('conflict/already-done');
    expect(await stored(duplicate)).toMatchObject({ status: 'closed' });
  });

  it('lead on where the one became part of another: all of it arrives there, whichever is filed first', async () => {
    const { duplicate, other } = await two();
    const last = await world.openTicket(other.customerId);
    const all = (await lyingOn(duplicate)).correspondence! + (await lyingOn(other)).correspondence! + (await lyingOn(last)).correspondence!;
    await merge(duplicate, other.id, duplicate.version);
    await merge(other, last.id, other.version + 1);
    expect(await outcome(separate(duplicate, duplicate.version + 1))).toBe('conflict/ticket-merged');
    await file(other);
    await file(duplicate);
    expect(await lyingOn(last)).toMatchObject({ correspondence: all });
    expect((await steps(last)).filter(({ cameWith }) => cameWith?.length === 2).length).toBeGreaterThan(5);
    // Undone from the end, each has its own again.
    await separate(other, other.version + 2);
    await file(other);
    await separate(duplicate, duplicate.version + 1);
    await file(duplicate);
    expect((await steps(last)).filter(({ cameWith }) => cameWith)).toEqual([]);
    expect(await lyingOn(duplicate)).toMatchObject({ payout: 1, task: 1, letter: 1, document: 1 });
    expect(await lyingOn(other)).toMatchObject({ payout: 1, task: 1, letter: 1, document: 1 });
  });

  it('are filed to the end after a crash anywhere, nothing twice and nothing lost', async () => {
    const { duplicate, other } = await two();
    for (let count = 0; count < 60; count++)
      await world.append(duplicate, now().toISOString(), { type: 'internal-note', text: `Vermerk ${count}` }, { minutesSpent: 1 });
    const expected = (await steps(duplicate)).length + (await steps(other)).length + 1;
    const { paidCents } = await stored(other);
    await merge(duplicate, other.id, duplicate.version);
    let crashes = 0;
    for (let at = 1; ; at++) {
      let calls = 0;
      storage.inject(({ command }) => (command === 'TransactWriteItems' && ++calls === at ? (at % 2 ? 'crash-before' : 'crash-after') : undefined));
      const ended = await file(duplicate).then(
        () => true,
        () => false,
      );
      storage.inject(undefined);
      if (ended) break;
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(2);
    expect(await steps(other)).toHaveLength(expected);
    expect(await steps(duplicate)).toEqual([]);
    expect(await stored(other)).toMatchObject({ paidCents: Number(paidCents) * 2 });
  });

  it('end while they are filed: what is undone meanwhile goes no further', async () => {
    const { duplicate, other } = await two();
    const its = await lyingOn(duplicate);
    await merge(duplicate, other.id, duplicate.version);
    let undone = false;
    const between: Database = {
      ...storage.db,
      async commit(change) {
        if (!undone) {
          undone = true;
          await separate(duplicate, duplicate.version + 1);
        }
        return storage.db.commit(change);
      },
    };
    expect(await outcome(file(duplicate, between))).toBe('conflict/already-done');
    await file(duplicate);
    expect(await lyingOn(duplicate)).toEqual({ ...its, note: its.note! + 1 });
  });
});
