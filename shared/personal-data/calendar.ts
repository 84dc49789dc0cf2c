// Temporal as functions: a third of the code of its classes, in a module that every function starts with.
import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';

/** The zone in which periods end (privacy.md: Europe/Berlin). */
export const ZONE = 'Europe/Berlin';

/** A calendar day as it is stored: `2026-03-15`. */
export type Day = string;

/** The day in Berlin at this instant. */
export const dayOf = (instant: Date): Day =>
  PlainDate.toString(ZonedDateTime.toPlainDate(Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(instant.getTime()), ZONE)));

/** The first moment of a day in Berlin. */
export const startOf = (day: Day): Date => new Date(Instant.toString(ZonedDateTime.toInstant(PlainDate.toZonedDateTime(date(day), ZONE))));

/** A period as the law words it. */
export interface Period {
  readonly years?: number;
  readonly months?: number;
  readonly days?: number;
}

/**
 * The first day on which nothing may be left of what started on `start`.
 * The day of the event is not counted (BGB §187(1)); the period ends with the end of its last day (§188(2)), in a shorter month
 * with that month's last day (§188(3)); so the data is due on the day after. A period counted from the end of the year starts
 * with the new year (HGB §257(5), AO §147(4), BGB §199(1)).
 * @throws RangeError for a start that is no day, and an end behind the year 9999
 */
export function firstDayAfter(start: Day, period: Period, fromYearEnd: boolean): Day {
  const from = date(start);
  if (fromYearEnd) return dayText(plus(PlainDate.create(from.year + 1, 1, 1), period));
  return dayText(PlainDate.addDays(plus(from, period), 1));
}

/** `day` plus a number of days. */
export const addDays = (day: Day, days: number): Day => dayText(PlainDate.addDays(date(day), days));

/** The later of two days (ISO days sort as text). */
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** `day` plus a number of months; in a shorter month its last day. */
export const addMonths = (day: Day, months: number): Day => dayText(PlainDate.addMonths(date(day), months));

/** Days of five-digit years would sort before all others, and be due at once. @throws RangeError for them */
function dayText(day: PlainDate.Record): Day {
  if (day.year < 0 || day.year > 9999) throw new RangeError('A day that no four-digit year has');
  return PlainDate.toString(day);
}

const date = (day: Day): PlainDate.Record => PlainDate.fromString(day, getISO);

/** Years are months by the dozen: a day that a shorter month lacks is made up for once, at the end. */
const plus = (from: PlainDate.Record, { years = 0, months = 0, days = 0 }: Period): PlainDate.Record =>
  PlainDate.addDays(PlainDate.addMonths(from, 12 * years + months), days);
