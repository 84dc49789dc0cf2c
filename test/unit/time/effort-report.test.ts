import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effortFile } from '../../../functions/time/effort-file.ts';
import { addDays } from '../../../shared/personal-data/calendar.ts';
import { allActivities, type Activity } from '../../../shared/time/activity.ts';
import { checkPeriod, effortReport, fewestPeople, monthsOf, type DayOfTeam, type Effort } from '../../../shared/time/effort-report.ts';
import { refusal } from './refusal.ts';

const nothing = Object.fromEntries(allActivities.map((activity) => [activity, 0])) as Record<Activity, number>;
const spent = (team: string, day: string, minutes: Partial<Record<Activity, number>>, matter: Effort['matter'] = 'theft'): Effort => ({
  team,
  day,
  matter,
  minutes: { ...nothing, ...minutes },
});
const people = (team: string, day: string, count: number): DayOfTeam => ({ team, day, people: count });
const period = { from: '2027-03-01', to: '2027-03-31' };
const day = '2027-03-16';

describe('a period', () => {
  it.each([
    ['a day', '2027-03-01', '2027-03-01', 'none'],
    ['a leap year', '2028-01-01', '2028-12-31', 'none'],
    ['a day more', '2028-01-01', '2029-01-01', 'query.to lies too far behind the first day: 366 days at most'],
    ['backwards', '2027-03-02', '2027-03-01', 'query.to lies before the first day'],
  ])('of %s', (_, from, to, refused) => {
    expect(refusal(() => checkPeriod({ from, to }))).toBe(refused);
  });

  it('has its months, also over the turn of a year and from the last day of one', () => {
    expect(monthsOf({ from: '2027-01-31', to: '2027-03-01' })).toEqual(['2027-01-01', '2027-02-01', '2027-03-01']);
    expect(monthsOf({ from: '2027-12-31', to: '2028-01-01' })).toEqual(['2027-12-01', '2028-01-01']);
    expect(monthsOf({ from: day, to: day })).toEqual(['2027-03-01']);
  });
});

describe('the report', () => {
  it('has a line for each team, kind and activity, over all days', () => {
    const stored = [
      people('claims', day, 3),
      people('claims', '2027-03-17', 5),
      spent('claims', day, { phone: 30, writing: 10 }),
      spent('claims', '2027-03-17', { phone: 12 }),
      spent('claims', day, { phone: 7 }, 'question'),
      spent('claims', '2027-04-01', { phone: 1000 }),
    ];
    expect(effortReport(period, stored)).toEqual({
      ...period,
      withheldDays: 0,
      lines: [
        { team: 'claims', kind: 'question', activity: 'phone', minutes: 7 },
        { team: 'claims', kind: 'theft', activity: 'phone', minutes: 42 },
        { team: 'claims', kind: 'theft', activity: 'writing', minutes: 10 },
      ],
    });
    expect(effortReport({ ...period, kind: 'theft', activity: 'phone' }, stored).lines).toEqual([
      { team: 'claims', kind: 'theft', activity: 'phone', minutes: 42 },
    ]);
  });

  it('tells of small teams together, where they are enough people together', () => {
    const stored = [people('a1', day, 2), people('b2', day, 1), spent('a1', day, { phone: 30 }), spent('b2', day, { phone: 12 })];
    expect(effortReport(period, stored)).toMatchObject({ lines: [{ kind: 'theft', activity: 'phone', minutes: 42 }], withheldDays: 0 });
    expect(effortReport(period, stored).lines[0]).not.toHaveProperty('team');
    // Asked for by name, there is nothing to be told of one of them.
    expect(effortReport({ ...period, team: 'a1' }, stored)).toMatchObject({ lines: [], withheldDays: 1 });
  });

  it('tells nothing of one or two people, and that it does not', () => {
    const stored = [people('a1', day, 2), spent('a1', day, { phone: 30 }), people('claims', day, 3), spent('claims', day, { phone: 1 })];
    expect(effortReport(period, stored)).toMatchObject({ lines: [{ team: 'claims', minutes: 1 }], withheldDays: 1 });
    // Whatever of it is asked for.
    expect(effortReport({ ...period, activity: 'travel' }, stored)).toMatchObject({ lines: [], withheldDays: 1 });
  });

  it('tells nothing of a day of which it does not know how many people it was', () => {
    expect(effortReport(period, [spent('claims', day, { phone: 30 })])).toMatchObject({ lines: [], withheldDays: 1 });
  });

  const days = ['2027-03-01', '2027-03-02', '2027-03-03'];
  const teams = ['a1', 'b2', 'c3'];
  const facts = fc.array(
    fc.record({
      team: fc.constantFrom(...teams),
      day: fc.constantFrom(...days),
      count: fc.integer({ min: 1, max: 4 }),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
    { maxLength: 9 },
  );

  it('tells no more of a day by the difference of two periods than of the day alone, and of that never of too few', () => {
    fc.assert(
      fc.property(facts, fc.option(fc.constantFrom(...teams), { nil: undefined }), (some, team) => {
        const known = new Map(some.map((fact) => [`${fact.day} ${fact.team}`, fact]));
        const stored = [...known.values()].flatMap((fact) => [people(fact.team, fact.day, fact.count), spent(fact.team, fact.day, { phone: fact.minutes })]);
        const told = (from: string, to: string) =>
          new Map(effortReport({ from, to, ...(team && { team }) }, stored).lines.map((line) => [line.team ?? '', line.minutes]));
        for (const on of days) {
          const alone = told(on, on);
          const [until, before] = [told(days[0]!, on), on === days[0] ? new Map<string, number>() : told(days[0]!, addDays(on, -1))];
          for (const name of ['', ...teams]) expect((until.get(name) ?? 0) - (before.get(name) ?? 0)).toBe(alone.get(name) ?? 0);
          for (const name of alone.keys()) {
            const of = [...known.values()].filter((fact) => fact.day === on && (name === '' ? fact.count < fewestPeople : fact.team === name));
            expect(of.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(fewestPeople);
            expect(alone.get(name)).toBe(of.reduce((sum, { minutes }) => sum + minutes, 0));
          }
        }
      }),
    );
  });
});

describe('the file', () => {
  it('opens in a spreadsheet, in German, and says what is left out', () => {
    const { name, content } = effortFile({
      ...period,
      lines: [
        { team: '-claims', kind: 'theft', activity: 'assessment', minutes: 42 },
        { kind: 'question', activity: 'phone', minutes: 7 },
      ],
      withheldDays: 2,
    });
    expect(name).toBe('aufwand-2027-03-01-2027-03-31.csv');
    expect(content).toBe(
      '\uFEFFvon;bis;Team;Anliegen;Tätigkeit;Minuten\r\n' +
        // A team may be called so, and is no formula.
        "2027-03-01;2027-03-31;'-claims;theft;Prüfung;42\r\n" +
        '2027-03-01;2027-03-31;kleine Teams zusammen;question;Telefonat;7\r\n' +
        '2027-03-01;2027-03-31;nicht ausgewiesen an 2 Tagen (zu wenige Personen);;;\r\n',
    );
  });
});
