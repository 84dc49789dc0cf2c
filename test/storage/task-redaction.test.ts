import { beforeEach, expect, it } from '@jest/globals';
import { fileMerged } from '../../functions/tickets/file-merged.ts';
import { listReminders } from '../../functions/tasks/list-reminders.ts';
import { listTasks } from '../../functions/tasks/list-tasks.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { redactReminder } from '../../functions/tickets/redact-reminder.ts';
import { redactTask } from '../../functions/tickets/redact-task.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { addedTask } from '../../shared/tasks/task.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { answerOf, outcome, report, ticketTables } from './ticket-world.ts';
import { taskWorld } from './task-fixtures.ts';

const startedAt = '2026-03-15T09:30:00Z';
const secret = 'Qzbefund';
const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined };
const officer: Caller = { id: 'agt_09', roles: ['officer'] };

describeStorage('taking out of tasks and reminders', (storage) => {
  const world = taskWorld(storage);
  const deps = { ...ticketTables(storage.db), staff: staffReader(storage.db), newId, now: () => world.clock.at };
  const request = () => ({ key: newId('acc'), body: '{}' });
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);
  const redact = (ticketId: string, taskId: string, more: { parts?: ('subject' | 'checklist')[]; once?: { key: string; body: string } } = {}) =>
    redactTask.handle(
      {
        ...none,
        params: { ticketId, taskId },
        body: { reason: 'third-party', ...(more.parts && { parts: more.parts }) },
        caller: officer,
        once: more.once ?? request(),
      },
      deps,
    );
  const redactNote = (ticketId: string, reminderId: string, once = request()) =>
    redactReminder.handle({ ...none, params: { ticketId, reminderId }, body: { reason: 'other' }, caller: officer, once }, deps);
  const lastStep = async (ticketId: string) =>
    (await listInteractions.handle({ ...none, params: { ticketId }, query: { limit: 100 }, caller: officer, once: undefined }, deps)).items.at(-1)!;
  /** Whether a text is in any table. */
  const isKept = async (text: string): Promise<boolean> => {
    const all = await Promise.all((['tickets', 'tasks', 'events', 'idempotency', 'customers'] as const).map((table) => storage.items(table)));
    return JSON.stringify(all).includes(text);
  };
  const about = (over: object = {}) => ({ title: `${secret} ansehen`, checklist: [{ text: `${secret} drucken` }], ...over });
  const hold = async (table: 'tasks' | 'tickets' | 'customers', sk: string, held: object) => {
    const item = (await storage.items(table)).find((one) => one.sk === sk)!;
    await storage.put(table, { ...item, ...held });
  };

  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });

  it('leaves the task with whose it is and when it is due, in no table a word of it, and a step that says who and why', async () => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, about({ due: { on: '2026-03-20' }, team: undefined }));
    const once = request();
    const made = await redact(ticket.id, id, { once });
    expect(made).toMatchObject({
      by: { role: 'officer', id: officer.id },
      content: { type: 'redaction', redacts: id, ground: 'third-party', parts: ['subject', 'checklist'] },
    });
    expect(await isKept(secret)).toBe(false);
    const [task] = (await world.tasks(ticket.id)).items;
    expect(task).toMatchObject({ id, due: { on: '2026-03-20' }, status: 'open', checklist: [], redacted: true, version: 2 });
    expect([task!.title, await world.open(ticket), (await lastStep(ticket.id)).id]).toEqual([undefined, 1, made.id]);
    // Asked again it has no second effect, whatever is left by then.
    expect(await redact(ticket.id, id, { once })).toEqual(made);
    expect(await outcome(redact(ticket.id, id))).toBe('conflict/already-redacted');
  });

  it('takes out what is named, and the rest another time', async () => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, about());
    expect((await redact(ticket.id, id, { parts: ['checklist'] })).content).toMatchObject({ parts: ['checklist'] });
    expect((await world.tasks(ticket.id)).items[0]).toMatchObject({ title: `${secret} ansehen`, checklist: [], redacted: true });
    expect(await outcome(redact(ticket.id, id, { parts: ['checklist'] }))).toBe('conflict/already-redacted');
    await redact(ticket.id, id);
    expect(await isKept(secret)).toBe(false);
  });

  it('is not written back by who still has it on their screen; who changes the task says anew what is to be done', async () => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, about());
    await redact(ticket.id, id);
    expect(await outcome(world.change(ticket.id, id, 1, { ...about(), status: 'done' }))).toBe('stale/task-changed');
    expect(await isKept(secret)).toBe(false);
    const changed = await world.change(ticket.id, id, 2, { title: 'Unterlagen ansehen', status: 'done' });
    expect(changed).toMatchObject({ title: 'Unterlagen ansehen', status: 'done', redacted: true, version: 3 });
    expect(await world.open(ticket)).toBe(0);
  });

  it.each([0, 1, 2])('reaches all of a row of tasks that come again, asked of number %i', async (which) => {
    const ticket = await aTicket();
    const again = { due: { on: '2026-03-16' }, repeats: { every: 1, unit: 'days' as const, until: '2026-06-01' } };
    const first = await world.add(ticket.id, about(again));
    const second = (await world.change(ticket.id, first.id, 1, { ...about(again), status: 'done' })).followedBy!;
    const next = { due: { on: '2026-03-17' }, repeats: again.repeats };
    const third = (await world.change(ticket.id, second, 1, { ...about(next), title: 'Etwas anderes', status: 'done' })).followedBy!;
    await world.add(ticket.id, { title: 'Gehört nicht dazu' });
    await redact(ticket.id, [first.id, second, third][which]!);
    expect([await isKept(secret), await isKept('Etwas anderes'), await isKept('Gehört nicht dazu')]).toEqual([false, false, true]);
    expect((await world.tasks(ticket.id)).items.map(({ redacted }) => redacted)).toEqual([true, true, true, undefined]);
    // The last one goes on, under the version that it has now, and what follows it is of what it says then.
    const done = await world.change(ticket.id, third, 2, { title: 'Neu', due: { on: '2026-03-18' }, repeats: again.repeats, status: 'done' });
    const following = (await world.tasks(ticket.id)).items.find(({ id }) => id === done.followedBy)!;
    expect([following.title, following.redacted]).toEqual(['Neu', undefined]);
  });

  it.each([undefined, ['checklist']] as const)('reaches what others of a row still say, asked of one that was emptied: %j', async (parts) => {
    const ticket = await aTicket();
    const again = { due: { on: '2026-03-16' }, repeats: { every: 1, unit: 'days' as const, until: '2026-06-01' } };
    const first = await world.add(ticket.id, { title: 'Ansehen', checklist: [{ text: secret }], ...again });
    const second = (await world.change(ticket.id, first.id, 1, { title: 'Ansehen', checklist: [{ text: secret }], ...again, status: 'done' })).followedBy!;
    await world.change(ticket.id, second, 1, { title: 'Ansehen', checklist: [], due: { on: '2026-03-17' }, status: 'open' });
    const made = await redact(ticket.id, second, parts && { parts: [...parts] });
    expect(made.content).toMatchObject({ redacts: second, parts: parts ?? ['subject', 'checklist'] });
    expect(await isKept(secret)).toBe(false);
    expect(await outcome(redact(ticket.id, second, { parts: ['checklist'] }))).toBe('conflict/already-redacted');
  });

  it('of two officers who take out different parts at once makes one look again, and take out its own then', async () => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, about());
    const beaten = {
      ...deps.redactions,
      found: async (...asked: Parameters<typeof deps.redactions.found>) => {
        const found = await deps.redactions.found(...asked);
        await redact(ticket.id, id, { parts: ['checklist'] });
        return found;
      },
    };
    const once = request();
    const late = {
      ...none,
      params: { ticketId: ticket.id, taskId: id },
      body: { reason: 'other' as const, parts: ['subject' as const] },
      caller: officer,
      once,
    };
    expect(await outcome(redactTask.handle(late, { ...deps, redactions: beaten }))).toBe('conflict/changed-meanwhile');
    expect(await isKept(secret)).toBe(true);
    expect((await redactTask.handle(late, deps)).content).toMatchObject({ parts: ['subject'] });
    expect(await isKept(secret)).toBe(false);
  });

  /** A row of tasks that is longer than one transaction takes. */
  const aLongRow = async (ticket: Ticket): Promise<string[]> => {
    const { id } = await world.add(ticket.id, about());
    const item = (await storage.items('tasks')).find((one) => one.id === id)!;
    const ids = [id, ...Array.from({ length: 95 }, () => newId('tsk'))];
    for (const [at, one] of ids.entries()) {
      const followedBy = ids[at + 1];
      await storage.put('tasks', { ...item, id: one, sk: String(item.sk).replace(id, one), gsi1pk: one, ...(followedBy && { followedBy }) });
    }
    return ids;
  };

  it('reaches a row that is longer than one transaction takes', async () => {
    const ticket = await aTicket();
    const [id] = (await aLongRow(ticket)) as [string];
    const { byCommand } = await storage.counted(() => redact(ticket.id, id));
    expect(byCommand.TransactWriteItems).toBe(3);
    expect(await isKept(secret)).toBe(false);
    expect((await lastStep(ticket.id)).content).toMatchObject({ type: 'redaction', redacts: id });
  });

  it('leaves all of a long row where one of it is held; and what stopped in the middle is recorded, and finished by asking again', async () => {
    const ticket = await aTicket();
    const ids = await aLongRow(ticket);
    const [id, last] = [ids[0]!, `tsk#${ticket.id}#${ids.at(-1)!}`];
    const before = await storage.items('tasks');
    await hold('tasks', last, { heldSince: startedAt });
    expect(await outcome(redact(ticket.id, id))).toBe('conflict/held-as-evidence');
    expect((await storage.items('tasks')).filter(({ redactedBy }) => redactedBy !== undefined)).toEqual([]);
    await storage.put(
      'tasks',
      before.find(({ sk }) => sk === last)!,
    );
    // Held after it was seen.
    const held = {
      ...deps.redactions,
      found: async (...asked: Parameters<typeof deps.redactions.found>) => {
        const found = await deps.redactions.found(...asked);
        await hold('tasks', last, { heldSince: startedAt });
        return found;
      },
    };
    const once = request();
    const asked = { ...none, params: { ticketId: ticket.id, taskId: id }, body: { reason: 'third-party' as const }, caller: officer, once };
    expect(await outcome(redactTask.handle(asked, { ...deps, redactions: held }))).toBe('conflict/held-as-evidence');
    const step = await lastStep(ticket.id);
    const marks = async () => new Set((await storage.items('tasks')).map(({ redactedBy }) => redactedBy));
    expect([step.content.type, await marks()]).toEqual(['redaction', new Set([step.id, undefined])]);
    await storage.put(
      'tasks',
      before.find(({ sk }) => sk === last)!,
    );
    // What somebody wrote anew in one that it had emptied stays.
    await world.change(ticket.id, id, 2, { title: 'Neu', status: 'open' });
    expect(await redactTask.handle(asked, deps)).toMatchObject({ id: step.id });
    expect([await isKept(secret), await marks(), await isKept('Neu')]).toEqual([false, new Set([step.id]), true]);
  });

  it('takes the note out of a reminder, before and after it has come up', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const soon = await world.remind(ticket.id, { at: '2026-03-15T10:00:00Z', note: `${secret} kommt` }, { by: clerk });
    const later = await world.remind(ticket.id, { at: '2026-04-15T10:00:00Z', note: `${secret} prüfen` }, { by: clerk });
    await world.comesUp('2026-03-15T10:00:00Z');
    const once = request();
    const made = await redactNote(ticket.id, soon.id, once);
    expect(await redactNote(ticket.id, soon.id, once)).toEqual(made);
    expect(made.content).toMatchObject({ type: 'redaction', redacts: soon.id, ground: 'other', parts: ['note'] });
    await redactNote(ticket.id, later.id);
    expect(await isKept(secret)).toBe(false);
    expect((await world.reminders(ticket.id)).items).toMatchObject([
      { redacted: true, firedAt: startedAt.replace('09:30:00', '10:00:00.000') },
      { redacted: true },
    ]);
    expect((await world.inbox(clerk)).items).toMatchObject([{ what: 'reminder', reminder: { id: soon.id, redacted: true } }]);
    const { id: empty } = await world.remind(ticket.id, { at: '2026-05-15T10:00:00Z' }, { by: clerk });
    expect(await outcome(redactNote(ticket.id, empty))).toBe('unprocessable/not-redactable');
    expect(await outcome(redactNote(ticket.id, soon.id))).toBe('conflict/already-redacted');
    expect(await outcome(redactNote(ticket.id, newId('rem')))).toBe('not-found/no-such-reminder');
  });

  it.each(['the task', 'the case', 'its person'])('is refused while a legal hold keeps %s as evidence', async (what) => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, about());
    const held = { heldSince: startedAt };
    if (what === 'the task') await hold('tasks', `tsk#${ticket.id}#${id}`, held);
    if (what === 'the case') await hold('tickets', ticketKey(ticket.customerId, ticket.id).sk, held);
    if (what === 'its person') {
      const customer = (await storage.items('customers')).find(({ pk, kind }) => pk === ticket.customerId && kind === 'customer')!;
      await storage.put('customers', { ...customer, ...held });
    }
    expect(await outcome(redact(ticket.id, id))).toBe('conflict/held-as-evidence');
    expect(await isKept(secret)).toBe(true);
  });

  it('is refused while processing is restricted, of what is kept for the law only, and of another case’s', async () => {
    const [ticket, other] = [await aTicket(), await aTicket()];
    const { id } = await world.add(ticket.id, about());
    expect(await outcome(redact(other.id, id))).toBe('not-found/no-such-task');
    await hold('tickets', ticketKey(ticket.customerId, ticket.id).sk, { restrictedSince: startedAt });
    expect(await outcome(redact(ticket.id, id))).toBe('conflict/processing-restricted');
    await hold('tasks', `tsk#${ticket.id}#${id}`, { retainedSince: startedAt });
    expect(await outcome(redact(ticket.id, id))).toBe('not-found/no-such-task');
  });

  it('reaches what came with a ticket that has become part of another', async () => {
    const { id: customerId } = await world.person();
    const [duplicate, into] = [await world.openTicket(customerId), await world.openTicket(customerId)];
    const { id } = await world.add(duplicate.id, about());
    const agent: Caller = { id: await world.clerk(), roles: ['agent'] };
    await mergeTickets.handle({ ...none, params: { ticketId: duplicate.id }, body: { into: into.id }, caller: agent, once: request(), ifMatch: 1 }, deps);
    await fileMerged({ aggregateId: duplicate.id }, { tickets: deps.tickets, filing: filingTable({ db: storage.db, registry: storedItems }) });
    expect(await outcome(redact(duplicate.id, id))).toBe('not-found/no-such-task');
    expect(await redact(into.id, id)).toMatchObject({ cameWith: [duplicate.id] });
    expect(await isKept(secret)).toBe(false);
  });

  it('answers who asks again after the ticket has become part of another', async () => {
    const { id: customerId } = await world.person();
    const [duplicate, into] = [await world.openTicket(customerId), await world.openTicket(customerId)];
    const { id } = await world.add(duplicate.id, about());
    const once = request();
    const made = await redact(duplicate.id, id, { once });
    const agent: Caller = { id: await world.clerk(), roles: ['agent'] };
    await mergeTickets.handle({ ...none, params: { ticketId: duplicate.id }, body: { into: into.id }, caller: agent, once: request(), ifMatch: 1 }, deps);
    await fileMerged({ aggregateId: duplicate.id }, { tickets: deps.tickets, filing: filingTable({ db: storage.db, registry: storedItems }) });
    expect(await redact(duplicate.id, id, { once })).toMatchObject({ id: made.id, content: made.content });
  });

  it('keeps no word of a change that comes at the same moment: one of the two is too late', async () => {
    for (let time = 0; time < 5; time++) {
      const ticket = await aTicket();
      const again = { due: { on: '2026-03-16' }, repeats: { every: 1, unit: 'days' as const, until: '2026-06-01' } };
      const { id } = await world.add(ticket.id, about(again));
      const insist = async (): Promise<unknown> => {
        const came = await answerOf(redact(ticket.id, id));
        return came === 'conflict/changed-meanwhile' ? insist() : came;
      };
      const [redacted, changed] = await Promise.all([insist(), outcome(world.change(ticket.id, id, 1, { ...about(again), status: 'done' }))]);
      expect(redacted).toMatchObject({ content: { type: 'redaction' } });
      expect(['done', 'stale/task-changed']).toContain(changed);
      expect(await isKept(secret)).toBe(false);
    }
  });

  it('is asked by officers, who see tasks and reminders, of health too', async () => {
    const { incident: _, ...said } = report;
    const ticket = await world.openTicket((await world.person()).id, undefined, { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } });
    const of = { customerId: ticket.customerId, ticketId: ticket.id, ticketNumber: ticket.number, special: 'health' as const };
    const task = addedTask(newId('tsk'), of, { title: secret, checklist: [] }, { id: 'agt_01', at: world.clock.at });
    await world.deps.tasks.add(task, { request: request(), status: 201, madeId: task.id }, world.clock.at);
    const reading = { ...world.deps, tickets: ticketReader(storage.db), staff: staffReader(storage.db) };
    const asked = { ...none, params: { ticketId: ticket.id }, query: { limit: 25 }, caller: officer, once: undefined };
    expect((await listTasks.handle(asked, reading)).items).toMatchObject([{ title: secret }]);
    expect((await listReminders.handle(asked, reading)).items).toEqual([]);
    await redact(ticket.id, task.id);
    expect(await isKept(secret)).toBe(false);
  });
});
