import { getHolidays } from 'feiertagejs';
import * as z from 'zod';
import type { Day } from '../personal-data/calendar.ts';

/** A German state, as ISO 3166-2 has it behind `DE-`. Public holidays are the states' to make, but for the third of October. */
export const GermanState = z.enum(['BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH']);
export type GermanState = z.infer<typeof GermanState>;

const known = new Map<string, ReadonlySet<Day>>();

/**
 * The public holidays of a year that hold in the whole of a state. What only some of its towns have is not among them, but for the fifteenth of August,
 * which most of Bavaria has.
 */
export function holidaysOf(state: GermanState, year: number): ReadonlySet<Day> {
  const name = `${state}${year}`;
  const before = known.get(name);
  if (before) return before;
  // Noon by UTC, so of the day in any zone that matters. The package's own text of the day is of the machine's zone.
  const days = new Set(getHolidays(year, state).map(({ date }) => date.toISOString().slice(0, 10)));
  known.set(name, days);
  return days;
}

/** Whether a day is a public holiday in the whole of a state. */
export const isHoliday = (day: Day, state: GermanState): boolean => holidaysOf(state, Number(day.slice(0, 4))).has(day);
