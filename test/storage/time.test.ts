import { beforeEach, expect, it } from '@jest/globals';
import type { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { outcome, report } from './ticket-world.ts';
import { timeWorld } from './time-fixtures.ts';

const startedAt = '2026-03-15T09:30:00Z';
const today = '2026-03-15';
const spent = { minutes: 25, activity: 'assessment', on: today };
const key = (activity: string, on = today, team = 'claims') => `${team}#${on}#bicycle-accident#${activity}`;
const people = (on = today, team = 'claims') => `${team}#${on} people`;

describeStorage('time on a ticket', (storage) => {
  const world = timeWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);

  it('is entered, listed page by page without whose it is, and summed up by activity', async () => {
    const ticket = await aTicket();
    const [clerk, colleague] = [await world.clerk(), await world.clerk()];
    const mine = await world.spend(clerk, ticket.id, { ...spent, note: 'Gutachten gelesen.' });
    await world.spend(colleague, ticket.id, { minutes: 5, activity: 'phone', on: '2026-03-14' });
    await world.spend(clerk, ticket.id, { minutes: 7, activity: 'phone', on: today });
    const first = await world.times(clerk, ticket.id, 2);
    const second = await world.times(clerk, ticket.id, 2, first.next);
    expect([...first.items, ...second.items].map(({ minutes, mine: own }) => [minutes, own])).toEqual([
      [25, true],
      [5, false],
      [7, true],
    ]);
    expect(first.items[0]).toEqual(mine);
    expect(Object.keys(first.items[1]!)).not.toContain('by');
    expect(await world.sum(colleague, ticket.id)).toEqual({
      minutes: 37,
      byActivity: [
        { activity: 'phone', minutes: 12 },
        { activity: 'assessment', minutes: 25 },
      ],
    });
    expect(await world.counted()).toEqual({
      [key('assessment')]: 25,
      [key('phone')]: 7,
      [key('phone', '2026-03-14')]: 5,
      [people()]: 1,
      [people('2026-03-14')]: 1,
    });
  });

  it('is entered and counted once, however often that is asked, also when its day is too long ago by then, or full', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const once = { key: newId('acc'), body: '{"minutes":1000}' };
    const body = { ...spent, minutes: 1000, on: '2026-02-12' };
    const asked = await Promise.all(Array.from({ length: 4 }, () => world.spend(clerk, ticket.id, body, { once })));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    world.clock.at = new Date('2026-03-16T08:00:00Z');
    expect(await world.spend(clerk, ticket.id, body, { once })).toEqual(asked[0]);
    expect(await world.counted()).toEqual({ [key('assessment', '2026-02-12')]: 1000, [people('2026-02-12')]: 1 });
    expect(await outcome(world.spend(clerk, ticket.id, body, { once: { ...once, body: '{}' } }))).toBe('unprocessable/idempotency-key-reused');
    expect(await outcome(world.spend(clerk, ticket.id, body))).toBe('invalid/invalid-body');
  });

  it('fits into a day, whoever enters it at the same time; and many at once are each counted once', async () => {
    const [ticket, other] = [await aTicket(), await aTicket()];
    const clerk = await world.clerk();
    const tries = await Promise.all([ticket, other].map(({ id }) => outcome(world.spend(clerk, id, { ...spent, minutes: 800 }))));
    expect(tries.toSorted()).toEqual(['conflict/day-full', 'done']);
    const clerks = await Promise.all(Array.from({ length: 4 }, () => world.clerk()));
    await Promise.all(clerks.flatMap((by) => [world.spend(by, ticket.id, spent), world.spend(by, other.id, { ...spent, minutes: 5, activity: 'phone' })]));
    expect(await world.counted()).toEqual({ [key('assessment')]: 900, [key('phone')]: 20, [people()]: 5 });
  });

  it('is put right by whose it is, under the version that was seen, and the difference counts once', async () => {
    const ticket = await aTicket();
    const [clerk, colleague] = [await world.clerk(), await world.clerk()];
    const { id } = await world.spend(clerk, ticket.id, { ...spent, minutes: 250, note: 'x' });
    expect(await outcome(world.correct(colleague, ticket.id, id, 1, spent))).toBe('forbidden/not-your-time');
    expect(await outcome(world.take(colleague, ticket.id, id))).toBe('forbidden/not-your-time');
    const changes = Array.from({ length: 6 }, (_, number) => outcome(world.correct(clerk, ticket.id, id, 1, { ...spent, minutes: 20 + number })));
    expect((await Promise.all(changes)).toSorted()).toEqual(['done', ...Array.from({ length: 5 }, () => 'stale/time-entry-changed')]);
    const { minutes, version, note } = (await world.times(clerk, ticket.id)).items[0]!;
    expect([version, note]).toEqual([2, undefined]);
    expect(await world.counted()).toEqual({ [key('assessment')]: minutes, [people()]: 1 });
    // The same again is an answer that was lost.
    expect(await outcome(world.correct(clerk, ticket.id, id, 1, { ...spent, minutes }))).toBe('done');
    const moved = await world.correct(clerk, ticket.id, id, 2, { minutes: 40, activity: 'phone', on: '2026-03-13' });
    expect(await world.counted()).toEqual({ [key('phone', '2026-03-13')]: 40, [people('2026-03-13')]: 1 });
    expect((await world.own(clerk, { from: '2026-03-13' })).items.map(({ id: own }) => own)).toEqual([moved.id]);
    expect((await world.own(clerk)).items).toEqual([]);

    const gone = await Promise.all([outcome(world.take(clerk, ticket.id, id)), outcome(world.take(clerk, ticket.id, id))]);
    expect(gone.toSorted()).toEqual(['done', 'not-found/no-such-time-entry']);
    expect([await world.counted(), await world.sum(clerk, ticket.id)]).toEqual([{}, { minutes: 0, byActivity: [] }]);
    expect(await outcome(world.correct(clerk, ticket.id, id, 3, spent))).toBe('not-found/no-such-time-entry');
  });

  it('stands after a month, also where its clerk would have it otherwise', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const { id } = await world.spend(clerk, ticket.id, spent);
    world.clock.at = new Date('2026-04-16T09:30:00Z');
    expect(await outcome(world.correct(clerk, ticket.id, id, 1, { ...spent, minutes: 3 }))).toBe('conflict/time-settled');
    expect(await outcome(world.take(clerk, ticket.id, id))).toBe('conflict/time-settled');
  });

  it('is of a step or a task of the ticket, and of no other', async () => {
    const [ticket, other] = [await aTicket(), await aTicket()];
    const clerk = await world.clerk();
    const { items } = await world.deps.interactions.interactions(ticket, 1);
    const interactionId = items[0]!.id;
    const entry = await world.spend(clerk, ticket.id, { ...spent, interactionId });
    expect(entry).toMatchObject({ interactionId });
    for (const on of [{ interactionId: newId('int') }, { taskId: newId('tsk') }]) {
      expect(await outcome(world.spend(clerk, ticket.id, { ...spent, ...on }))).toBe('invalid/invalid-body');
      expect(await outcome(world.correct(clerk, ticket.id, entry.id, 1, { ...spent, ...on }))).toBe('invalid/invalid-body');
    }
    expect(await outcome(world.spend(clerk, other.id, { ...spent, interactionId }))).toBe('invalid/invalid-body');
    expect(await world.counted()).toEqual({ [key('assessment')]: 25, [people()]: 1 });
  });

  it('is entered on a case that has ended; and not on one that is not there, restricted, of health for who lacks the skill, or whose customer is being erased', async () => {
    const clerk = await world.clerk(['claims']);
    const { id: customerId } = await world.person();
    const { ticket: ended } = await world.aCase(customerId);
    expect(await outcome(world.spend(clerk, ended.id, spent))).toBe('done');
    expect(await outcome(world.spend(clerk, newId('tck'), spent))).toBe('not-found/no-such-ticket');
    expect(await outcome(world.spend(newId('agt'), ended.id, spent))).toBe('forbidden/no-such-agent');

    const { incident: _, ...said } = report;
    const ofHealth = await world.openTicket(customerId, startedAt, { ...said, kind: 'medical-aid', details: { aid: 'Hörgerät' } });
    for (const attempt of [world.spend(clerk, ofHealth.id, spent), world.times(clerk, ofHealth.id), world.sum(clerk, ofHealth.id)])
      expect(await outcome(attempt)).toBe('forbidden/health-skill-required');
    const skilled = await world.clerk();
    expect(await outcome(world.spend(skilled, ofHealth.id, spent))).toBe('done');

    const { id } = await world.spend(clerk, ended.id, spent);
    const stored = (await storage.db.get('tickets', ticketKey(customerId, ended.id)))!;
    await storage.put('tickets', { ...stored, restrictedSince: startedAt });
    const attempts = () => [
      world.spend(clerk, ended.id, spent),
      world.correct(clerk, ended.id, id, 1, { ...spent, minutes: 1 }),
      world.take(clerk, ended.id, id),
    ];
    const before = await world.counted();
    expect(new Set(await Promise.all(attempts().map(outcome)))).toEqual(new Set(['conflict/processing-restricted']));
    await storage.put('tickets', stored);
    const customer = (await storage.db.get('customers', { pk: customerId, sk: 'customer' }))!;
    await storage.put('customers', { ...customer, status: 'erasing' });
    expect(new Set(await Promise.all(attempts().map(outcome)))).toEqual(new Set(['conflict/customer-erased']));
    expect(await world.counted()).toEqual(before);
  });

  it('is a list of one’s own, day by day, page by page, without a word of what was written', async () => {
    const [ticket, other] = [await aTicket(), await aTicket()];
    const [clerk, colleague] = [await world.clerk(), await world.clerk()];
    const days = ['2026-03-13', '2026-03-15', '2026-03-14', '2026-03-15'];
    for (const [index, on] of days.entries()) await world.spend(clerk, (index % 2 ? ticket : other).id, { ...spent, on, minutes: index + 1, note: 'geheim' });
    await world.spend(colleague, ticket.id, { ...spent, minutes: 99 });
    const week = { from: '2026-03-09', to: '2026-03-15' };
    const first = await world.own(clerk, week, 3);
    const second = await world.own(clerk, week, 3, first.next);
    expect([first, second].map(({ items }) => items.map(({ on, minutes }) => [on, minutes]))).toEqual([
      [
        ['2026-03-15', 4],
        ['2026-03-15', 2],
        ['2026-03-14', 3],
      ],
      [['2026-03-13', 1]],
    ]);
    expect(second.next).toBeUndefined();
    expect((await world.own(clerk, { from: '2026-03-14' })).items.map(({ minutes }) => minutes)).toEqual([3]);
    expect((await world.own(clerk)).items.map(({ minutes }) => minutes)).toEqual([4, 2]);
    expect(await outcome(world.own(clerk, { from: '2026-03-15', to: '2026-03-14' }))).toBe('invalid/invalid-query');
    expect(await outcome(world.own(clerk, { from: '2026-01-01', to: '2026-03-14' }))).toBe('invalid/invalid-query');
  });
});

describeStorage('a stopwatch', (storage) => {
  const world = timeWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);
  const later = (minutes: number) => void (world.clock.at = new Date(Date.parse(startedAt) + minutes * 60_000));

  it('runs for one ticket at a time, and becomes an entry once', async () => {
    const [ticket, other] = [await aTicket(), await aTicket()];
    const clerk = await world.clerk();
    const tries = await Promise.all([ticket, other, ticket].map(({ id }) => outcome(world.start(clerk, id))));
    expect(tries.toSorted()).toEqual(['conflict/stopwatch-running', 'conflict/stopwatch-running', 'done']);
    const running = (await world.runs(clerk))!;
    const [its, not] = running.ticketId === ticket.id ? [ticket, other] : [other, ticket];
    expect(running).toMatchObject({ ticketNumber: its.number, activity: 'phone', startedAt: '2026-03-15T09:30:00.000Z' });
    later(12.5);
    expect(await outcome(world.stop(clerk, not.id))).toBe('conflict/no-stopwatch');
    const once = { key: newId('acc'), body: '{}' };
    const asked = await Promise.all(Array.from({ length: 3 }, () => world.stop(clerk, its.id, { note: 'x' }, once).catch((error: DomainError) => error.code)));
    const entry = await world.stop(clerk, its.id, { note: 'x' }, once);
    expect(entry).toMatchObject({ minutes: 13, activity: 'phone', on: today, note: 'x', mine: true });
    // Whoever asks again while the first is under way is told so, or that it runs no more.
    for (const one of asked) expect([entry, 'no-stopwatch']).toContainEqual(one);
    expect([await world.counted(), await world.runs(clerk)]).toEqual([{ [key('phone')]: 13, [people()]: 1 }, undefined]);
    expect(await outcome(world.stop(clerk, its.id))).toBe('conflict/no-stopwatch');
    expect(await outcome(world.start(clerk, not.id))).toBe('done');
  });

  it('is started once, however often that is asked, and can be discarded', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const once = { key: newId('acc'), body: '{}' };
    const first = await world.start(clerk, ticket.id, { activity: 'phone' }, once);
    later(3);
    expect(await world.start(clerk, ticket.id, { activity: 'phone' }, once)).toEqual(first);
    expect(await outcome(world.discard(clerk, newId('tck')))).toBe('conflict/no-stopwatch');
    expect(await outcome(world.discard(clerk, ticket.id))).toBe('done');
    expect(await outcome(world.discard(clerk, ticket.id))).toBe('conflict/no-stopwatch');
    expect(await outcome(world.start(clerk, ticket.id, { activity: 'phone' }, once))).toBe('conflict/no-stopwatch');
    expect(await world.counted()).toEqual({});
  });

  it('that was forgotten ends by itself, once, and counts when its clerk says how long it was', async () => {
    const ticket = await aTicket();
    const [clerk, colleague] = [await world.clerk(), await world.clerk()];
    await world.start(clerk, ticket.id);
    later(60);
    await world.start(colleague, ticket.id);
    expect(await world.forgottenBy('2026-03-15T17:29:00Z')).toEqual([]);
    expect(await world.forgottenBy('2026-03-15T17:30:00Z')).toEqual(['done']);
    expect(await world.forgottenBy('2026-03-15T17:31:00Z')).toEqual([]);
    const [entry] = (await world.own(clerk)).items;
    expect(entry).toMatchObject({ minutes: 480, unconfirmed: true });
    expect([await world.counted(), (await world.sum(clerk, ticket.id)).minutes, await world.runs(clerk)]).toEqual([{}, 0, undefined]);
    // Who looks at it after that must say how long it was.
    world.clock.at = new Date('2026-03-15T18:31:00Z');
    expect(await outcome(world.stop(colleague, ticket.id))).toBe('conflict/stopwatch-forgotten');
    await world.stop(colleague, ticket.id, { minutes: 5 });
    const right = await world.correct(clerk, ticket.id, entry!.id, 1, { minutes: 480, activity: 'phone', on: today });
    expect(right).not.toHaveProperty('unconfirmed');
    expect([await world.counted(), (await world.sum(clerk, ticket.id)).minutes]).toEqual([{ [key('phone')]: 485, [people()]: 2 }, 485]);
  });

  it('ends on the ticket that goes on, and leaves nothing on one that is restricted or gone', async () => {
    const customer = await world.person();
    const [duplicate, other, restricted] = [await world.openTicket(customer.id), await world.openTicket(customer.id), await world.openTicket(customer.id)];
    const clerks = await Promise.all(Array.from({ length: 3 }, () => world.clerk()));
    const [first, second, third] = clerks as [string, string, string];
    await world.start(first, duplicate.id);
    await world.start(second, duplicate.id);
    await world.start(third, restricted.id);
    const put = async (ticket: Ticket, more: object) =>
      storage.put('tickets', { ...(await storage.db.get('tickets', ticketKey(customer.id, ticket.id)))!, ...more });
    await put(duplicate, { status: 'closed', mergedInto: other.id, mergedAt: startedAt });
    await put(restricted, { restrictedSince: startedAt });
    later(30);
    expect(await world.stop(first, duplicate.id)).toMatchObject({ ticketId: other.id, ticketNumber: other.number, minutes: 30 });
    expect(await outcome(world.stop(third, restricted.id))).toBe('conflict/processing-restricted');
    expect(await world.forgottenBy('2026-03-15T17:31:00Z')).toEqual(['done', 'done']);
    expect((await world.times(second, other.id)).items.map(({ minutes, unconfirmed }) => [minutes, unconfirmed])).toEqual([
      [30, undefined],
      [480, true],
    ]);
    expect((await world.own(third)).items).toEqual([]);
    expect((await Promise.all(clerks.map(world.runs))).filter(Boolean)).toEqual([]);
  });
});

describeStorage('effort, for controlling', (storage) => {
  const world = timeWorld(storage);
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });

  it('is told of teams of three, of smaller ones together, and is there when the ticket is gone', async () => {
    const person = await world.person();
    const ticket = await world.openTicket(person.id);
    const clerks = await Promise.all(Array.from({ length: 3 }, () => world.clerk()));
    for (const clerk of clerks) await world.spend(clerk, ticket.id, spent);
    await world.spend(clerks[0]!, ticket.id, { minutes: 30, activity: 'phone', on: '2026-03-14' });
    const small = await world.clerk(['claims'], 'motor');
    await world.spend(small, ticket.id, { ...spent, minutes: 11 });
    const period = { from: '2026-02-20', to: '2026-03-31' };
    const told = {
      ...period,
      lines: [{ team: 'claims', kind: 'bicycle-accident', activity: 'assessment', minutes: 75 }],
      // One of a team that was alone, and a team of one.
      withheldDays: 2,
    };
    expect(await world.report(period)).toEqual(told);
    for (const team of ['teams', 'of', 'two']) {
      const one = await world.clerk(['claims'], team);
      await world.spend(one, ticket.id, { ...spent, minutes: 1 });
    }
    expect((await world.report(period)).lines[0]).toEqual({ kind: 'bicycle-accident', activity: 'assessment', minutes: 14 });
    expect(await world.report({ ...period, team: 'motor' })).toEqual({ ...period, lines: [], withheldDays: 1 });
    expect((await world.report({ ...period, team: 'claims', kind: 'theft' })).lines).toEqual([]);
    const { content } = await world.file({ ...period, team: 'claims' });
    expect(content.split('\r\n')[1]).toBe('2026-02-20;2026-03-31;claims;bicycle-accident;Prüfung;75');

    const before = await world.report(period);
    world.clock.at = new Date('2026-03-20T09:00:00Z');
    await world.closeTicket(ticket, '2026-03-20T09:00:00Z');
    await world.leave(person, '2026-03-20');
    await world.runOf('2030-04-02', ['tickets', 'time']);
    expect(await storage.db.get('tickets', ticketKey(person.id, ticket.id))).toBeUndefined();
    // All that is left of it: days, teams, kinds, activities, numbers.
    expect(new Set((await storage.items('time')).map(({ kind }) => kind))).toEqual(new Set(['effort', 'effort-people']));
    expect(JSON.stringify(await storage.items('time'))).not.toMatch(/(cus|tck|agt|tim)_/);
    expect(await world.report(period)).toEqual(before);
    await world.runOf('2032-01-02', ['time']);
    expect(await storage.items('time')).toEqual([]);
  });
});
