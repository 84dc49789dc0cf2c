import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf } from '../../../shared/personal-data/calendar.ts';
import { berlinInstant } from '../../../shared/personal-data/local-time.ts';
import {
  addedTask,
  changedTask,
  comesUpAnew,
  dueAt,
  NewTask,
  nextDue,
  saysAlready,
  type WholeTask,
  type Repeats,
  type Task,
  type TaskContent,
} from '../../../shared/tasks/task.ts';
import { refusalOf } from './refusal.ts';

const now = new Date('2026-03-15T09:30:00Z');
const by = { id: 'agt_01JQ0000000000000000000000', at: now };
const ticket = { customerId: 'cus_01JQ0000000000000000000000', ticketId: 'tck_01JQ0000000000000000000000', ticketNumber: '26-7K3M-9QXN' };
const other = 'agt_01JQ0000000000000000000001';
const added = (content: Partial<TaskContent> = {}): Task => addedTask('tsk_1', ticket, { title: 'Gutachten anfordern', checklist: [], ...content }, by);
const asked = ({ title, assignee, team, due, checklist, repeats, status }: Task, change: Partial<WholeTask> = {}): WholeTask => ({
  title: title!,
  assignee,
  team,
  due,
  checklist,
  repeats,
  status,
  ...change,
});
const weekly: Repeats = { every: 1, unit: 'weeks', until: '2026-06-30' };

describe('a new task', () => {
  it('is open, and says who added it and when', () => {
    expect(added({ due: { on: '2026-03-16' } })).toEqual({
      id: 'tsk_1',
      ...ticket,
      title: 'Gutachten anfordern',
      checklist: [],
      due: { on: '2026-03-16' },
      status: 'open',
      repeatsFrom: undefined,
      addedAt: now.toISOString(),
      addedBy: by.id,
      version: 1,
    });
  });

  const [{ ticketId: _id, ticketNumber: _number, ...person }, whose] = [ticket, { team: 'claims' }];
  const ofPerson = (content: Partial<TaskContent> = {}): Task => addedTask('tsk_1', person, { title: 'Anrufen', checklist: [], ...content }, by);

  it('of a person without a case is somebody’s, and comes before it is no longer kept', () => {
    expect(refusalOf(() => ofPerson())).toMatchObject({ field: 'body.assignee' });
    expect(ofPerson({ ...whose, due: { on: '2029-03-15' } })).toMatchObject({ ...person, ...whose });
    expect(refusalOf(() => ofPerson({ ...whose, due: { on: '2029-03-16' } }))).toMatchObject({ problem: 'lies more than 3 years ahead' });
    const repeats: Repeats = { every: 36, unit: 'months', until: '2029-03-16' };
    expect(refusalOf(() => ofPerson({ ...whose, due: { on: '2026-03-16' }, repeats }))).toMatchObject({ field: 'body.repeats.until' });
    // However late it is put off, it comes before it is no longer kept.
    const later = { ...by, at: new Date('2028-06-01T09:00:00Z') };
    expect(refusalOf(() => changedTask(ofPerson(whose), asked(ofPerson(whose), { due: { on: '2029-03-16' } }), 'tsk_2', later))).toMatchObject({
      field: 'body.due.on',
    });
    expect(refusalOf(() => changedTask(ofPerson(whose), asked(ofPerson(whose), { team: undefined }), 'tsk_2', by))).toMatchObject({ field: 'body.assignee' });
  });

  it.each([
    ['today', { on: '2026-03-15' }, undefined],
    ['an hour of today that is to come', { on: '2026-03-15', hour: 11 }, undefined],
    // Half past ten in Berlin.
    ['an hour of today that has come', { on: '2026-03-15', hour: 10 }, 'lies in the past'],
    ['yesterday', { on: '2026-03-14' }, 'lies in the past'],
    ['too far away', { on: '2031-03-16' }, 'lies more than 5 years ahead'],
  ])('may be due %s', (_, due, problem) => {
    expect(refusalOf(() => added({ due }))?.problem).toBe(problem);
  });

  it.each([
    ['ends before it begins', { due: { on: '2026-07-01' }, repeats: weekly }, 'body.repeats.until'],
    ['never ends', { due: { on: '2026-05-01' }, repeats: { ...weekly, until: '2036-03-16' } }, 'body.repeats.until'],
    ['ends on its first day', { due: { on: '2026-06-30' }, repeats: weekly }, undefined],
  ])('may repeat, but not where that %s', (_, content, field) => {
    expect(refusalOf(() => added(content))?.field).toBe(field);
  });

  it.each([
    ['somebody’s and a team’s', { title: 'A', assignee: by.id, team: 'claims' }, ['team']],
    ['to repeat from no day', { title: 'A', repeats: weekly }, ['due']],
    ['without a title', { title: ' ' }, ['title']],
    ['for a team of a strange name', { title: 'A', team: 'Köln 1' }, ['team']],
    ['with what nobody knows', { title: 'A', colour: 'red' }, []],
  ])('cannot be %s', (_, body, path) => {
    expect(NewTask.safeParse(body).error?.issues.map((issue) => issue.path)).toEqual([path]);
  });
});

describe('the time at which a task comes up', () => {
  it.each([
    [{ on: '2026-03-16' }, '2026-03-15T23:00:00.000Z'],
    [{ on: '2026-03-16', hour: 9 }, '2026-03-16T08:00:00.000Z'],
    [{ on: '2026-07-16', hour: 9 }, '2026-07-16T07:00:00.000Z'],
    // Clocks skip this hour.
    [{ on: '2026-03-29', hour: 2 }, '2026-03-29T01:00:00.000Z'],
  ])('of %j is %s', (due, instant) => {
    expect(dueAt(due).toISOString()).toBe(instant);
  });
});

describe('a change of a task', () => {
  const done = (task: Task, at = now) => changedTask(task, asked(task, { status: 'done' }), 'tsk_2', { id: other, at });

  it('does it, and reopens it, and counts', () => {
    const task = added();
    const first = done(task);
    expect(first).toEqual({ task: { ...task, status: 'done', doneAt: now.toISOString(), doneBy: other, version: 2 }, opens: -1, what: 'done' });
    const again = changedTask(first.task, asked(task), 'tsk_3', by);
    expect(again).toMatchObject({ task: { status: 'open', doneAt: undefined, doneBy: undefined, version: 3 }, opens: 1, what: 'reopened' });
    expect(again.next).toBeUndefined();
  });

  it('takes away what is left out', () => {
    const { task, opens } = changedTask(added({ assignee: other, due: { on: '2026-03-16' } }), { title: 'Neu', checklist: [], status: 'open' }, 'tsk_2', by);
    expect([task.title, task.assignee, task.due, opens]).toEqual(['Neu', undefined, undefined, 0]);
  });

  it('is possible when it is overdue, as long as the day is the old one', () => {
    const task = added({ due: { on: '2026-03-16' } });
    const late = { id: by.id, at: new Date('2026-04-01T09:00:00Z') };
    expect(changedTask(task, asked(task, { title: 'Neu' }), 'tsk_2', late).task.title).toBe('Neu');
    expect(refusalOf(() => changedTask(task, asked(task, { due: { on: '2026-03-17' } }), 'tsk_2', late))).toEqual({
      field: 'body.due',
      problem: 'lies in the past',
    });
  });

  it('makes the next one of what it says by then, with an empty list, and hands the repetition on', () => {
    const task = added({ due: { on: '2026-03-16', hour: 9 }, repeats: weekly, checklist: [{ text: 'Anrufen', done: true }], team: 'claims' });
    const { task: before, next, opens } = done(task);
    expect(opens).toBe(0);
    expect(before).toMatchObject({ status: 'done', followedBy: 'tsk_2', repeats: undefined, repeatsFrom: undefined });
    expect(next).toEqual({
      ...task,
      id: 'tsk_2',
      due: { on: '2026-03-23', hour: 9 },
      checklist: [{ text: 'Anrufen', done: false }],
      addedBy: other,
      version: 1,
    });
    // Reopened and done once more, it makes no second one.
    const reopened = changedTask(before, asked(before, { status: 'open' }), 'tsk_3', by).task;
    const again = done(reopened);
    expect([again.opens, again.next]).toEqual([-1, undefined]);
  });

  it('is told from a repeat of what was said, of one that was followed too', () => {
    const task = added({ due: { on: '2026-03-16' }, repeats: weekly });
    const body = asked(task, { status: 'done' });
    expect(saysAlready(task, body)).toBe(false);
    expect(saysAlready(done(task).task, body)).toBe(true);
    expect(saysAlready(done(task).task, { ...body, title: 'Anders' })).toBe(false);
  });

  it.each([
    ['another title', { title: 'Neu' }, false],
    ['a tick', { checklist: [{ text: 'a', done: true }] }, false],
    ['another clerk', { assignee: other }, true],
    ['a team', { team: 'claims' }, true],
    ['another day', { due: { on: '2026-03-17' } }, true],
    ['done', { status: 'done' as const }, true],
  ])('lets it come up anew: %s', (_, change, anew) => {
    const task = added({ due: { on: '2026-03-16' } });
    expect(comesUpAnew(task, { ...task, ...change })).toBe(anew);
  });
});

describe('what comes again', () => {
  const due = (on: string, repeats: Repeats, from = on, at = now) => nextDue({ due: { on }, repeats, repeatsFrom: from }, at)?.on;

  it.each<[string, string, Repeats, string, string | undefined]>([
    ['every third day', '2026-03-16', { every: 3, unit: 'days', until: '2026-12-31' }, '2026-03-16', '2026-03-19'],
    ['every month, from the 31st', '2026-03-31', { every: 1, unit: 'months', until: '2026-12-31' }, '2026-03-31', '2026-04-30'],
    ['back on the 31st after a shorter month', '2026-04-30', { every: 1, unit: 'months', until: '2026-12-31' }, '2026-03-31', '2026-05-31'],
    ['every month in February', '2028-01-31', { every: 1, unit: 'months', until: '2028-12-31' }, '2028-01-31', '2028-02-29'],
    ['until a day, that day too', '2026-03-16', { every: 1, unit: 'weeks', until: '2026-03-23' }, '2026-03-16', '2026-03-23'],
    ['not behind that day', '2026-03-16', { every: 1, unit: 'weeks', until: '2026-03-22' }, '2026-03-16', undefined],
  ])('%s', (_, on, repeats, from, next) => {
    expect(due(on, repeats, from)).toBe(next);
  });

  it('leaves out what was missed while it lay there', () => {
    expect(due('2026-03-16', { every: 1, unit: 'days', until: '2026-12-31' }, '2026-03-16', new Date('2026-04-10T09:00:00Z'))).toBe('2026-04-10');
  });

  it('by an hour that has come today, tomorrow', () => {
    const daily = { due: { on: '2026-03-14', hour: 9 }, repeats: { every: 1, unit: 'days', until: '2026-12-31' } as const, repeatsFrom: '2026-03-14' };
    expect(nextDue(daily, now)).toEqual({ on: '2026-03-16', hour: 9 });
  });

  const repeats = fc.record({
    every: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
    until: fc.constant('2031-12-31'),
  });

  it('comes later than before, not in the past, in its rhythm, and as early as that allows', () => {
    fc.assert(
      fc.property(repeats, fc.nat(700), fc.nat(400), (rhythm, first, late) => {
        const from = addDays('2026-01-01', first);
        const at = berlinInstant(addDays(from, late), 600);
        const next = nextDue({ due: { on: from }, repeats: rhythm, repeatsFrom: from }, at)?.on;
        // Day by day, as one would look it up in a calendar.
        const naive = (): string | undefined => {
          for (let day = addDays(from, 1); day <= rhythm.until; day = addDays(day, 1)) if (day >= dayOf(at) && inRhythm(from, day, rhythm)) return day;
          return undefined;
        };
        expect(next).toBe(naive());
      }),
      { numRuns: 150 },
    );
  });
});

/** Whether a day is one of a rhythm, by its own arithmetic. */
function inRhythm(from: string, day: string, { every, unit }: Repeats): boolean {
  const days = (Date.parse(day) - Date.parse(from)) / 86_400_000;
  if (unit !== 'months') return days % (unit === 'weeks' ? 7 * every : every) === 0;
  const [year, month, date] = from.split('-').map(Number) as [number, number, number];
  const [otherYear, otherMonth, otherDate] = day.split('-').map(Number) as [number, number, number];
  const months = (otherYear - year) * 12 + otherMonth - month;
  const lastOfMonth = new Date(Date.UTC(otherYear, otherMonth, 0)).getUTCDate();
  return months % every === 0 && otherDate === Math.min(date, lastOfMonth);
}
