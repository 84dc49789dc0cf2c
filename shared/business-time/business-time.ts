import { addDays, dayOf, type Day } from '../personal-data/calendar.ts';
import { berlinInstant } from '../personal-data/local-time.ts';
import { openOn, type OfficeHours } from './office-hours.ts';

const minuteMs = 60_000;

/** A stretch in which the house works, in milliseconds since 1970. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Days that were asked for: the moments of a case all lie in the same weeks. */
const known = new WeakMap<OfficeHours, Map<Day, readonly Stretch[]>>();

/** Of a day. A night in which clocks are changed is an hour longer, or shorter, for who works then. */
function stretchesOf(hours: OfficeHours, day: Day): readonly Stretch[] {
  const days = known.get(hours) ?? new Map<Day, readonly Stretch[]>();
  known.set(hours, days);
  const before = days.get(day);
  if (before) return before;
  const stretches = openOn(hours, day).map(({ from, to }) => ({ from: berlinInstant(day, from).getTime(), to: berlinInstant(day, to).getTime() }));
  days.set(day, stretches);
  return stretches;
}

/** Stretches from a moment on, in their order and without an end: a step for each day, however many minutes it has. */
function* stretchesFrom(hours: OfficeHours, start: Date): Generator<Stretch> {
  for (let day = dayOf(start); ; day = addDays(day, 1)) {
    for (const { from, to } of stretchesOf(hours, day)) {
      if (to > start.getTime()) yield { from: Math.max(from, start.getTime()), to };
    }
  }
}

/**
 * The first moment by which the house has worked so many minutes from `start` on. What ends with the day ends as it closes, not as the next one opens.
 * `minutes`: above 0; fractions count.
 */
export function afterBusinessMinutes(hours: OfficeHours, start: Date, minutes: number): Date {
  let left = minutes * minuteMs;
  for (const { from, to } of stretchesFrom(hours, start)) {
    if (left <= to - from) return new Date(from + left);
    left -= to - from;
  }
  throw new Error('Office hours have an end');
}

/** How many minutes the house works between two moments; none where the later one comes first. Fractions count. */
export function businessMinutesBetween(hours: OfficeHours, start: Date, end: Date): number {
  let worked = 0;
  if (end <= start) return worked;
  for (const { from, to } of stretchesFrom(hours, start)) {
    if (from >= end.getTime()) break;
    worked += Math.min(to, end.getTime()) - from;
  }
  return worked / minuteMs;
}
