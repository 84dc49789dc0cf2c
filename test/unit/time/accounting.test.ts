import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accounted, changedSheet, emptySheet, type DaySheet } from '../../../shared/time/accounting.ts';
import { allActivities } from '../../../shared/time/activity.ts';
import { sumOf } from '../../../shared/time/time-sum.ts';
import type { TimeEntry } from '../../../shared/time/time-entry.ts';
import { refusal } from './refusal.ts';

type Counted = Pick<TimeEntry, 'on' | 'team' | 'matter' | 'activity' | 'minutes' | 'unconfirmed'>;
const entry: Counted = { on: '2027-03-16', team: 'claims', matter: 'theft', activity: 'phone', minutes: 30 };

describe('what a change of an entry adds', () => {
  it('is all of a new one, and takes back all of one that goes', () => {
    expect(accounted(undefined, entry)).toEqual({
      days: [{ day: '2027-03-16', minutes: 30, entries: { claims: 1 } }],
      teams: [{ team: 'claims', day: '2027-03-16', matter: 'theft', minutes: { phone: 30 } }],
    });
    expect(accounted(entry, undefined)).toEqual({
      days: [{ day: '2027-03-16', minutes: -30, entries: { claims: -1 } }],
      teams: [{ team: 'claims', day: '2027-03-16', matter: 'theft', minutes: { phone: -30 } }],
    });
  });

  it('is the difference of one that is put right', () => {
    expect(accounted(entry, { ...entry, minutes: 20 })).toEqual({
      days: [{ day: '2027-03-16', minutes: -10, entries: {} }],
      teams: [{ team: 'claims', day: '2027-03-16', matter: 'theft', minutes: { phone: -10 } }],
    });
    expect(accounted(entry, { ...entry, activity: 'writing' })).toEqual({
      days: [],
      teams: [{ team: 'claims', day: '2027-03-16', matter: 'theft', minutes: { phone: -30, writing: 30 } }],
    });
    expect(accounted(entry, { ...entry, on: '2027-03-15' }).days).toEqual([
      { day: '2027-03-16', minutes: -30, entries: { claims: -1 } },
      { day: '2027-03-15', minutes: 30, entries: { claims: 1 } },
    ]);
    expect(accounted(entry, { ...entry })).toEqual({ days: [], teams: [] });
  });

  it('is nothing of what nobody stands by, and all of it once somebody does', () => {
    expect(accounted(undefined, { ...entry, unconfirmed: true })).toEqual({ days: [], teams: [] });
    expect(accounted({ ...entry, unconfirmed: true }, entry)).toEqual(accounted(undefined, entry));
    expect(accounted({ ...entry, unconfirmed: true }, undefined)).toEqual({ days: [], teams: [] });
  });
});

const anEntry: fc.Arbitrary<Counted> = fc.record({
  on: fc.constantFrom('2027-03-14', '2027-03-15', '2027-03-16'),
  team: fc.constantFrom('claims', 'motor'),
  matter: fc.constantFrom('theft', 'question'),
  activity: fc.constantFrom(...allActivities),
  minutes: fc.integer({ min: 1, max: 40 }),
  unconfirmed: fc.constantFrom(undefined, true as const),
});

/** What happens to entries, each known by a number: it is made, put right, or taken away. */
const history = fc.array(fc.record({ number: fc.integer({ min: 0, max: 5 }), after: fc.option(anEntry, { nil: undefined }) }), { maxLength: 30 });

describe('whatever happens to the entries of a clerk', () => {
  it('their sheets, the people and the figures say what the entries say that are there, each once', () => {
    fc.assert(
      fc.property(history, (changes) => {
        const entries = new Map<number, Counted>();
        const sheets = new Map<string, DaySheet>();
        const people = new Map<string, number>();
        const figures = new Map<string, number>();
        for (const { number, after } of changes) {
          const { days, teams } = accounted(entries.get(number), after);
          if (after) entries.set(number, after);
          else entries.delete(number);
          for (const ofDay of days) {
            const change = changedSheet(sheets.get(ofDay.day) ?? emptySheet(ofDay.day), ofDay);
            sheets.set(ofDay.day, change.sheet);
            for (const { team, more } of change.people) people.set(`${ofDay.day} ${team}`, (people.get(`${ofDay.day} ${team}`) ?? 0) + more);
          }
          for (const { team, day, matter, minutes } of teams)
            for (const [activity, more] of Object.entries(minutes)) {
              const key = [team, day, matter, activity].join(' ');
              figures.set(key, (figures.get(key) ?? 0) + more);
            }
        }
        const there = [...entries.values()].filter(({ unconfirmed }) => !unconfirmed);
        const wanted = new Map<string, number>();
        for (const { team, on, matter, activity, minutes } of there) {
          const key = [team, on, matter, activity].join(' ');
          wanted.set(key, (wanted.get(key) ?? 0) + minutes);
        }
        expect(new Map([...figures].filter(([, sum]) => sum !== 0))).toEqual(wanted);
        expect(new Map([...people].filter(([, count]) => count !== 0))).toEqual(new Map(there.map(({ on, team }) => [`${on} ${team}`, 1])));
        for (const [day, sheet] of sheets) expect(sheet.minutes).toBe(there.filter(({ on }) => on === day).reduce((sum, { minutes }) => sum + minutes, 0));
        expect(sumOf([...entries.values()]).minutes).toBe(there.reduce((sum, { minutes }) => sum + minutes, 0));
      }),
    );
  });
});

describe('the day of a clerk', () => {
  const sheet = (minutes: number): DaySheet => ({ day: '2027-03-16', minutes, teams: [{ team: 'claims', entries: 1 }], version: 1 });
  it.each([
    ['as much as it has', 1410, 30, 'none'],
    [
      'a minute more',
      1411,
      30,
      'body.minutes would make more than 24 hours of that day, with what you entered before (GET /v1/time-entries): correct that first',
    ],
    ['less, of one that had too much', 1500, -30, 'none'],
  ])('takes %s', (_, before, minutes, refused) => {
    expect(refusal(() => changedSheet(sheet(before), { day: '2027-03-16', minutes, entries: {} }))).toBe(refused);
  });

  it('is counted once among the people of a team, and of both when somebody changes', () => {
    const more = (entries: Record<string, number>) => changedSheet(sheet(30), { day: '2027-03-16', minutes: 0, entries }).people;
    expect(more({ claims: 1 })).toEqual([]);
    expect(more({ motor: 1 })).toEqual([{ team: 'motor', more: 1 }]);
    expect(more({ claims: -1, motor: 1 })).toEqual([
      { team: 'claims', more: -1 },
      { team: 'motor', more: 1 },
    ]);
  });
});
