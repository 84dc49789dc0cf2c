import { describe, expect, it } from '@jest/globals';
import { endsAt, minutesRun, ranOut, stopped, stopwatchStarted } from '../../../shared/time/stopwatch.ts';
import { refusal } from './refusal.ts';

const of = { customerId: 'cus_01', ticketId: 'tck_01', ticketNumber: '27-0000-0000', matter: 'theft' } as const;
const by = { id: 'agt_01', team: 'claims' };
// Ten to midnight in Berlin.
const begun = new Date('2027-03-15T22:50:00.000Z');
const after = (minutes: number, seconds = 0): Date => new Date(begun.getTime() + minutes * 60_000 + seconds * 1000);
const runs = stopwatchStarted('tim_01', of, { activity: 'phone', taskId: 'tsk_01' }, 'agt_01', begun);

describe('a stopwatch', () => {
  it.each([
    [after(0), 1],
    [after(0, 59), 1],
    [after(1), 1],
    [after(1, 1), 2],
    [after(480), 480],
    // A clock that was put back a little.
    [after(-1), 1],
  ])('has run at %s for %i minutes', (now, minutes) => {
    expect(minutesRun(runs, now)).toBe(minutes);
  });

  it('becomes the entry of which it has the id, for the day on which it was started', () => {
    expect(stopped(runs, of, { note: 'x' }, by, after(25))).toEqual({
      id: 'tim_01',
      ...of,
      activity: 'phone',
      taskId: 'tsk_01',
      minutes: 25,
      note: 'x',
      on: '2027-03-15',
      team: 'claims',
      by: 'agt_01',
      at: after(25).toISOString(),
      version: 1,
    });
  });

  it('is believed for eight hours, and whoever stops it may know better', () => {
    expect(stopped(runs, of, {}, by, after(480)).minutes).toBe(480);
    expect(refusal(() => stopped(runs, of, {}, by, after(480, 1)))).toBe('body.minutes is needed: it ran for more than eight hours, so say how long it was');
    expect(stopped(runs, of, { minutes: 20 }, by, after(481)).minutes).toBe(20);
    expect(stopped(runs, of, { minutes: 20 }, by, after(30)).minutes).toBe(20);
  });

  it('that was forgotten ends after eight hours, and waits for a word of its clerk', () => {
    expect(endsAt(runs)).toEqual(after(480));
    expect(ranOut(runs, of, by, after(481))).toMatchObject({ id: 'tim_01', minutes: 480, on: '2027-03-15', unconfirmed: true });
  });
});
