import * as z from 'zod';
import type { Day } from '../personal-data/calendar.ts';
import { weekdays, WorkingHours } from '../staff/working-hours.ts';
import { GermanState, isHoliday } from './holidays.ts';

/** When the house works, by clocks in Berlin: what counts as time in which somebody could have answered. */
export const OfficeHours = z.strictObject({
  /** In an ordinary week. */
  weekly: WorkingHours.min(1, 'must have at least one: nobody ever answers otherwise'),
  /** Whose public holidays are kept. */
  state: GermanState,
  /** Days on which nobody works besides: each year (`12-24`), or once (`2028-06-16`). */
  closedOn: z
    .array(z.string().regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a day: 12-24, or 2028-06-16'))
    .max(40)
    .default([]),
});
export type OfficeHours = z.infer<typeof OfficeHours>;

/** From which minute of a day until which somebody works, in their order; nothing on a day on which nobody does. */
export function openOn({ weekly, state, closedOn }: OfficeHours, day: Day): { readonly from: number; readonly to: number }[] {
  const name = weekdays[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7]!;
  const hours = weekly.filter((entry) => entry.day === name);
  if (hours.length === 0 || isHoliday(day, state) || closedOn.includes(day) || closedOn.includes(day.slice('2026-'.length))) return [];
  return hours.map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) })).toSorted((one, other) => one.from - other.from);
}

/** Of a day: 0 to 1440. */
const minuteOf = (wallTime: string): number => Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3));
