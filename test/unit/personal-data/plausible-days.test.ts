import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ZodType } from 'zod';
import { PlausibleDay, PlausibleInstant, RelationshipEnd, requireNear, requirePast, RunDay, UtcInstant } from '../../../shared/personal-data/plausible-days.ts';
import { firstDayAfter } from '../../../shared/personal-data/calendar.ts';
import { deletionRules, sectors, termsOf } from '../../../shared/personal-data/deletion-rules.ts';

const now = new Date('2026-03-15T10:00:00Z');
const problems = (work: () => void): unknown => {
  try {
    work();
    return [];
  } catch (error) {
    return (error as { fields: unknown }).fields;
  }
};

describe('days', () => {
  const days: [string, boolean][] = [
    ['1899-12-31', false],
    ['1900-01-01', true],
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2100-12-31', true],
    ['2101-01-01', false],
    ['9999-12-31', false],
    ['9996-01-01', false],
    ['0001-01-01', false],
    ['0000-00-00', false],
    ['+010003-01-01', false],
    ['31.12.2026', false],
    ['2026-12-31T00:00:00Z', false],
    ['', false],
  ];
  it.each(days)('%j', (day, good) => {
    expect([PlausibleDay, RelationshipEnd].map((schema) => schema.safeParse(day).success)).toEqual([good, good]);
  });

  it('say what to do instead of an end that is none, only where an end is meant, and never what was sent', () => {
    expect(PlausibleDay.safeParse('9999-12-31').error!.issues.map(({ message }) => message)).toEqual(['must lie in the years from 1900 to 2100']);
    const { error } = RelationshipEnd.safeParse('9999-12-31');
    expect(error!.issues.map(({ message }) => message)).toEqual([
      'must lie in the years from 1900 to 2100; an open end is none: record none, or take back the one that is recorded (DELETE)',
    ]);
  });

  it('leave every period an end of four digits, so that no due day sorts wrongly', () => {
    const periods = sectors.flatMap((sector) => Object.values(deletionRules(sector))).flatMap(termsOf);
    for (const { period, fromYearEnd } of periods) expect(RunDay.safeParse(firstDayAfter('2100-12-31', period, fromYearEnd)).success).toBe(true);
  });
});

describe('instants', () => {
  it.each([
    ['2026-03-14T17:40:00Z', '2026-03-14T16:40:00.000Z', false],
    ['2026-03-14T17:40:00+01:00', '2026-03-14T16:40:00.000Z', true],
    ['2026-03-14T17:40:00.123456-08:00', '2026-03-15T01:40:00.123Z', true],
    ['2026-03-14T16:40:00Z', '2026-03-14T16:40:00.000Z', true],
  ])('%s is %s: %s', (given, utc, same) => {
    expect(UtcInstant.parse(given) === utc).toBe(same);
    expect(PlausibleInstant.parse(given)).toBe(given);
  });

  it.each(['2026-03-14T17:40:00', '2026-03-14', '9999-12-31T23:59:59Z', '1899-12-31T23:59:59Z', '2026-13-01T00:00:00Z', '2026-03-14T24:00:00Z', 'gestern'])(
    'refuses %j',
    (given) => {
      for (const schema of [UtcInstant, PlausibleInstant] as ZodType[]) expect(schema.safeParse(given).success).toBe(false);
    },
  );

  it('is the same moment with any offset', () => {
    const offset = fc.integer({ min: -12 * 60, max: 14 * 60 });
    const moment = fc.date({ min: new Date('1901-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, offset, (at, minutes) => {
        const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0'));
        expect(UtcInstant.parse(`${local}${minutes < 0 ? '-' : '+'}${hours}:${rest}`)).toBe(at.toISOString());
      }),
    );
  });
});

describe('what depends on today', () => {
  it.each([
    ['2026-03-15T10:05:00Z', true],
    ['2026-03-15T10:05:01Z', false],
    ['2026-03-15T11:04:00+01:00', true],
    ['2027-01-01T00:00:00Z', false],
    ['1900-01-01T00:00:00Z', true],
  ])('%s is past, with a grace for clocks ahead: %s', (at, good) => {
    expect(problems(() => requirePast('body.at', at, now))).toEqual(good ? [] : [{ field: 'body.at', problem: 'lies in the future' }]);
  });

  it.each([
    ['2016-03-15', []],
    ['2016-03-14', [{ field: 'body.on', problem: 'lies more than 10 years back' }]],
    ['2027-03-15', []],
    ['2027-03-16', [{ field: 'body.on', problem: 'lies more than a year ahead' }]],
  ])('%s within ten years back and one ahead: %j', (day, expected) => {
    expect(problems(() => requireNear('body.on', day, now, { yearsBack: 10, yearsAhead: 1 }))).toEqual(expected);
  });
});
