import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterBusinessMinutes, businessMinutesBetween } from '../../../shared/business-time/business-time.ts';
import { GermanState } from '../../../shared/business-time/holidays.ts';
import { openOn, OfficeHours } from '../../../shared/business-time/office-hours.ts';
import { weekdays } from '../../../shared/staff/working-hours.ts';
import { berlinDay, berlinOffset, dayNumber } from '../personal-data/civil-day.ts';
import { usualHours as usual } from './usual-hours.ts';

const inState = (state: string) => ({ ...usual, state: GermanState.parse(state) });
const roundTheClock = OfficeHours.parse({ weekly: weekdays.map((day) => ({ day, from: '00:00', to: '24:00' })), state: 'NW' });

const wall = (instant: Date): string => new Date(instant.getTime() + berlinOffset(instant.getTime()) * 3_600_000).toISOString().slice(0, 16);
const berlin = (text: string): Date => {
  const asUtc = Date.parse(`${text}Z`);
  return new Date(asUtc - berlinOffset(asUtc - 2 * 3_600_000) * 3_600_000);
};

describe('time in which the house works', () => {
  it.each([
    ['within a day', 'NW', '2026-03-16T09:30', 60, '2026-03-16T10:30'],
    ['until it closes, and not when it opens again', 'NW', '2026-03-16T08:00', 600, '2026-03-16T18:00'],
    ['a minute more is on the next day', 'NW', '2026-03-16T08:00', 601, '2026-03-17T08:01'],
    ['begins in the morning for who comes at night', 'NW', '2026-03-16T03:00', 60, '2026-03-16T09:00'],
    ['begins on Monday for who comes on Sunday', 'NW', '2026-03-15T10:30', 600, '2026-03-16T18:00'],
    ['leaves out a weekend', 'NW', '2026-03-20T17:00', 120, '2026-03-23T09:00'],
    ['leaves out Easter, and the night in which clocks are put forward lies before it', 'NW', '2026-04-02T17:00', 120, '2026-04-07T09:00'],
    ['leaves out the days before holidays that the house leaves out, and a weekend', 'NW', '2026-12-23T17:00', 120, '2026-12-28T09:00'],
    ['leaves out New Year’s Eve and what follows', 'NW', '2026-12-30T17:00', 120, '2027-01-04T09:00'],
    ['knows Reformation Day in Saxony', 'SN', '2025-10-30T17:00', 120, '2025-11-03T09:00'],
    ['and that in North Rhine-Westphalia people work then', 'NW', '2025-10-30T17:00', 120, '2025-10-31T09:00'],
    ['knows All Saints’ Day there', 'NW', '2027-10-29T17:00', 120, '2027-11-02T09:00'],
    ['and that Saxony has it not', 'SN', '2027-10-29T17:00', 120, '2027-11-01T09:00'],
    ['knows Corpus Christi', 'NW', '2026-06-03T17:00', 120, '2026-06-05T09:00'],
    ['and that Hamburg has it not', 'HH', '2026-06-03T17:00', 120, '2026-06-04T09:00'],
    ['knows the Day of Repentance and Prayer', 'SN', '2026-11-17T17:00', 120, '2026-11-19T09:00'],
    ['knows Women’s Day in Berlin', 'BE', '2027-03-05T17:00', 60, '2027-03-05T18:00'],
    ['knows Women’s Day in Berlin, on a Monday', 'BE', '2027-03-05T17:00', 61, '2027-03-09T08:01'],
    ['knows Epiphany in Bavaria', 'BY', '2026-01-05T17:00', 120, '2026-01-07T09:00'],
    ['knows German Unity Day', 'SH', '2025-10-02T17:00', 120, '2025-10-06T09:00'],
  ])('%s', (_, state, start, minutes, end) => {
    const hours = inState(state);
    expect(wall(afterBusinessMinutes(hours, berlin(start), minutes))).toBe(end);
    expect(businessMinutesBetween(hours, berlin(start), berlin(end))).toBe(minutes);
  });

  it('is an hour shorter or longer in nights in which clocks are changed, for who works then', () => {
    expect(businessMinutesBetween(roundTheClock, berlin('2026-03-29T00:00'), berlin('2026-03-30T00:00'))).toBe(23 * 60);
    expect(businessMinutesBetween(roundTheClock, berlin('2026-10-25T00:00'), berlin('2026-10-26T00:00'))).toBe(25 * 60);
    expect(wall(afterBusinessMinutes(roundTheClock, berlin('2026-03-28T23:00'), 300))).toBe('2026-03-29T05:00');
  });

  it('is none on a day that is left out once', () => {
    const hours = { ...usual, closedOn: ['2026-03-17'] };
    expect(openOn(hours, '2026-03-17')).toEqual([]);
    expect(openOn(hours, '2027-03-17')).toEqual([{ from: 480, to: 1_080 }]);
  });

  it('has no end before it begins', () => {
    expect(businessMinutesBetween(usual, berlin('2026-03-17T10:00'), berlin('2026-03-16T10:00'))).toBe(0);
  });

  it.each(GermanState.options)('knows the nine days that all states keep in %s', (state) => {
    for (const day of ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25', '2026-10-03', '2026-12-25', '2026-12-26'])
      expect(openOn({ ...roundTheClock, state }, day)).toEqual([]);
  });

  it.each([
    [{ ...usual, weekly: [] }, 'nobody ever answers'],
    [{ ...usual, state: 'XX' }, 'Invalid option'],
    [{ ...usual, closedOn: ['24.12.'] }, 'must be a day'],
    [{ ...usual, weekly: [{ day: 'monday', from: '18:00', to: '08:00' }] }, 'later than from'],
  ])('is nothing that cannot be: %#', (hours, problem) => {
    expect(
      OfficeHours.safeParse(hours)
        .error?.issues.map(({ message }) => message)
        .join(),
    ).toContain(problem);
  });

  it('agrees with a count minute by minute: nights, weekends, holidays, changes of clocks', () => {
    // The hour that is skipped, or comes twice, is worked as a whole or not at all: elsewhere nobody could say what a time in it means.
    const minuteOfDay = fc.integer({ min: 0, max: 48 }).map((half) => half * 30);
    const wallTime = minuteOfDay.filter((minute) => minute <= 120 || minute >= 180);
    const text = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    const stretch = fc.tuple(wallTime, wallTime).filter(([from, to]) => from < to);
    const weekly = fc
      .array(fc.tuple(fc.constantFrom(...weekdays), stretch), { minLength: 1, maxLength: 9 })
      .map((entries) => entries.map(([day, [from, to]]) => ({ day, from: text(from), to: text(to) })))
      .filter((entries) => OfficeHours.shape.weekly.safeParse(entries).success);
    const hours = fc.record({
      weekly,
      state: fc.constantFrom(...GermanState.options),
      closedOn: fc.constantFrom<string[]>([], ['12-24', '12-31'], ['2026-10-26']),
    });
    // Around what is special: changes of clocks, Easter, Christmas, and any day.
    const around = fc.constantFrom('2026-03-28', '2026-10-24', '2026-04-02', '2026-12-23', '2025-10-30', '2027-05-05', '2024-02-28');
    const start = fc
      .tuple(fc.oneof(around, fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2030-12-31') })), fc.integer({ min: 0, max: 1_439 }))
      .map(([day, minute]) => (typeof day === 'string' ? dayNumber(day) : day) * 86_400_000 + minute * 60_000);
    const free = new Map<string, boolean>();
    const isFree = (state: GermanState, day: string, closedOn: string[]): boolean => {
      const key = `${state}${day}`;
      if (!free.has(key)) free.set(key, keptIn(state, day));
      return free.get(key)! || closedOn.includes(day) || closedOn.includes(day.slice(5));
    };

    fc.assert(
      fc.property(hours, start, fc.integer({ min: 1, max: 6 * 1_440 }), (house, from, span) => {
        let worked = 0;
        const works: boolean[] = [];
        for (let minute = 0; minute < span; minute++) {
          const at = from + minute * 60_000;
          const day = berlinDay(at);
          const ofDay = Math.floor((at + berlinOffset(at) * 3_600_000) / 60_000) % 1_440;
          const name = weekdays[(dayNumber(day) + 3) % 7]!;
          const open =
            !isFree(house.state, day, house.closedOn) &&
            house.weekly.some((entry) => entry.day === name && text(ofDay) >= entry.from && text(ofDay) < entry.to);
          works.push(open);
          if (open) worked++;
        }
        expect(businessMinutesBetween(house, new Date(from), new Date(from + span * 60_000))).toBe(worked);
        if (worked > 0) {
          const last = from + (works.lastIndexOf(true) + 1) * 60_000;
          expect(afterBusinessMinutes(house, new Date(from), worked).getTime()).toBe(last);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('goes by days, not by minutes: ten years are no work', () => {
    const tenYears = 10 * 52 * 5 * 600;
    expect(afterBusinessMinutes(usual, berlin('2026-01-02T08:00'), tenYears).getUTCFullYear()).toBe(2036);
  });
});

/** Public holidays by a calendar of the tests' own: Easter by Gauss, and who keeps what. */
function keptIn(state: GermanState, day: string): boolean {
  const year = Number(day.slice(0, 4));
  const easter = easterOf(year);
  const fromEaster = dayNumber(day) - easter;
  if (fromEaster === -2 || fromEaster === 1 || fromEaster === 39 || fromEaster === 50) return true;
  if (state === 'BB' && (fromEaster === 0 || fromEaster === 49)) return true;
  if (fromEaster === 60 && ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'].includes(state)) return true;
  const repentance = [16, 17, 18, 19, 20, 21, 22].map((date) => dayNumber(`${year}-11-${date}`)).find((number) => (number + 3) % 7 === 2)!;
  if (state === 'SN' && dayNumber(day) === repentance) return true;
  const everywhere = ['01-01', '05-01', '10-03', '12-25', '12-26'];
  const some: Record<string, string[]> = {
    '01-06': ['BW', 'BY', 'ST'],
    '03-08': ['BE', 'MV'],
    '08-15': ['BY', 'SL'],
    '09-20': ['TH'],
    '10-31': ['BB', 'HB', 'HH', 'MV', 'NI', 'SH', 'SN', 'ST', 'TH'],
    '11-01': ['BW', 'BY', 'NW', 'RP', 'SL'],
  };
  return everywhere.includes(day.slice(5)) || (some[day.slice(5)]?.includes(state) ?? false);
}

/** The day of Easter by Gauss's rule as Lichtenberg completed it. */
function easterOf(year: number): number {
  const k = Math.floor(year / 100);
  const m = 15 + Math.floor((3 * k + 3) / 4) - Math.floor((8 * k + 13) / 25);
  const s = 2 - Math.floor((3 * k + 3) / 4);
  const a = year % 19;
  const d = (19 * a + m) % 30;
  const r = Math.floor((d + Math.floor(a / 11)) / 29);
  const og = 21 + d - r;
  const sz = 7 - ((year + Math.floor(year / 4) + s) % 7);
  const oe = 7 - ((og - sz) % 7);
  return dayNumber(`${year}-03-01`) + og + oe - 1;
}
