import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { berlinInstant } from '../../../shared/personal-data/local-time.ts';
import { berlinMidnight, berlinOffset, dayNumber, dayText } from './civil-day.ts';

const days = fc.integer({ min: dayNumber('2000-01-01'), max: dayNumber('2100-12-31') }).map(dayText);

describe('the instant at which clocks in Berlin show something', () => {
  it.each([
    ['in winter', '2026-01-15', 9 * 60, '2026-01-15T08:00:00.000Z'],
    ['in summer', '2026-07-15', 9 * 60, '2026-07-15T07:00:00.000Z'],
    ['at midnight', '2026-07-15', 0, '2026-07-14T22:00:00.000Z'],
    ['at the next midnight', '2026-07-15', 1_440, '2026-07-15T22:00:00.000Z'],
    ['which they skip, an hour later', '2026-03-29', 150, '2026-03-29T01:30:00.000Z'],
    ['which they show twice, for the first time', '2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
    ['behind the hour that they show twice', '2026-10-25', 180, '2026-10-25T02:00:00.000Z'],
  ])('%s', (_, day, minute, instant) => {
    expect(berlinInstant(day, minute).toISOString()).toBe(instant);
  });

  it('agrees with arithmetic at every midnight, and at every time that clocks show once', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 1_439 }), (day, minute) => {
        expect(berlinInstant(day).getTime()).toBe(berlinMidnight(day));
        const at = berlinInstant(day, minute).getTime();
        const changes = berlinOffset(berlinMidnight(day)) !== berlinOffset(berlinMidnight(day) + 12 * 3_600_000);
        fc.pre(!changes || minute < 120 || minute >= 180);
        expect(at + berlinOffset(at) * 3_600_000).toBe(dayNumber(day) * 86_400_000 + minute * 60_000);
      }),
      { numRuns: 5_000 },
    );
  });
});
