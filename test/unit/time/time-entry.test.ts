import { describe, expect, it } from '@jest/globals';
import { activities, Activity } from '../../../shared/time/activity.ts';
import { checkOpen, saysAlready, SpentTime, timeCorrected, timeSpent, type TimeEntry } from '../../../shared/time/time-entry.ts';
import { refusal } from './refusal.ts';

const of = { customerId: 'cus_01', ticketId: 'tck_01', ticketNumber: '27-0000-0000', matter: 'theft' } as const;
const clerk = { id: 'agt_01', team: 'claims' };
// Half past midnight in Berlin, and the day before in UTC.
const now = new Date('2027-03-15T23:30:00Z');
const spent: SpentTime = { minutes: 25, activity: 'assessment', on: '2027-03-16' };
const entry = (more: Partial<TimeEntry> = {}): TimeEntry => ({ ...timeSpent('tim_01', of, spent, clerk, now), ...more });

describe('time as it is said', () => {
  const step = 'int_01JQ0000000000000000000000';
  const task = 'tsk_01JQ0000000000000000000000';
  it.each([
    ['as it should be', spent, true],
    ['with everything', { ...spent, note: ' Gutachten\r\ngelesen ', interactionId: step }, true],
    ['a whole day', { ...spent, minutes: 1440 }, true],
    ['nothing', { ...spent, minutes: 0 }, false],
    ['less than nothing', { ...spent, minutes: -5 }, false],
    ['more than a day', { ...spent, minutes: 1441 }, false],
    ['half a minute', { ...spent, minutes: 0.5 }, false],
    ['hours and minutes', { ...spent, minutes: '0:25' }, false],
    ['an activity that nobody knows', { ...spent, activity: 'coffee' }, false],
    ['a day as Germans write it', { ...spent, on: '16.03.2027' }, false],
    ['a day that is none', { ...spent, on: '2027-02-30' }, false],
    ['a year that was mistyped', { ...spent, on: '0207-03-16' }, false],
    ['on a step and a task', { ...spent, interactionId: step, taskId: task }, false],
    ['an empty note', { ...spent, note: '  ' }, false],
    ['a word of its own', { ...spent, customer: 'x' }, false],
  ])('%s', (_, said, taken) => {
    expect(SpentTime.safeParse(said).success).toBe(taken);
  });

  it('has its note with one kind of line break and no spaces around', () => {
    expect(SpentTime.parse({ ...spent, note: ' a\r\nb ' }).note).toBe('a\nb');
  });

  it('is of an activity that has a name in both languages', () => {
    expect(Activity.options).toContain('phone');
    for (const { de, en } of Object.values(activities)) expect([de, en].every((name) => name.length > 2)).toBe(true);
  });
});

describe('a new entry', () => {
  it('is of whoever made it, of their team, and of its day in Berlin', () => {
    expect(entry()).toEqual({ id: 'tim_01', ...of, ...spent, team: 'claims', by: 'agt_01', at: '2027-03-15T23:30:00.000Z', version: 1 });
  });

  it.each([
    ['tomorrow', '2027-03-17', 'body.on lies in the future'],
    ['today, as it is in Berlin', '2027-03-16', 'none'],
    ['the last day that is open', '2027-02-13', 'none'],
    ['a day before that', '2027-02-12', 'body.on lies more than 31 days back: time that long ago is not entered any more'],
    ['last year', '2026-03-16', 'body.on lies more than 31 days back: time that long ago is not entered any more'],
  ])('for %s', (_, on, refused) => {
    expect(refusal(() => timeSpent('tim_01', of, { ...spent, on }, clerk, now))).toBe(refused);
  });
});

describe('an entry that is put right', () => {
  it('says what is said now and nothing of before, of the same clerk and team, under the next version', () => {
    const before = entry({ note: 'x', taskId: 'tsk_01', team: 'motor', version: 3 });
    const after = timeCorrected(before, { minutes: 5, activity: 'phone', on: '2027-03-10', interactionId: 'int_01' }, 'agt_01', now);
    expect(after).toEqual({
      id: 'tim_01',
      ...of,
      minutes: 5,
      activity: 'phone',
      on: '2027-03-10',
      interactionId: 'int_01',
      team: 'motor',
      by: 'agt_01',
      at: before.at,
      version: 4,
    });
  });

  it('has the word of its clerk with that, also where they say the same', () => {
    expect(timeCorrected(entry({ unconfirmed: true }), spent, 'agt_01', now)).toEqual({ ...entry(), version: 2 });
  });

  it('is one of their own, and not of long ago', () => {
    expect(refusal(() => checkOpen(entry(), 'agt_02', now))).toBe('path.timeEntryId was entered by somebody else: ask them to put it right');
    expect(refusal(() => checkOpen(entry({ on: '2027-02-13' }), 'agt_01', now))).toBe('none');
    expect(refusal(() => checkOpen(entry({ on: '2027-02-12' }), 'agt_01', now))).toBe('path.timeEntryId is of a day more than 31 days ago, and stands');
    expect(refusal(() => timeCorrected(entry(), { ...spent, on: '2027-03-17' }, 'agt_01', now))).toBe('body.on lies in the future');
  });

  it('is told from one that says so already', () => {
    expect(saysAlready(entry(), spent)).toBe(true);
    expect(saysAlready(entry({ unconfirmed: true }), spent)).toBe(false);
    for (const other of [
      { minutes: 24 },
      { activity: 'phone' },
      { on: '2027-03-15' },
      { note: 'x' },
      { taskId: 'tsk_01' },
      { interactionId: 'int_01' },
    ] as const)
      expect(saysAlready(entry(), { ...spent, ...other })).toBe(false);
  });
});
