import { beforeEach, expect, it } from '@jest/globals';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { closeTicket } from '../../functions/tickets/close-ticket.ts';
import { fileMoved } from '../../functions/tickets/file-moved.ts';
import { getTicket } from '../../functions/tickets/get-ticket.ts';
import { linkTickets } from '../../functions/tickets/link-tickets.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { moveTicket } from '../../functions/tickets/move-ticket.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentKey } from '../../shared/documents/document-item.ts';
import { documentFileKey } from '../../shared/documents/document.ts';
import type { FileMover } from '../../shared/files/file-mover.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import type { Item } from '../../shared/storage/item.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { carryingTable } from '../../shared/tickets/carrying-table.ts';
import type { InteractionContent } from '../../shared/tickets/interaction.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { closed, type Ticket } from '../../shared/tickets/ticket.ts';
import { workloadKey } from '../../shared/tickets/workload-item.ts';
import { reminderSet, NewReminder } from '../../shared/tasks/reminder.ts';
import { addedTask, NewTask } from '../../shared/tasks/task.ts';
import { pdf, png } from '../unit/documents/made-files.ts';
import { documentWorld, saidOf } from './document-fixtures.ts';
import { describeStorage } from './harness.ts';
import { once, outcome, report } from './ticket-world.ts';

describeStorage('tickets that are moved to another customer', (storage) => {
  const world = documentWorld(storage);
  const now = () => world.clock.at;
  beforeEach(async () => {
    await world.clear();
    world.bytes.clear();
    world.clock.at = new Date('2026-03-15T09:30:00Z');
  });

  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const depsOver = (db: Database) => ({
    ...world.over(db),
    customers: customerReader(db),
    letterReader: letterReader(db),
    documentReader: documentReader(db),
    staff: staffReader(db),
    newId,
    newNumber: newTicketNumber,
    now,
  });
  const deps = depsOver(storage.db);
  const agent: Caller = { id: 'agt_01', roles: ['agent'] };
  const request = (key = newId('acc')) => ({ key, body: '{}' });
  interface Moving {
    readonly key?: string;
    readonly db?: Database;
    /** What is announced or sent comes after it was looked for. */
    readonly beforeFiles?: true;
  }
  const nothingYet = { statesOn: async () => [] };
  const move = (ticket: Pick<Ticket, 'id'>, customerId: string, ifMatch: number, { key, db, beforeFiles }: Moving = {}) =>
    moveTicket.handle(
      { ...nothing, params: { ticketId: ticket.id }, body: { customerId, reason: 'similar-name' }, caller: agent, once: request(key), ifMatch },
      { ...(db ? depsOver(db) : deps), ...(beforeFiles && { documentReader: nothingYet }) },
    );
  const file = ({ id }: Pick<Ticket, 'id'>, files: FileMover = world.mover) => {
    const { tickets, moves } = world.deps;
    return fileMoved({ aggregateId: id }, { tickets, moves, carrying: carryingTable({ db: storage.db, registry: storedItems, files }), now });
  };
  const stored = (customerId: string, id: string) => storage.db.get('tickets', ticketKey(customerId, id));
  const steps = async (ticket: Pick<Ticket, 'id' | 'customerId'>) => (await world.deps.interactions.interactions(ticket, 500)).items;
  const staffTicket = (customerId: string) => world.openTicket(customerId, now().toISOString(), report, { role: 'agent', id: 'agt_01' });
  const asCustomer = (id: string): Caller => ({ id, roles: ['customer'] });
  const seenBy = (customerId: string, ticketId: string) =>
    outcome(getTicket.handle({ ...nothing, params: { ticketId }, caller: asCustomer(customerId) }, deps));

  async function sentByClerk(ticket: Ticket, bytes: Uint8Array, type: 'image/png' | 'application/pdf'): Promise<string> {
    const { id } = await world.announce(agent, ticket.id, saidOf(bytes, type));
    await world.check(world.come(ticket.customerId, id, bytes));
    return id;
  }

  /** Everything that staff can put on a case, in the wrong customer's file. */
  async function full(customerId: string, clerk: string): Promise<Ticket> {
    const opened = await staffTicket(customerId);
    await world.append(opened, now().toISOString(), { type: 'call-note', text: 'Ruft wieder an.', direction: 'inbound' }, { minutesSpent: 12 });
    await world.append(opened, now().toISOString(), { type: 'message', text: 'Liebe Frau Sommer, bitte senden Sie ein Foto.' }, { minutesSpent: 5 });
    const told: InteractionContent = { type: 'notification', channel: 'email', template: 'new-message', result: 'sent' };
    await world.deps.interactions.note(opened, world.step(opened, now().toISOString(), told, { by: { role: 'system' } }), now());
    await sentByClerk(opened, png(), 'image/png');
    await sentByClerk(opened, pdf(), 'application/pdf');
    const origin = { customerId, ticketId: opened.id, ticketNumber: opened.number };
    const task = addedTask(newId('tsk'), origin, NewTask.parse({ title: 'Gutachten anfordern', due: { on: '2026-03-20' } }), { id: clerk, at: now() });
    await world.deps.tasks.add(task, once(task.id), now());
    const asked = NewReminder.parse({ at: '2026-03-20T09:00:00Z', note: 'Nachfragen', forAgent: clerk });
    const reminder = reminderSet(newId('rem'), origin, asked, { id: clerk, at: now() });
    await world.deps.reminders.set(reminder, once(reminder.id), now());
    await world.timed(opened);
    return world.assignTo(clerk, (await world.deps.tickets.ofCustomer(customerId, opened.id))!, now().toISOString());
  }

  /** What of a case lies in a customer's partitions, by kind. */
  async function lyingAt(customerId: string, ticketId: string): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const table of ['tickets', 'tasks', 'time', 'letters', 'documents', 'notifications'] as const) {
      for (const item of await storage.items(table))
        if (item.pk === customerId && (item.ticketId === ticketId || item.id === ticketId)) found[String(item.kind)] = (found[String(item.kind)] ?? 0) + 1;
    }
    return found;
  }

  const departures = async (customerId: string) => (await storage.items('tickets')).filter(({ pk, kind }) => pk === customerId && kind === 'ticket-departure');
  const documentsOf = async (customerId: string): Promise<Item[]> => (await storage.items('documents')).filter(({ pk }) => pk === customerId);
  const filesOf = (customerId: string): string[] => [...world.bytes.keys()].filter((key) => key.includes(customerId)).toSorted();
  const namedBy = async (customerId: string): Promise<string[]> =>
    (await documentsOf(customerId)).flatMap(({ file: one }) => (one ? [documentFileKey(customerId, (one as { id: string }).id)] : [])).toSorted();

  async function wrong() {
    const clerk = await world.clerk();
    const [before, right] = [await world.person(), await world.person()];
    return { clerk, from: before.id, to: right.id, ticket: await full(before.id, clerk) };
  }

  /** What stays with whom it happened to: by what they logged in. */
  const stays = { 'login-ip': 1, 'login-time': 1 };

  it('are in the right one’s file, whole, under the same id and number; the wrong one has nothing but a proof that something went', async () => {
    const { clerk, from, to, ticket } = await wrong();
    const before = await lyingAt(from, ticket.id);
    const frame = (await stored(from, ticket.id))!;
    expect(before).toMatchObject({ ticket: 1, correspondence: 5, note: 2, 'time-entry': 2, task: 1, 'recorded-time': 1, reminder: 1, document: 2 });
    expect(await move(ticket, to, ticket.version)).toMatchObject({ id: ticket.id, number: ticket.number, customerId: to, version: ticket.version + 1 });
    // From then on, whether or not everything is there yet.
    expect([await seenBy(from, ticket.id), await seenBy(to, ticket.id)]).toEqual(['not-found/no-such-ticket', 'done']);
    expect(await file(ticket)).toBeUndefined();
    expect(await lyingAt(from, ticket.id)).toEqual(stays);
    const { 'login-ip': _, 'login-time': __, ...went } = before;
    expect(await lyingAt(to, ticket.id)).toEqual({ ...went, note: before.note! + 1 });
    const { assignee, wakeAt, clock, dueOn, openTasks, documents, gsi2pk } = frame;
    expect(await stored(to, ticket.id)).toMatchObject({ assignee, wakeAt, clock, dueOn, openTasks, documents, gsi2pk, filings: 0 });
    expect(assignee).toBe(clerk);
    expect((await storage.db.get('tickets', workloadKey(clerk)))?.assigned).toBe(1);
    const { items } = await listTickets.handle({ ...nothing, query: { limit: 5, number: ticket.number }, caller: agent }, deps);
    expect(items).toMatchObject([{ id: ticket.id, customerId: to }]);
    expect(await departures(from)).toMatchObject([
      { moveReason: 'similar-name', messages: 1, notifications: 1, entries: 15, files: 2, completedAt: now().toISOString() },
    ]);
    expect(JSON.stringify(await departures(from))).not.toMatch(new RegExp(`${ticket.id}|${to}|${ticket.number}`));
    // Nothing of the one in what the other has.
    const others = [...(await storage.items('tickets')), ...(await storage.items('tasks')), ...(await documentsOf(to))].filter(({ pk }) => pk === to);
    expect(JSON.stringify(others)).not.toContain(from);
    expect(await outcome(file(ticket))).toBe('conflict/already-done');
  });

  it('bring their files along as copies, and none of the one before is left', async () => {
    const { from, to, ticket } = await wrong();
    const contents = (customerId: string) =>
      filesOf(customerId)
        .map((key) => Buffer.from(world.bytes.get(key)!).toString('base64'))
        .toSorted();
    const before = contents(from);
    await move(ticket, to, ticket.version);
    await file(ticket);
    expect([filesOf(from), contents(to), await namedBy(to)]).toEqual([[], before, filesOf(to)]);
    const [document] = (await world.list(asCustomer(to), ticket.id)).items;
    expect((await world.file(asCustomer(to), ticket.id, document!.id)).url).toContain(to);
    expect(await outcome(world.file(asCustomer(from), ticket.id, document!.id))).toBe('not-found/no-such-ticket');
  });

  it('do not show the right one what was written to the wrong one, nor that anything was', async () => {
    const { to, ticket } = await wrong();
    await move(ticket, to, ticket.version);
    await file(ticket);
    const shownTo = async (caller: Caller) =>
      (await listInteractions.handle({ ...nothing, params: { ticketId: ticket.id }, query: { limit: 50 }, caller }, deps)).items.map(
        ({ content }) => content.type,
      );
    expect(await shownTo(asCustomer(to))).toEqual(['report', 'document', 'document']);
    expect(await shownTo(agent)).toEqual(['report', 'call-note', 'message', 'notification', 'document', 'document', 'assignment', 'move']);
    expect((await steps({ customerId: to, id: ticket.id })).filter(({ misdirected }) => misdirected)).toHaveLength(2);
  });

  it('stay where they are where the wrong one has a part in it', async () => {
    const [one, other] = [(await world.person()).id, (await world.person()).id];
    const own = await world.openTicket(one);
    const wrote = await staffTicket(one);
    await world.append(wrote, now().toISOString(), { type: 'message', text: 'Das bin ich nicht.' }, { by: { role: 'customer' } });
    const paid = await staffTicket(one);
    await world.append(paid, now().toISOString(), { type: 'payout', amountCents: 100, reference: 'SB-2026-1', paidOn: '2026-03-15' });
    const written = await staffTicket(one);
    await world.issueLetter(written, now().toISOString());
    const [part, whole] = [await staffTicket(one), await staffTicket(one)];
    await mergeTickets.handle({ ...nothing, params: { ticketId: part.id }, body: { into: whole.id }, caller: agent, once: request(), ifMatch: 1 }, deps);
    expect(await Promise.all([own, wrote, paid, written, part].map((ticket, index) => outcome(move(ticket, other, index === 4 ? 2 : 1))))).toEqual([
      'conflict/customer-wrote',
      'conflict/customer-wrote',
      'conflict/paid-already',
      'conflict/letters-issued',
      'conflict/ticket-merged',
    ]);
    expect(await outcome(move(whole, other, 2))).toBe('conflict/being-filed');
    const item = (await stored(one, whole.id))!;
    await storage.put('tickets', { ...item, filings: 0 });
    expect(await outcome(move(whole, other, 2))).toBe('conflict/others-merged');
  });

  it('go to somebody who is there, and not to whom, or from whom, nothing may be done', async () => {
    const [one, other] = [await world.person(), await world.person()];
    const ticket = await staffTicket(one.id);
    expect(await outcome(move(ticket, newId('cus'), 1))).toBe('invalid/invalid-body');
    expect(await outcome(move(ticket, one.id, 1))).toBe('invalid/invalid-body');
    expect(await outcome(move({ id: newId('tck') }, other.id, 1))).toBe('not-found/no-such-ticket');
    expect(await outcome(move(ticket, other.id, 2))).toBe('stale/ticket-changed');
    for (const [person, state, refusal] of [
      [one, 'restrictedSince', 'processing-restricted'],
      [one, 'heldSince', 'ticket-locked'],
      [other, 'restrictedSince', 'processing-restricted'],
    ] as const) {
      const customer = (await storage.db.get('customers', customerKey(person.id)))!;
      await storage.put('customers', { ...customer, [state]: now().toISOString() });
      expect(await outcome(move(ticket, other.id, 1))).toBe(`conflict/${refusal}`);
      await storage.put('customers', customer);
    }
    for (const [state, refusal] of [
      ['restrictedSince', 'processing-restricted'],
      ['heldSince', 'ticket-locked'],
    ] as const) {
      const item = (await stored(one.id, ticket.id))!;
      await storage.put('tickets', { ...item, [state]: now().toISOString() });
      expect(await outcome(move(ticket, other.id, 1))).toBe(`conflict/${refusal}`);
      await storage.put('tickets', item);
    }
    const late = await world.person({ relationshipStartedOn: '2027-06-01' });
    expect(await outcome(move(ticket, late.id, 1))).toBe('invalid/invalid-body');
    expect(await outcome(move(ticket, other.id, 1))).toBe('done');
  });

  it('go once: of two at the same moment one is too late, and whoever asks again is told of the same', async () => {
    const { from, to, ticket } = await wrong();
    const third = (await world.person()).id;
    const key = newId('acc');
    const outcomes = await Promise.all([outcome(move(ticket, to, ticket.version, { key })), outcome(move(ticket, third, ticket.version))]);
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    const [winner, loser] = outcomes[0] === 'done' ? [to, third] : [third, to];
    expect([(await stored(winner, ticket.id)) !== undefined, await stored(loser, ticket.id)]).toEqual([true, undefined]);
    if (winner === to) expect(await move(ticket, to, ticket.version, { key })).toMatchObject({ customerId: to });
    await file(ticket);
    expect(await departures(from)).toHaveLength(1);
  });

  it('are not moved over what somebody does in between', async () => {
    const { from, to, ticket } = await wrong();
    const other = await staffTicket(from);
    const meanwhile: (() => Promise<unknown>)[] = [
      () => world.append(ticket, now().toISOString(), { type: 'payout', amountCents: 100, reference: 'SB-2026-1', paidOn: '2026-03-15' }),
      () => world.append(ticket, now().toISOString(), { type: 'message', text: 'Und noch etwas.' }, { by: { role: 'customer' } }),
      () => mergeTickets.handle({ ...nothing, params: { ticketId: other.id }, body: { into: ticket.id }, caller: agent, once: request(), ifMatch: 1 }, deps),
    ];
    for (const write of meanwhile) {
      const before = await storage.items('tickets');
      let written = false;
      const between: Database = {
        ...storage.db,
        async commit(change) {
          if (!written) {
            written = true;
            await write();
          }
          return storage.db.commit(change);
        },
      };
      expect(await outcome(move(ticket, to, ticket.version, { db: between }))).toBe('conflict/changed-meanwhile');
      for (const { pk, sk } of await storage.items('tickets')) await storage.db.deleteAll('tickets', [{ pk: String(pk), sk: String(sk) }]);
      await storage.put('tickets', ...before);
    }
    expect(await outcome(move(ticket, to, ticket.version))).toBe('done');
  });

  it('are left alone while it is under way, as merging leaves them', async () => {
    const { to, ticket } = await wrong();
    await move(ticket, to, ticket.version);
    const after = ticket.version + 1;
    const pay = { type: 'payout' as const, amountCents: 100, reference: 'SB-2026-2', paidOn: '2026-03-15' };
    const paying = () => addInteraction.handle({ ...nothing, params: { ticketId: ticket.id }, body: pay, caller: agent, once: request() }, deps);
    const into = await staffTicket(to);
    const merging = mergeTickets.handle(
      { ...nothing, params: { ticketId: ticket.id }, body: { into: into.id }, caller: agent, once: request(), ifMatch: after },
      deps,
    );
    const lastInteractionId = (await steps({ customerId: to, id: ticket.id })).at(-1)!.id;
    const close = { outcome: 'settled' as const, lastInteractionId, openTasksSeen: true as const };
    const closing = closeTicket.handle({ ...nothing, params: { ticketId: ticket.id }, body: close, caller: agent, once: request(), ifMatch: after }, deps);
    const again = move(ticket, (await world.person()).id, after);
    expect([await outcome(paying()), await outcome(merging), await outcome(closing), await outcome(again)]).toEqual(
      Array.from({ length: 4 }, () => 'conflict/being-filed'),
    );
    await file(ticket);
    expect(await outcome(paying())).toBe('done');
  });

  it('take no link along, to no ticket of the wrong one', async () => {
    const { from, to, ticket } = await wrong();
    const other = await staffTicket(from);
    const body = { relation: 'same-event' as const, ticketId: other.id };
    await linkTickets.handle({ ...nothing, params: { ticketId: ticket.id }, body, caller: agent, once: request() }, deps);
    await move(ticket, to, ticket.version);
    await file(ticket);
    expect((await storage.items('tickets')).filter(({ kind }) => kind === 'ticket-link')).toEqual([]);
  });

  it('leave behind what is awaited, which is taken by nobody; what was taken out waits until its file is gone', async () => {
    const { from, to, ticket } = await wrong();
    const { id: awaitedId } = await world.announce(agent, ticket.id, saidOf(png(), 'image/png'));
    const out = (await documentsOf(from)).find(({ state }) => state === 'available')!;
    await world.redact('agt_07', ticket.id, String(out.id), 'other');
    const seen = (await world.deps.tickets.ofCustomer(from, ticket.id))!;
    expect(await outcome(move(ticket, to, seen.version))).toBe('conflict/documents-under-way');
    await move(ticket, to, seen.version, { beforeFiles: true });
    expect(await outcome(file(ticket))).toBe('conflict/changed-meanwhile');
    await world.look(String(out.id));
    expect(await outcome(file(ticket))).toBe('done');
    expect(await storage.db.get('documents', documentKey(to, String(out.id)))).toMatchObject({ state: 'redacted' });
    expect([filesOf(from), await namedBy(to)]).toEqual([[], filesOf(to)]);
    await world.check(world.come(from, awaitedId, png()));
    expect(await storage.db.get('documents', documentKey(from, awaitedId))).toMatchObject({ state: 'refused', refusedFor: 'ticket-gone' });
  });

  it('have nothing noted in the file that they left, of a message that was still on its way', async () => {
    const { from, to, ticket } = await wrong();
    await move(ticket, to, ticket.version);
    const told: InteractionContent = { type: 'notification', channel: 'email', template: 'new-message', result: 'failed' };
    const note = () => world.deps.interactions.note(ticket, world.step(ticket, now().toISOString(), told, { by: { role: 'system' } }), now());
    expect(await outcome(note())).toBe('conflict/already-done');
    await file(ticket);
    expect(await outcome(note())).toBe('conflict/already-done');
    expect((await lyingAt(from, ticket.id)).correspondence).toBeUndefined();
  });

  it('can be closed ones, and end on the day on which they would have', async () => {
    const [one, other] = [(await world.person()).id, (await world.person()).id];
    const ticket = await staffTicket(one);
    await world.closeTicket(ticket, now().toISOString());
    const { dueOn, closedAt } = (await stored(one, ticket.id))!;
    await move(ticket, other, 2);
    await file(ticket);
    expect(await stored(other, ticket.id)).toMatchObject({ dueOn, closedAt, status: 'closed', version: closed(ticket, 'settled', now()).version + 1 });
  });

  it('come back as they went, by another move', async () => {
    const { from, to, ticket } = await wrong();
    const before = await lyingAt(from, ticket.id);
    await move(ticket, to, ticket.version);
    await file(ticket);
    expect(await move(ticket, from, ticket.version + 1)).toMatchObject({ customerId: from });
    await file(ticket);
    expect(await lyingAt(to, ticket.id)).toEqual({});
    expect(await lyingAt(from, ticket.id)).toEqual({ ...before, note: before.note! + 2 });
    expect([await seenBy(from, ticket.id), await seenBy(to, ticket.id)]).toEqual(['done', 'not-found/no-such-ticket']);
    expect([filesOf(to), await namedBy(from)]).toEqual([[], filesOf(from)]);
    expect([(await departures(from)).length, (await departures(to)).length]).toEqual([1, 1]);
  });

  /** Carries what lies on a ticket, and ends at one call that writes, to tables or files: before it, or after. Says whether it came so far. */
  async function endingAt(ticket: Pick<Ticket, 'id'>, at: number, where: 'before' | 'after'): Promise<boolean> {
    let calls = 0;
    const ends = (): boolean => ++calls === at;
    storage.inject(({ command }) => (command === 'TransactWriteItems' && ends() ? `crash-${where}` : undefined));
    const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
      const here = ends();
      if (here && where === 'before') throw new Error('The function ended');
      const done = await work();
      if (here) throw new Error('The function ended');
      return done;
    };
    const dying: FileMover = {
      copy: (one, before, after) => guarded(() => world.mover.copy(one, before, after)),
      remove: (reference) => guarded(() => world.mover.remove(reference)),
    };
    const ended = await file(ticket, dying).then(
      () => false,
      () => true,
    );
    storage.inject(undefined);
    expect(calls >= at || !ended).toBe(true);
    return ended;
  }

  it.each(['before', 'after'] as const)('are carried to the end after a crash %s any call, to tables or files: nothing twice, nothing lost', async (where) => {
    const [from, to] = [(await world.person()).id, (await world.person()).id];
    let crashes = 0;
    for (let at = 1; ; at++) {
      const ticket = await staffTicket(from);
      await world.append(ticket, now().toISOString(), { type: 'internal-note', text: 'Vermerk' }, { minutesSpent: 1 });
      await sentByClerk(ticket, png(), 'image/png');
      const before = await lyingAt(from, ticket.id);
      const [others, theirs] = [filesOf(to).length, (await departures(from)).length];
      await move(ticket, to, (await world.deps.tickets.ofCustomer(from, ticket.id))!.version);
      const ended = await endingAt(ticket, at, where);
      // Whatever has ended: every file of the one is named until it is gone, and so is every one that the other's documents name.
      const [here, there] = [await namedBy(from), await namedBy(to)];
      expect(filesOf(from).filter((key) => !here.includes(key))).toEqual([]);
      expect(there.filter((key) => !world.bytes.has(key))).toEqual([]);
      expect(await outcome(file(ticket))).toMatch(/^done$|already-done$/);
      const { 'login-ip': _, 'login-time': __, ...went } = before;
      expect(await lyingAt(from, ticket.id)).toEqual({ 'login-ip': 1, 'login-time': 1 });
      expect(await lyingAt(to, ticket.id)).toEqual({ ...went, note: before.note! + 1 });
      expect([filesOf(from), (await namedBy(to)).length]).toEqual([[], at]);
      // A copy that nothing names is taken by whoever looks after files.
      const strays = filesOf(to).length - others - 1;
      expect(strays).toBeLessThanOrEqual(1);
      for (const key of filesOf(to)) if (!(await namedBy(to)).includes(key)) world.bytes.delete(key);
      const proofs = await departures(from);
      expect(proofs.slice(theirs - proofs.length)).toMatchObject([{ entries: 6, files: 1, completedAt: expect.any(String) }]);
      expect(await stored(to, ticket.id)).toMatchObject({ filings: 0 });
      if (!ended) break;
      crashes += 1;
    }
    // Steps, the document with its copy, the file before, the document before, and that it is through.
    expect(crashes).toBe(6);
  });

  it('are carried however much lies on them, some at a time', async () => {
    const { from, to, ticket } = await wrong();
    for (let count = 0; count < 60; count++)
      await world.append(ticket, now().toISOString(), { type: 'internal-note', text: `Vermerk ${count}` }, { minutesSpent: 1 });
    const before = await lyingAt(from, ticket.id);
    await move(ticket, to, ticket.version);
    for (let at = 2; await endingAt(ticket, at, at % 2 ? 'before' : 'after'); at++);
    expect(await lyingAt(from, ticket.id)).toEqual(stays);
    const { 'login-ip': _, 'login-time': __, ...went } = before;
    expect(await lyingAt(to, ticket.id)).toEqual({ ...went, note: before.note! + 1 });
    expect(await departures(from)).toMatchObject([{ entries: 135, files: 2 }]);
  });

  it('wait for no restriction that comes meanwhile, and an erasure of either waits for them', async () => {
    const { from, to, ticket } = await wrong();
    await world.closeTicket((await world.deps.tickets.ofCustomer(from, ticket.id))!, now().toISOString(), { openTasksSeen: true });
    await world.leave({ id: from }, '2026-03-15');
    world.clock.at = new Date('2026-03-16T09:30:00Z');
    await move(ticket, to, ticket.version + 1);
    const requests = [await world.askForErasure(from), await world.askForErasure(to)];
    for (const id of requests) await eraseCustomer(id, world.deps.erase);
    const before = await lyingAt(from, ticket.id);
    expect(before).toMatchObject({ correspondence: 5, document: 2, task: 1, reminder: 1 });
    await file(ticket);
    expect(await lyingAt(from, ticket.id)).toEqual({});
    expect(await lyingAt(to, ticket.id)).toMatchObject({ correspondence: 5, document: 2, task: 1, reminder: 1, ticket: 1 });
    // A day later the wrong one's is carried out to its end: what is the other's is untouched.
    const theirs = async () => JSON.stringify((await storage.items('tickets')).filter(({ pk }) => pk === to));
    const untouched = await theirs();
    world.clock.at = new Date('2026-03-17T10:00:00Z');
    await eraseCustomer(requests[0]!, world.deps.erase);
    expect(await theirs()).toBe(untouched);
    expect(await storage.db.get('customers', customerKey(from))).toBeUndefined();
    expect(await departures(from)).toMatchObject([{ retainedSince: expect.any(String) }]);
  });
});
