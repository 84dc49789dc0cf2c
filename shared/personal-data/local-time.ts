import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import { ZONE, type Day } from './calendar.ts';

/** Minutes from midnight, as a clock on the wall shows them: 0 to 1440, which is the next midnight. */
export type MinuteOfDay = number;

/**
 * The instant at which clocks in Berlin show this. Of a time that they show twice (the night in which summer time ends) it is the first; one that they
 * skip (the night in which it begins) comes as much later as they are put forward. Days of the years from 1900 to 2100.
 */
export function berlinInstant(day: Day, minute: MinuteOfDay = 0): Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const midnight = PlainDateTime.create(year, month, date);
  return new Date(PlainDateTime.toZonedDateTime(PlainDateTime.addMinutes(midnight, minute), ZONE).epochMilliseconds);
}
