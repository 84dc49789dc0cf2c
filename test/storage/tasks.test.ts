import { beforeEach, expect, it } from '@jest/globals';
import { putInInbox } from '../../functions/tasks/put-in-inbox.ts';
import { agentLeft } from '../../events/agent-left.ts';
import { reminderDue } from '../../events/reminder-due.ts';
import { newId } from '../../shared/id.ts';
import { medicalAid } from '../../shared/tickets/kinds/medical-aid.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { describeOnOneEngine, describeStorage } from './harness.ts';
import { taskWorld } from './task-fixtures.ts';
import { outcome, report } from './ticket-world.ts';

const task = { title: 'Gutachten anfordern' };
const startedAt = '2026-03-15T09:30:00Z';

describeStorage('tasks of a ticket', (storage) => {
  const world = taskWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);

  it('are added, listed page by page, done and reopened, and the ticket says how many are open', async () => {
    const ticket = await aTicket();
    const added = [
      await world.add(ticket.id, task),
      await world.add(ticket.id, { ...task, checklist: [{ text: 'Anrufen' }] }),
      await world.add(ticket.id, task),
    ];
    expect(await world.open(ticket)).toBe(3);
    const first = await world.tasks(ticket.id, 2);
    const second = await world.tasks(ticket.id, 2, first.next);
    expect([...first.items, ...second.items]).toEqual(added);
    expect([first.next, second.next]).toEqual([added[1]!.id, undefined]);
    expect(added[1]).toMatchObject({
      ticketId: ticket.id,
      ticketNumber: ticket.number,
      status: 'open',
      checklist: [{ text: 'Anrufen', done: false }],
      version: 1,
    });

    const done = await world.change(ticket.id, added[0]!.id, 1, { ...task, status: 'done' }, 'agt_02');
    expect([done.status, done.doneBy, done.version, await world.open(ticket)]).toEqual(['done', 'agt_02', 2, 2]);
    const reopened = await world.change(ticket.id, added[0]!.id, 2, { ...task, title: 'Nachfassen', status: 'open' });
    expect([reopened.doneAt, reopened.title, await world.open(ticket)]).toEqual([undefined, 'Nachfassen', 3]);
    expect((await world.tasks(ticket.id)).items[0]).toEqual(reopened);
  });

  it('are added once, however often that is asked, also when their day has passed meanwhile', async () => {
    const ticket = await aTicket();
    const once = { key: newId('acc'), body: '{"title":"a"}' };
    const body = { ...task, due: { on: '2026-03-15', hour: 11 } };
    const made = await world.add(ticket.id, body, { once });
    world.clock.at = new Date('2026-03-15T20:00:00Z');
    expect(await world.add(ticket.id, body, { once })).toEqual(made);
    expect(await world.open(ticket)).toBe(1);
    expect(await outcome(world.add(ticket.id, body, { once: { ...once, body: '{"title":"b"}' } }))).toBe('unprocessable/idempotency-key-reused');
    expect(await outcome(world.add(ticket.id, body))).toBe('invalid/invalid-body');
  });

  it('are changed under the version that was seen: of many at once one is done, once', async () => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, task);
    const changes = Array.from({ length: 8 }, (_, number) => outcome(world.change(ticket.id, id, 1, { title: `Nummer ${number}`, status: 'done' })));
    expect((await Promise.all(changes)).toSorted()).toEqual(['done', ...Array.from({ length: 7 }, () => 'stale/task-changed')]);
    expect(await world.open(ticket)).toBe(0);
    const { title } = (await world.tasks(ticket.id)).items[0]!;
    // The same again is an answer that was lost.
    expect(await outcome(world.change(ticket.id, id, 1, { title, status: 'done' }))).toBe('done');
    expect(await outcome(world.change(ticket.id, newId('tsk'), 1, { ...task, status: 'done' }))).toBe('not-found/no-such-task');
    expect(await outcome(world.change((await aTicket()).id, id, 2, { ...task, status: 'done' }))).toBe('not-found/no-such-task');
  });

  it('that repeat are followed by the next one, in the same transaction, once', async () => {
    const ticket = await aTicket();
    const repeats = { every: 1, unit: 'weeks', until: '2026-04-30' };
    const body = { ...task, due: { on: '2026-03-16' }, repeats };
    const { id } = await world.add(ticket.id, body);
    const tries = await Promise.all(Array.from({ length: 4 }, () => outcome(world.change(ticket.id, id, 1, { ...body, status: 'done' }))));
    expect(new Set(tries)).toContain('done');
    const { items } = await world.tasks(ticket.id);
    expect(items.map(({ status, due, repeats: again, followedBy }) => ({ status, due, again, followed: followedBy === items[1]?.id }))).toEqual([
      { status: 'done', due: { on: '2026-03-16' }, again: undefined, followed: true },
      { status: 'open', due: { on: '2026-03-23' }, again: repeats, followed: false },
    ]);
    expect(await world.open(ticket)).toBe(1);
    const events = (await storage.items('events')).filter(({ pk }) => items.some((item) => item.id === pk)).map(({ type, data }) => [type, data]);
    expect(events).toEqual(
      expect.arrayContaining([
        ['task.added', {}],
        ['task.changed', { what: 'done' }],
        ['task.added', {}],
      ]),
    );
    expect(events).toHaveLength(3);
  });

  it.each([
    ['nobody', async () => newId('agt'), 'invalid/invalid-body'],
    [
      'somebody who has left',
      async () => {
        const clerk = await world.clerk();
        await world.dismiss(clerk);
        return clerk;
      },
      'conflict/assignee-left',
    ],
    ['a colleague', () => world.clerk(), 'done'],
  ])('for %s', async (_, whose, wanted) => {
    const ticket = await aTicket();
    const assignee = await whose();
    expect(await outcome(world.add(ticket.id, { ...task, assignee }))).toBe(wanted);
    const { id } = await world.add(ticket.id, task);
    expect(await outcome(world.change(ticket.id, id, 1, { ...task, assignee, status: 'open' }))).toBe(wanted);
    expect(await outcome(world.remind(ticket.id, { at: '2026-03-16T09:00:00Z', forAgent: assignee }))).toBe(wanted);
  });

  it('can be done by others when whose they are has left, who is still named', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const { id } = await world.add(ticket.id, { ...task, assignee: clerk });
    await world.dismiss(clerk);
    expect(await world.change(ticket.id, id, 1, { ...task, assignee: clerk, status: 'done' })).toMatchObject({ assignee: clerk, doneBy: 'agt_01' });
  });

  it('keep a case from being closed, unless whoever ends it says that they have seen them', async () => {
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, task);
    expect(await outcome(world.closeTicket(ticket, startedAt))).toBe('conflict/open-tasks');
    await world.change(ticket.id, id, 1, { ...task, status: 'done' });
    expect(await outcome(world.closeTicket(ticket, startedAt))).toBe('done');
    // What comes afterwards is done as well.
    const late = await world.add(ticket.id, task);
    expect(await world.change(ticket.id, late.id, 1, { ...task, status: 'done' })).toMatchObject({ status: 'done' });
    expect(await world.open(ticket)).toBe(0);

    const other = await aTicket();
    await world.add(other.id, task);
    expect(await outcome(world.closeTicket(other, startedAt, { openTasksSeen: true }))).toBe('done');
    expect(await world.open(other)).toBe(1);
  });

  it('of a ticket that is not there, restricted, or whose customer is being erased', async () => {
    expect(await outcome(world.add(newId('tck'), task))).toBe('not-found/no-such-ticket');
    expect(await outcome(world.tasks(newId('tck')))).toBe('not-found/no-such-ticket');
    const ticket = await aTicket();
    const { id } = await world.add(ticket.id, task);
    const key = ticketKey(ticket.customerId, ticket.id);
    const stored = (await storage.db.get('tickets', key))!;
    await storage.put('tickets', { ...stored, restrictedSince: startedAt });
    const attempts = () => [
      world.add(ticket.id, task),
      world.change(ticket.id, id, 1, { ...task, status: 'done' }),
      world.remind(ticket.id, { at: '2026-03-16T09:00:00Z' }),
    ];
    expect(new Set(await Promise.all(attempts().map(outcome)))).toEqual(new Set(['conflict/processing-restricted']));
    await storage.put('tickets', stored);
    const customer = (await storage.db.get('customers', { pk: ticket.customerId, sk: 'customer' }))!;
    await storage.put('customers', { ...customer, status: 'erasing' });
    expect(new Set(await Promise.all(attempts().map(outcome)))).toEqual(new Set(['conflict/customer-erased']));
  });
});

describeStorage('tasks of a customer, without a ticket', (storage) => {
  const world = taskWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });
  const call = { title: 'Neue Anschrift bestätigen lassen', team: 'claims' };

  it('are added once, listed page by page, done and come again; those of tickets are not among them', async () => {
    await world.clerk();
    const { id: customerId } = await world.person();
    const ticket = await world.openTicket(customerId);
    await world.add(ticket.id, task);
    const once = { key: newId('acc'), body: '{"title":"a"}' };
    const first = await world.addFor(customerId, call, { once });
    expect(await world.addFor(customerId, call, { once })).toEqual(first);
    const body = { ...call, due: { on: '2026-03-16' }, repeats: { every: 1, unit: 'months', until: '2026-04-30' } };
    const second = await world.addFor(customerId, body);
    expect(second).toMatchObject({ customerId, status: 'open', version: 1 });
    expect([second.ticketId, second.ticketNumber]).toEqual([undefined, undefined]);
    const page = await world.tasksFor(customerId, 1);
    expect([page.items, (await world.tasksFor(customerId, 1, page.next)).items]).toEqual([[first], [second]]);

    const dones = await Promise.all(Array.from({ length: 4 }, () => outcome(world.changeFor(customerId, second.id, 1, { ...body, status: 'done' }))));
    expect(dones).toContain('done');
    expect((await world.tasksFor(customerId)).items.map(({ status, due }) => [status, due?.on])).toEqual([
      ['open', undefined],
      ['done', '2026-03-16'],
      ['open', '2026-04-16'],
    ]);
    expect([await world.open(ticket), (await world.tasks(ticket.id)).items.length]).toEqual([1, 1]);
    expect(await outcome(world.changeFor(customerId, first.id, 2, { ...call, status: 'done' }))).toBe('stale/task-changed');
  });

  it('are somebody’s, and of somebody who is there', async () => {
    const clerk = await world.clerk();
    const { id: customerId } = await world.person();
    expect(await outcome(world.addFor(customerId, task))).toBe('invalid/invalid-body');
    expect(await outcome(world.addFor(customerId, { ...task, team: 'gibt-es-nicht' }))).toBe('invalid/invalid-body');
    const { id } = await world.addFor(customerId, { ...task, assignee: clerk });
    expect(await outcome(world.changeFor(customerId, id, 1, { ...task, status: 'done' }))).toBe('invalid/invalid-body');
    for (const stranger of [newId('cus'), (await world.person()).id])
      expect(await outcome(world.changeFor(stranger, id, 1, { ...task, assignee: clerk, status: 'done' }))).toMatch(/^not-found\/no-such-(customer|task)$/);
    expect(await outcome(world.addFor(newId('cus'), call))).toBe('not-found/no-such-customer');
    const customer = (await storage.db.get('customers', { pk: customerId, sk: 'customer' }))!;
    await storage.put('customers', { ...customer, restrictedSince: startedAt });
    expect(await outcome(world.addFor(customerId, call))).toBe('conflict/processing-restricted');
    expect(await outcome(world.changeFor(customerId, id, 1, { ...task, assignee: clerk, status: 'done' }))).toBe('conflict/processing-restricted');
  });

  it('come up before whose they are, or before everybody where they have left', async () => {
    const [clerk, gone] = [await world.clerk(), await world.clerk()];
    const { id: customerId } = await world.person();
    const due = { on: '2026-03-16' };
    await world.addFor(customerId, { title: 'Mein', assignee: clerk, due });
    await world.addFor(customerId, { title: 'Team', team: 'claims', due });
    await world.addFor(customerId, { title: 'Verwaist', assignee: gone, due });
    await world.dismiss(gone);
    expect(await world.comesUp('2026-03-16T09:00:00Z')).toBe(3);
    const shown = async (of: 'me' | 'team' | 'everybody') =>
      (await world.inbox(clerk, of)).items.map(({ task: up, ticketId }) => [up?.title, up?.customerId, ticketId]);
    expect([await shown('me'), await shown('team'), await shown('everybody')]).toEqual(
      ['Mein', 'Team', 'Verwaist'].map((title) => [[title, customerId, undefined]]),
    );

    // What came up already goes on when they leave, and is there once, however often that is told.
    await world.dismiss(clerk);
    const left = agentLeft.make({ id: newId('evt'), at: world.now(), aggregateId: clerk, data: { role: 'agent' } });
    for (let time = 0; time < 2; time++) await putInInbox(left, world.workerOver(storage.db));
    const colleague = await world.clerk();
    expect((await world.inbox(colleague, 'everybody')).items.map(({ task: up }) => up?.title).toSorted()).toEqual(['Mein', 'Verwaist']);
    expect((await world.inbox(clerk).catch(() => ({ items: [] }))).items).toEqual([]);
  });

  it('come up no more for a customer who is gone, or about to be', async () => {
    const clerk = await world.clerk();
    const { id: customerId } = await world.person();
    await world.addFor(customerId, { title: 'Anrufen', assignee: clerk, due: { on: '2026-03-16' } });
    const key = { pk: customerId, sk: 'customer' };
    await storage.put('customers', { ...(await storage.db.get('customers', key)), deletingSince: startedAt });
    const [event] = await world.wake('2026-03-16T09:00:00Z');
    expect(await outcome(putInInbox(event!, world.workerOver(storage.db)))).toBe('conflict/already-done');
    expect((await world.inbox(clerk)).items).toEqual([]);
  });

  it('end a year after the day on which they were done, and not while they are to be done, but for five years at most', async () => {
    const { id: customerId } = await world.person();
    await world.clerk();
    const { id } = await world.addFor(customerId, call);
    await world.addFor(customerId, { ...call, title: 'Bleibt offen' });
    world.clock.at = new Date('2026-12-31T23:30:00Z');
    await world.changeFor(customerId, id, 1, { ...call, status: 'done' });
    const leftAfter = async (day: string) => {
      await world.runOf(day, ['tasks'], { everyPart: true });
      return (await storage.items('tasks')).map(({ subject }) => subject);
    };
    // Done on the first of January in Berlin.
    expect(await leftAfter('2028-01-01')).toHaveLength(2);
    expect(await leftAfter('2028-01-02')).toEqual(['Bleibt offen']);
    expect(await leftAfter('2031-03-15')).toEqual(['Bleibt offen']);
    expect(await leftAfter('2031-03-16')).toEqual([]);
  });

  it('go with whoever asks for erasure once no contract runs, and out of the inbox; those of others stay', async () => {
    const clerk = await world.clerk();
    const [gone, other] = [await world.person(), await world.person()];
    for (const { id } of [gone, other]) await world.addFor(id, { title: 'Anrufen', assignee: clerk, due: { on: '2026-03-16' } });
    await world.comesUp('2026-03-16T09:00:00Z');
    await world.erased(gone.id);
    // While the contract runs, they are needed for it.
    expect(await storage.items('tasks')).toHaveLength(2);
    await world.leave(gone, '2026-03-15');
    world.clock.at = new Date('2026-03-17T09:00:00Z');
    await world.erased(gone.id);
    expect((await storage.items('tasks')).map(({ pk }) => pk)).toEqual([other.id]);
    expect((await world.inbox(clerk)).items.map(({ task: up }) => up?.customerId)).toEqual([other.id]);
  });
});

describeStorage('what comes up', (storage) => {
  const world = taskWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);
  const shown = async (...asked: Parameters<typeof world.inbox>) =>
    (await world.inbox(...asked)).items.map(({ task: due, reminder }) => due?.title ?? reminder?.note);

  it('is a task on its day and a reminder at its moment, before whose they are, newest first, each once', async () => {
    const ticket = await aTicket();
    const [mine, theirs] = [await world.clerk(), await world.clerk()];
    await world.add(ticket.id, { title: 'Mein', assignee: mine, due: { on: '2026-03-16' } });
    await world.add(ticket.id, { title: 'Fremd', assignee: theirs, due: { on: '2026-03-16', hour: 9 } });
    await world.add(ticket.id, { title: 'Ohne Tag', assignee: mine });
    await world.remind(ticket.id, { at: '2026-03-16T10:00:00+01:00', note: 'Nachsehen' }, { by: mine });
    expect(await world.comesUp('2026-03-15T22:59:59Z')).toBe(0);
    expect(await world.comesUp('2026-03-15T23:00:00Z')).toBe(1);
    expect([await shown(mine), await shown(theirs)]).toEqual([['Mein'], []]);
    expect(await world.comesUp('2026-03-16T09:01:00Z')).toBe(2);
    expect([await shown(mine), await shown(theirs)]).toEqual([['Nachsehen', 'Mein'], ['Fremd']]);
    expect(await world.comesUp('2026-04-16T09:01:00Z')).toBe(0);
    const [reminder] = (await world.reminders(ticket.id)).items;
    expect(reminder).toMatchObject({ firedAt: '2026-03-16T09:01:00.000Z', setBy: mine });
    expect(reminder!.mail).toBeUndefined();

    const page = await world.inbox(mine, 'me', 1);
    expect(page.items[0]!.reminder?.id).toBe(reminder!.id);
    expect((await world.inbox(mine, 'me', 1, page.next)).items[0]!.task?.title).toBe('Mein');
  });

  it('before a team, before whoever has the ticket, or before everybody', async () => {
    const clerk = await world.clerk();
    const ticket = await world.assignTo(clerk, await aTicket(), startedAt);
    const nobodys = await aTicket();
    expect(await outcome(world.add(ticket.id, { title: 'Team', team: 'gibt-es-nicht' }))).toBe('invalid/invalid-body');
    await world.add(ticket.id, { title: 'Team', team: 'claims', due: { on: '2026-03-16' } });
    await world.add(ticket.id, { title: 'Wer ihn hat', due: { on: '2026-03-16' } });
    await world.add(nobodys.id, { title: 'Niemand', due: { on: '2026-03-16' } });
    await world.comesUp('2026-03-16T09:00:00Z');
    expect(await shown(clerk)).toEqual(['Wer ihn hat']);
    expect(await shown(clerk, 'team')).toEqual(['Team']);
    expect(await shown(clerk, 'everybody')).toEqual(['Niemand']);
    expect(await outcome(world.inbox(newId('agt'), 'team'))).toBe('forbidden/no-such-agent');
  });

  it('for somebody who leaves before, comes up before whoever has the ticket by then, else before everybody', async () => {
    const [gone, clerk] = [await world.clerk(), await world.clerk()];
    const theirs = await world.assignTo(clerk, await aTicket(), startedAt);
    const nobodys = await aTicket();
    for (const ticket of [theirs, nobodys]) {
      await world.remind(ticket.id, { at: '2026-03-16T09:00:00Z', note: ticket === theirs ? 'Zum Kollegen' : 'An alle', byMail: true }, { by: gone });
      await world.add(ticket.id, { title: 'Aufgabe', assignee: gone, due: { on: '2026-03-16' } });
    }
    await world.dismiss(gone);
    await world.comesUp('2026-03-16T09:00:00Z');
    expect((await shown(clerk)).toSorted()).toEqual(['Aufgabe', 'Zum Kollegen']);
    expect((await shown(clerk, 'everybody')).toSorted()).toEqual(['An alle', 'Aufgabe']);
    // Nobody writes to somebody who has left.
    expect(world.mails).toEqual([]);
    expect((await world.reminders(theirs.id)).items[0]).toMatchObject({ mail: 'failed' });
  });

  it('leaves the inbox when it is done, put off, or cleared; given to somebody else, it comes up before them', async () => {
    const ticket = await aTicket();
    const [mine, theirs] = [await world.clerk(), await world.clerk()];
    const body = { title: 'A', assignee: mine, due: { on: '2026-03-16' } };
    const tasks = [await world.add(ticket.id, body), await world.add(ticket.id, body), await world.add(ticket.id, body), await world.add(ticket.id, body)];
    await world.comesUp('2026-03-16T09:00:00Z');
    expect(await shown(mine)).toHaveLength(4);
    await world.change(ticket.id, tasks[0]!.id, 1, { ...body, status: 'done' });
    await world.change(ticket.id, tasks[1]!.id, 1, { ...body, due: { on: '2026-03-20' }, status: 'open' });
    await world.change(ticket.id, tasks[2]!.id, 1, { ...body, assignee: theirs, status: 'open' });
    // A tick on its list leaves it where it is.
    await world.change(ticket.id, tasks[3]!.id, 1, { ...body, checklist: [{ text: 'x', done: true }], status: 'open' });
    const { items } = await world.inbox(mine);
    expect(items.map((entry) => entry.task?.id)).toEqual([tasks[3]!.id]);
    expect(await outcome(world.clearEntry(theirs, items[0]!.id))).toBe('not-found/no-such-entry');
    expect(await outcome(world.clearEntry(mine, items[0]!.id))).toBe('done');
    expect(await outcome(world.clearEntry(mine, items[0]!.id))).toBe('not-found/no-such-entry');
    expect(await world.comesUp('2026-03-16T09:01:00Z')).toBe(1);
    expect([await shown(mine), await shown(theirs)]).toEqual([[], ['A']]);
    expect(await world.comesUp('2026-03-20T09:01:00Z')).toBe(1);
    expect(await shown(mine)).toEqual(['A']);
    expect((await world.tasks(ticket.id)).items.map(({ status }) => status)).toEqual(['done', 'open', 'open', 'open']);
  });

  it('is looked at again when its message was lost, and not when it was done meanwhile', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const added = await world.add(ticket.id, { title: 'A', assignee: clerk, due: { on: '2026-03-16' } });
    await world.remind(ticket.id, { at: '2026-03-16T08:00:00Z', note: 'B' }, { by: clerk });
    const lost = await world.wake('2026-03-16T09:00:00Z');
    expect(lost).toHaveLength(2);
    expect(await world.comesUp('2026-03-16T09:30:00Z')).toBe(2);
    expect((await shown(clerk)).toSorted()).toEqual(['A', 'B']);
    await world.change(ticket.id, added.id, 1, { title: 'A', assignee: clerk, due: { on: '2026-03-16' }, status: 'done' });
    for (const event of lost)
      expect(await outcome(putInInbox(event, world.workerOver(storage.db)))).toBe(event.type === reminderDue.type ? 'done' : 'conflict/already-done');
    expect(await shown(clerk)).toEqual(['B']);
  });

  it('comes up once, however often its message comes, and however many are at it', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    await world.add(ticket.id, { title: 'A', assignee: clerk, due: { on: '2026-03-16' } });
    await world.remind(ticket.id, { at: '2026-03-16T08:00:00Z', note: 'B', byMail: true }, { by: clerk });
    const events = await world.wake('2026-03-16T09:00:00Z');
    await Promise.all([...events, ...events, ...events].map((event) => outcome(putInInbox(event, world.workerOver(storage.db)))));
    for (const event of events) await outcome(putInInbox(event, world.workerOver(storage.db)));
    expect((await shown(clerk)).toSorted()).toEqual(['A', 'B']);
    expect(world.mails).toHaveLength(1);
  });

  it('on a ticket that tells of somebody’s health is for who may read of it: others see that it came up, and not what', async () => {
    const [may, mayNot] = [await world.clerk(), await world.clerk(['claims'])];
    const { customerId } = await aTicket();
    const { name: kind, details } = medicalAid;
    const ticket = await world.openTicket(customerId, startedAt, { ...report, kind, incident: undefined, details: details!.example });
    expect(await outcome(world.add(ticket.id, { title: 'Befund', team: 'claims' }, { by: mayNot }))).toBe('forbidden/health-skill-required');
    await world.add(ticket.id, { title: 'Befund', team: 'claims', due: { on: '2026-03-16' } }, { by: may });
    await world.remind(ticket.id, { at: '2026-03-16T08:00:00Z', note: 'Befund', forAgent: mayNot }, { by: may });
    await world.comesUp('2026-03-16T09:00:00Z');
    const frame = { id: expect.any(String), ticketId: ticket.id, ticketNumber: ticket.number };
    expect((await world.inbox(mayNot, 'team')).items).toEqual([{ ...frame, what: 'task' }]);
    expect((await world.inbox(mayNot)).items).toEqual([{ ...frame, what: 'reminder' }]);
    expect((await world.inbox(may, 'team')).items[0]!.task!.title).toBe('Befund');
    expect(await outcome(world.clearEntry(mayNot, (await world.inbox(mayNot)).items[0]!.id))).toBe('done');
  });

  it('is not of a reminder that was taken away, nor of a ticket that is kept for the law only', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const { id } = await world.remind(ticket.id, { at: '2026-03-16T08:00:00Z' }, { by: clerk });
    await world.forget(ticket.id, id);
    expect(await outcome(world.forget(ticket.id, id))).toBe('not-found/no-such-reminder');
    await world.remind(ticket.id, { at: '2026-03-16T08:00:00Z' }, { by: clerk });
    const key = ticketKey(ticket.customerId, ticket.id);
    await storage.put('tickets', { ...(await storage.db.get('tickets', key)), retainedSince: startedAt });
    const [event] = await world.wake('2026-03-16T09:00:00Z');
    expect(await outcome(putInInbox(event!, world.workerOver(storage.db)))).toBe('conflict/already-done');
    expect(await shown(clerk)).toEqual([]);
  });
});

describeOnOneEngine('the mail of a reminder', (storage) => {
  const world = taskWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });

  async function reminded() {
    const clerk = await world.clerk();
    const ticket = await world.openTicket((await world.person()).id);
    await world.remind(ticket.id, { at: '2026-03-16T08:00:00Z', byMail: true }, { by: clerk });
    const [event] = await world.wake('2026-03-16T08:00:00Z');
    const [agent] = (await storage.items('staff')).filter(({ pk, sk }) => pk === clerk && sk === 'agent');
    return {
      ticket,
      event: event!,
      to: String(agent!.email),
      work: () => putInInbox(event!, world.workerOver(storage.db)),
      mail: async () => (await world.reminders(ticket.id)).items[0]!.mail,
      sleeps: async () => (await storage.items('tasks')).some(({ wakeSk }) => wakeSk !== undefined),
    };
  }

  it('goes to the clerk, names the ticket by its number, and is through', async () => {
    const { work, mail, to, ticket, sleeps } = await reminded();
    await work();
    expect(world.mails).toEqual([{ to, number: ticket.number }]);
    expect([await mail(), await sleeps()]).toEqual(['sent', false]);
  });

  it('for which the provider is too busy is tried again until it is taken', async () => {
    const { work, mail } = await reminded();
    world.provider.answer = 'busy';
    await work();
    expect(await mail()).toBe('planned');
    expect(await world.comesUp('2026-03-16T08:04:00Z')).toBe(0);
    expect(await world.comesUp('2026-03-16T08:05:00Z')).toBe(1);
    world.provider.answer = 'sent';
    expect(await world.comesUp('2026-03-16T08:10:00Z')).toBe(1);
    expect([await mail(), world.mails.length]).toEqual(['sent', 3]);
  });

  it.each(['failed', 'unknown'] as const)('that is %s is not sent again, and somebody hears of it', async (answer) => {
    const { work, mail, event } = await reminded();
    world.provider.answer = answer;
    await work();
    expect(await outcome(work())).toBe('conflict/already-done');
    expect([await mail(), world.mails.length]).toEqual([answer, 1]);
    expect(world.log.lines).toEqual([{ level: 'warn', code: `reminder-mail-${answer}`, fields: { eventId: event.id } }]);
  });

  it('is sent at most once, wherever whoever sends it ends', async () => {
    const counted = await reminded();
    storage.resetCalls();
    await counted.work();
    const { total } = storage.calls();
    for (let call = 1; call <= total; call++) {
      await world.clear();
      world.clock.at = new Date(startedAt);
      const { work, mail } = await reminded();
      storage.resetCalls();
      storage.inject(({ number }) => (number >= call ? 'crash-before' : undefined));
      await expect(work()).rejects.toThrow();
      storage.inject(undefined);
      const sent = world.mails.length;
      await outcome(work());
      world.clock.at = new Date('2026-03-16T08:02:00Z');
      await outcome(work());
      expect([call, world.mails.length, await mail()]).toEqual([call, 1, sent === 1 ? 'unknown' : expect.stringMatching(/^(sent|unknown)$/)]);
    }
  });
});
