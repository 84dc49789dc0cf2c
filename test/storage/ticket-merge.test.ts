import { beforeEach, expect, it } from '@jest/globals';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { changeTicket } from '../../functions/tickets/change-ticket.ts';
import { closeTicket } from '../../functions/tickets/close-ticket.ts';
import { correctInteraction } from '../../functions/tickets/correct-interaction.ts';
import { fileMerged } from '../../functions/tickets/file-merged.ts';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { hearCustomer } from '../../functions/tickets/hear-customer.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { reopenTicket } from '../../functions/tickets/reopen-ticket.ts';
import { separateTickets } from '../../functions/tickets/separate-tickets.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { timed } from '../../shared/tickets/clock.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { timeSpent } from '../../shared/time/time-entry.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Report } from '../../shared/tickets/report.ts';
import { waits, type Ticket } from '../../shared/tickets/ticket.ts';
import { workloadKey } from '../../shared/tickets/workload-item.ts';
import { reminderSet, NewReminder } from '../../shared/tasks/reminder.ts';
import { addedTask, NewTask } from '../../shared/tasks/task.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';
import { png } from '../unit/documents/made-files.ts';
import { documentWorld, saidOf } from './document-fixtures.ts';
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
  const pay = ({ id }: Ticket) => {
    const body = { type: 'payout' as const, amountCents: 100, reference: `SB-${newId('int').slice(-8)}`, paidOn: '2026-03-15' };
    return addInteraction.handle({ ...nothing, params: { ticketId: id }, body, caller: agent, once: request() }, deps);
  };
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
    const spent = { minutes: 5, activity: 'phone' as const, on: '2026-03-15' };
    const time = timeSpent(newId('tim'), { ...origin, matter: ticket.matter }, spent, { id: clerk, team: 'claims' }, now());
    await world.deps.times.add(time, once(time.id), now());
    return current(ticket);
  }

  /** What of a customer lies on a case, by table and kind. */
  async function lyingOn(ticket: Ticket): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const table of ['tickets', 'tasks', 'time', 'letters', 'documents', 'notifications'] as const) {
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
      expect.arrayContaining(['correspondence', 'note', 'payout', 'time-entry', 'recorded-time', 'task', 'reminder', 'letter', 'document', 'notification']),
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
    expect(await outcome(file(duplicate))).toBe('conflict/already-done');
    expect(await lyingOn(other)).toEqual({ ...sum, note: sum.note! + 1 });
    for (const one of [duplicate, other]) expect(await stored(one)).toMatchObject({ filings: 0 });
  });

  it('are left alone while what lies on them is under way: neither ends, is paid on, or goes anywhere else', async () => {
    const { duplicate, other } = await two();
    const third = await world.openTicket(other.customerId);
    await merge(duplicate, other.id, duplicate.version);
    const refused = async () => {
      const lastInteractionId = (await steps(other)).at(-1)!.id;
      const close = { outcome: 'settled' as const, lastInteractionId, openTasksSeen: true as const };
      const at = (await current(other)).version;
      return [
        await outcome(closeTicket.handle({ ...nothing, params: { ticketId: other.id }, body: close, caller: agent, once: request(), ifMatch: at }, deps)),
        await outcome(pay(other)),
        await outcome(merge(other, third.id, at)),
        await outcome(separate(duplicate, (await current(duplicate)).version)),
      ];
    };
    expect(await refused()).toEqual(Array.from({ length: 4 }, () => 'conflict/being-filed'));
    // Another may come to it meanwhile.
    await merge(third, other.id, 1);
    await file(duplicate);
    expect(await outcome(pay(other))).toBe('conflict/being-filed');
    await file(third);
    expect(await outcome(pay(other))).toBe('done');
  });

  it('have waited as long as they did, where that is undone: nothing is late by it, and its clock runs on', async () => {
    const { clerk, duplicate, other } = await two();
    await world.deps.tickets.markRead(duplicate, (await steps(duplicate)).at(-1)!.id);
    const waiting = timed(duplicate, waits(duplicate, 'expert', now()), now(), usualHours);
    const step = world.step(duplicate, now().toISOString(), { type: 'waiting', waitingFor: 'expert' });
    await world.deps.tickets.setStateHeard(waiting, step, now());
    world.clock.at = new Date('2026-04-15T09:30:00Z');
    await merge(duplicate, other.id, waiting.version);
    await file(duplicate);
    world.clock.at = new Date('2026-04-15T10:30:00Z');
    await separate(duplicate, waiting.version + 1);
    const { clock, wakeAt, waitingFor, assignee } = await stored(duplicate);
    expect([waitingFor, assignee]).toEqual([undefined, clerk]);
    const { pausedMinutes, resolveBy, next } = clock as { pausedMinutes: number; resolveBy: string; next: string };
    // A month of it, in hours in which the house works.
    expect(pausedMinutes).toBeGreaterThan(20 * 8 * 60);
    expect(resolveBy > now().toISOString()).toBe(true);
    expect([next > now().toISOString(), wakeAt]).toEqual([true, next]);
  });

  it('were answered where either was', async () => {
    const { duplicate, other } = await two();
    const unanswered = await world.openTicket(other.customerId);
    expect([(await current(duplicate)).answeredAt, (await current(unanswered)).answeredAt]).toEqual([expect.any(String), undefined]);
    await merge(duplicate, unanswered.id, duplicate.version);
    expect((await stored(unanswered)).answeredAt).toEqual((await current(duplicate)).answeredAt);
  });

  it('are kept and pressed as either was, and are as before where that is undone', async () => {
    const { duplicate, other } = await two();
    const choose = (ticket: Ticket, change: object) =>
      changeTicket.handle({ ...nothing, params: { ticketId: ticket.id }, body: change, caller: agent, ifMatch: ticket.version }, deps);
    await choose(duplicate, { retention: 'thirty-years', priority: 'urgent' });
    expect(await merge(duplicate, other.id, duplicate.version + 1)).toMatchObject({ retention: 'thirty-years', priority: 'urgent' });
    await file(duplicate);
    await separate(duplicate, duplicate.version + 2);
    expect(await stored(other)).toMatchObject({ retention: 'regular', priority: 'normal' });
  });

  it('go on where the other waited for the customer, who has written on the one', async () => {
    const { clerk, duplicate, other } = await two();
    const given = await world.assignTo(clerk, other, now().toISOString());
    const lastInteractionId = (await steps(other)).at(-1)!.id;
    await world.deps.tickets.markRead(other, lastInteractionId);
    await world.deps.tickets.setStateHeard(
      waits(given, 'customer', now()),
      world.step(other, now().toISOString(), { type: 'waiting', waitingFor: 'customer' }),
      now(),
    );
    expect(await merge(duplicate, other.id, duplicate.version)).toMatchObject({ status: 'assigned', unreadMessages: 2 });
    expect((await stored(other)).waitingFor).toBeUndefined();
    expect(await typesOn(other)).toEqual(expect.arrayContaining(['merge', 'resumption']));
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
    // What is unread there may be what came since, so it stays until somebody reads it.
    expect(await counts(other)).toEqual({ ...otherCounts, unreadMessages: 4 });
    expect((await steps(duplicate)).find(({ id }) => id === note.id)).toMatchObject({ content: { text: right.text } });
    expect((await steps(duplicate)).filter(({ cameWith }) => cameWith)).toEqual([]);
    expect((await world.list(world.agent('agt_01'), duplicate.id)).items).toHaveLength(1);
    expect(await loadOf(clerk)).toBe(1);
    // Whoever asks again is told how it is.
    expect(await separate(duplicate, merged.version)).toMatchObject({ status: 'assigned' });
    expect(await outcome(file(duplicate))).toBe('conflict/already-done');
    expect(await counts(other)).toEqual({ ...otherCounts, unreadMessages: 4 });
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
    await file(closed);
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
    const writeAs = (caller: Caller, key?: string) =>
      addInteraction.handle(
        { ...nothing, params: { ticketId: duplicate.id }, body: { type: 'message', text: 'Und das noch.' }, caller, once: request(key) },
        deps,
      );
    expect(await outcome(writeAs(agent))).toBe('conflict/ticket-merged');
    const key = newId('acc');
    const { id: written, ticketId } = await writeAs({ id: customerId, roles: ['customer'] }, key);
    // After a lost answer it is the same one, not one more.
    expect(await writeAs({ id: customerId, roles: ['customer'] }, key)).toMatchObject({ id: written });
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

  it('lead on where the one became part of another, and are undone from the end', async () => {
    const { duplicate, other } = await two();
    const last = await world.openTicket(other.customerId);
    const all = (await lyingOn(duplicate)).correspondence! + (await lyingOn(other)).correspondence! + (await lyingOn(last)).correspondence!;
    await merge(duplicate, other.id, duplicate.version);
    await file(duplicate);
    await merge(other, last.id, other.version + 1);
    await file(other);
    expect(await outcome(separate(duplicate, duplicate.version + 1))).toBe('conflict/ticket-merged');
    expect(await lyingOn(last)).toMatchObject({ correspondence: all });
    expect((await steps(last)).filter(({ cameWith }) => cameWith?.length === 2).length).toBeGreaterThan(5);
    const { items } = await listTickets.handle({ ...nothing, query: { limit: 5, number: duplicate.number }, caller: agent }, deps);
    expect(items).toMatchObject([{ id: last.id }]);
    // Undone from the end, each has its own again.
    await separate(other, other.version + 2);
    await file(other);
    await separate(duplicate, duplicate.version + 1);
    await file(duplicate);
    expect((await steps(last)).filter(({ cameWith }) => cameWith)).toEqual([]);
    expect(await lyingOn(duplicate)).toMatchObject({ payout: 1, task: 1, letter: 1, document: 1 });
    expect(await lyingOn(other)).toMatchObject({ payout: 1, task: 1, letter: 1, document: 1 });
  });

  it('are filed as they are by then: what a letter’s reader, a sender or a clerk’s inbox changes in between is neither lost nor in the way', async () => {
    const { duplicate, other } = await two();
    await merge(duplicate, other.id, duplicate.version);
    const of = async (table: 'letters' | 'notifications' | 'tasks', kind: string) =>
      (await storage.items(table)).find((item) => item.kind === kind && item.ticketId === duplicate.id)!;
    const letter = await of('letters', 'letter');
    const notification = await of('notifications', 'notification');
    const task = await of('tasks', 'task');
    const writers: [string, () => Promise<void>][] = [
      [String(letter.id), async () => world.deps.letters.recordOpening((await world.deps.letters.ofCustomer(duplicate.customerId, String(letter.id)))!, now())],
      [
        String(notification.id),
        async () => world.deps.notifications.claim((await notificationReader(storage.db).notification(String(notification.id)))!, 1, now()),
      ],
      [String(task.id), async () => world.deps.tasks.comeUp((await world.deps.tasks.byId(String(task.id)))!, { team: 'claims' }, newId('evt'))],
    ];
    for (const [id, write] of writers) {
      let written = false;
      const between: Database = {
        ...storage.db,
        async commit(change) {
          if (!written && JSON.stringify(change.writes).includes(id)) {
            written = true;
            await write();
          }
          return storage.db.commit(change);
        },
      };
      expect([await outcome(file(duplicate, between)), written]).toEqual(['conflict/changed-meanwhile', true]);
    }
    await file(duplicate);
    const moved = async (table: 'letters' | 'notifications' | 'tasks', id: unknown) => (await storage.items(table)).filter((item) => item.id === id);
    expect(await moved('letters', letter.id)).toMatchObject([{ ticketId: other.id, openings: 1 }]);
    expect(await moved('tasks', task.id)).toMatchObject([{ ticketId: other.id, inboxPk: expect.any(String) }]);
    expect(await moved('notifications', notification.id)).toMatchObject([{ ticketId: other.id }]);
    expect(await stored(other)).toMatchObject({ filings: 0, openTasks: 2 });
  });

  it('take along what comes of a file that was announced before, and give it back with it', async () => {
    const { duplicate, other } = await two();
    const { id: documentId } = await world.announce(world.customer(duplicate.customerId), duplicate.id, saidOf(png(), 'image/png'));
    await merge(duplicate, other.id, duplicate.version);
    await file(duplicate);
    await world.check(world.come(duplicate.customerId, documentId, png()));
    const said = async (ticket: Ticket) => (await steps(ticket)).filter(({ content }) => content.type === 'document' && content.documentId === documentId);
    expect([(await said(other)).length, (await world.document(agent, other.id, documentId)).state]).toEqual([1, 'available']);
    await separate(duplicate, duplicate.version + 1);
    await file(duplicate);
    expect([(await said(other)).length, (await said(duplicate)).length]).toEqual([0, 1]);
    expect(await world.document(agent, duplicate.id, documentId)).toMatchObject({ state: 'available', ticketId: duplicate.id });
    expect([(await stored(other)).documents, (await stored(duplicate)).documents]).toEqual([1, 2]);
  });

  it('take a step that a worker wrote on both, told of its cause twice, once', async () => {
    const { duplicate, other } = await two();
    const said = world.step(duplicate, now().toISOString(), { type: 'notification', channel: 'email', template: 'ticket-confirmation', result: 'sent' });
    await world.deps.interactions.note(duplicate, said, now());
    await merge(duplicate, other.id, duplicate.version);
    await world.deps.interactions.note(other, { ...said, ticketId: other.id }, now());
    await file(duplicate);
    expect((await steps(other)).filter(({ id }) => id === said.id)).toHaveLength(1);
    expect(await steps(duplicate)).toEqual([]);
  });

  it('are filed to the end for somebody whose data is restricted since: nothing stays on the way', async () => {
    const { duplicate, other } = await two();
    await merge(duplicate, other.id, duplicate.version);
    const customer = (await storage.db.get('customers', customerKey(other.customerId)))!;
    await storage.put('customers', { ...customer, restrictedSince: now().toISOString() });
    expect(await outcome(file(duplicate))).toBe('done');
    expect([await steps(duplicate), (await stored(other)).filings]).toEqual([[], 0]);
  });

  it('stay where they are while one of them is held or restricted, and are filed to the end after that', async () => {
    for (const state of ['heldSince', 'restrictedSince']) {
      const { duplicate, other } = await two();
      const its = await lyingOn(duplicate);
      await merge(duplicate, other.id, duplicate.version);
      const before = await stored(other);
      await storage.put('tickets', { ...before, [state]: now().toISOString() });
      expect(await outcome(file(duplicate))).toBe('conflict/changed-meanwhile');
      expect(await lyingOn(duplicate)).toEqual(its);
      await storage.put('tickets', before);
      expect(await outcome(file(duplicate))).toBe('done');
    }
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
});
