import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf, firstDayAfter, later, ZONE } from '../../../shared/personal-data/calendar.ts';
import { berlinDay, berlinMidnight, dayNumber, dayText, lastDay, yearsLastDay } from './civil-day.ts';

/** Instants of a century of contracts. */
const instants = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-12-31T23:59:59Z'), noInvalidDate: true });
const days = fc.integer({ min: dayNumber('2000-01-01'), max: dayNumber('2100-12-31') }).map(dayText);
const periods = fc.record({ years: fc.nat(30), months: fc.nat(11), days: fc.nat(400) });
const runs = { numRuns: 10_000 };

describe('the day in Berlin', () => {
  const table: [string, string][] = [
    ['2026-12-31T22:59:59Z', '2026-12-31'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
    ['2026-12-31T23:30:00Z', '2027-01-01'],
    ['2026-06-30T21:59:59Z', '2026-06-30'],
    ['2026-06-30T22:00:00Z', '2026-07-01'],
    // The night in which summer time begins, and the one in which it ends.
    ['2026-03-28T22:59:59Z', '2026-03-28'],
    ['2026-03-28T23:00:00Z', '2026-03-29'],
    ['2026-03-29T01:00:00Z', '2026-03-29'],
    ['2026-03-29T21:59:59Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-24T21:59:59Z', '2026-10-24'],
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
    ['2028-02-28T23:00:00Z', '2028-02-29'],
    ['2028-02-29T23:00:00Z', '2028-03-01'],
    ['2100-02-28T23:00:00Z', '2100-03-01'],
  ];
  it.each(table)('at %s is %s', (instant, day) => {
    expect(dayOf(new Date(instant))).toBe(day);
  });

  it('agrees with arithmetic at every instant', () => {
    fc.assert(
      fc.property(instants, (instant) => dayOf(instant) === berlinDay(instant.getTime())),
      runs,
    );
  });

  it('agrees with the time zone data of the platform', () => {
    const platform = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE });
    fc.assert(
      fc.property(instants, (instant) => dayOf(instant) === platform.format(instant)),
      { numRuns: 2_000 },
    );
  });
});

describe('the end of a period', () => {
  const table: [string, string, Parameters<typeof firstDayAfter>[1], boolean, string][] = [
    ['three years and three months from the end of the year', '2026-03-15', { years: 3, months: 3 }, true, '2030-04-01'],
    ['from the end of a year, for the last day of that year', '2026-12-31', { years: 6 }, true, '2033-01-01'],
    ['from the end of a year, for its first day', '2026-01-01', { years: 6 }, true, '2033-01-01'],
    ['thirty days do not count the day of the event', '2026-03-01', { days: 30 }, false, '2026-04-01'],
    ['one day', '2026-03-28', { days: 1 }, false, '2026-03-30'],
    ['six months', '2026-03-15', { months: 6 }, false, '2026-09-16'],
    ['six months end with a shorter month', '2026-08-31', { months: 6 }, false, '2027-03-01'],
    ['six months end with February of a leap year', '2027-08-31', { months: 6 }, false, '2028-03-01'],
    ['one month from the last of January', '2026-01-31', { months: 1 }, false, '2026-03-01'],
    ['a year from a leap day ends with February', '2028-02-29', { years: 1 }, false, '2029-03-01'],
    ['four years from a leap day end with a leap day', '2028-02-29', { years: 4 }, false, '2032-03-01'],
    ['a year from the day before a leap day', '2027-02-28', { years: 1 }, false, '2028-02-29'],
    ['thirty years', '1996-02-29', { years: 30 }, false, '2026-03-01'],
  ];
  it('refuses to tell days of five-digit years, which would sort before all others', () => {
    expect(firstDayAfter('9999-12-30', {}, false)).toBe('9999-12-31');
    for (const work of [() => firstDayAfter('9999-12-31', {}, false), () => firstDayAfter('9999-01-01', {}, true), () => addDays('9999-12-31', 1)])
      expect(work).toThrow(RangeError);
  });

  it.each(table)('%s', (_, start, period, fromYearEnd, due) => {
    expect(firstDayAfter(start, period, fromYearEnd)).toBe(due);
  });

  it('is the day after the last day that the law counts, for every day, with and without the end of the year', () => {
    fc.assert(
      fc.property(days, periods, fc.boolean(), (start, period, fromYearEnd) => {
        // Months and days are never mixed in a rule: in which order to add them is nobody's business.
        const { days: _, ...months } = period;
        const wanted = fromYearEnd ? lastDay(yearsLastDay(start), months) : lastDay(start, months);
        // A period from the end of the year ends with the end of a month, whose last day may bear another number.
        const end = fromYearEnd ? monthEnd(wanted) : wanted;
        return (
          firstDayAfter(start, months, fromYearEnd) === dayText(dayNumber(end) + 1) &&
          firstDayAfter(start, { days: period.days }, false) === dayText(dayNumber(start) + period.days + 1)
        );
      }),
      runs,
    );
  });

  it('is never early and at most 24 hours late: what is deleted on the due day was to be kept until the midnight before', () => {
    fc.assert(
      fc.property(instants, fc.nat(12 * 30), (event, months) => {
        const keptUntil = berlinMidnight(dayText(dayNumber(lastDay(berlinDay(event.getTime()), { months })) + 1));
        const due = firstDayAfter(dayOf(event), { months }, false);
        const [earliest, latest] = [berlinMidnight(due), berlinMidnight(addDays(due, 1)) - 1];
        // The day on which the clock goes back has 25 hours; the daily run comes early in the day.
        const dailyRun = earliest + 4 * 3_600_000;
        return earliest >= keptUntil && dailyRun - keptUntil <= 24 * 3_600_000 && latest - keptUntil < 25 * 3_600_000;
      }),
      runs,
    );
  });

  it('is no earlier for what began later', () => {
    fc.assert(
      fc.property(days, days, periods, fc.boolean(), (a, b, period, fromYearEnd) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        const { days: _, ...months } = period;
        return firstDayAfter(first, months, fromYearEnd) <= firstDayAfter(second, months, fromYearEnd);
      }),
    );
  });
});

const monthEnd = (day: string): string => dayText(dayNumber(lastDay(`${day.slice(0, 7)}-01`, { months: 1 })) - 1);

describe('days as text', () => {
  it('adds days over month and year ends', () => {
    fc.assert(fc.property(days, fc.integer({ min: -4000, max: 4000 }), (day, count) => addDays(day, count) === dayText(dayNumber(day) + count)));
  });

  it('knows the later of two', () => {
    fc.assert(fc.property(days, days, (a, b) => dayNumber(later(a, b)) === Math.max(dayNumber(a), dayNumber(b))));
  });
});
