import { Temporal } from 'temporal-polyfill';

/** The zone in which periods end (privacy.md: Europe/Berlin). */
export const ZONE = 'Europe/Berlin';

/** A calendar day as it is stored: `2026-03-15`. */
export type Day = string;

/** The day in Berlin at this instant. */
export const dayOf = (instant: Date): Day =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE).toPlainDate().toString();

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
 */
export function firstDayAfter(start: Day, period: Period, fromYearEnd: boolean): Day {
  const from = Temporal.PlainDate.from(start);
  if (fromYearEnd) return Temporal.PlainDate.from({ year: from.year + 1, month: 1, day: 1 }).add(period).toString();
  return from.add(period).add({ days: 1 }).toString();
}

/** `day` plus a number of days. */
export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** The later of two days (ISO days sort as text). */
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** `day` plus a number of months; in a shorter month its last day. */
export const addMonths = (day: Day, months: number): Day => Temporal.PlainDate.from(day).add({ months }).toString();
