/**
 * A second calendar for the tests, by arithmetic on numbers alone: it shares neither library nor time zone data with the code
 * under test. Berlin by the rule in force since 1996: summer time from the last Sunday of March to the last Sunday of October,
 * changing at 01:00 UTC.
 */

const dayMs = 86_400_000;
const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** `2026-03-15` as days since 1970. */
export const dayNumber = (day: string): number => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, date) / dayMs;
};

/** Days since 1970 as `2026-03-15`. */
export const dayText = (number: number): string => {
  const date = new Date(number * dayMs);
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
};

/** Hours that Berlin is ahead of UTC at this instant. */
export function berlinOffset(instant: number): 1 | 2 {
  const year = new Date(instant).getUTCFullYear();
  const change = (month: number): number => {
    const last = Date.UTC(year, month + 1, 0);
    return last - new Date(last).getUTCDay() * dayMs + 3_600_000;
  };
  return instant >= change(2) && instant < change(9) ? 2 : 1;
}

/** The day in Berlin at this instant. */
export const berlinDay = (instant: number): string => dayText(Math.floor((instant + berlinOffset(instant) * 3_600_000) / dayMs));

/** The instant at which a day begins in Berlin. Summer time never changes at midnight, so the offset is the one just before. */
export const berlinMidnight = (day: string): number => {
  const utc = dayNumber(day) * dayMs;
  return utc - berlinOffset(utc - 2 * 3_600_000) * 3_600_000;
};

/** How many days a month has. */
export const monthLength = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * The last day of a period of years, months and days that began with an event on `start`, as BGB §§187(1), 188 have it: the day
 * that bears the same number, or the month's last where it has no such day.
 */
export function lastDay(start: string, period: { years?: number; months?: number; days?: number }): string {
  const [year, month, date] = start.split('-').map(Number) as [number, number, number];
  const months = year * 12 + (month - 1) + (period.years ?? 0) * 12 + (period.months ?? 0);
  const endYear = Math.floor(months / 12);
  const endMonth = (months % 12) + 1;
  const end = `${pad(endYear, 4)}-${pad(endMonth, 2)}-${pad(Math.min(date, monthLength(endYear, endMonth)), 2)}`;
  return dayText(dayNumber(end) + (period.days ?? 0));
}

/** The last day of the year of `start`, from whose end some periods run. */
export const yearsLastDay = (start: string): string => `${start.slice(0, 4)}-12-31`;
