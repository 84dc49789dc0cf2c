import * as z from 'zod';
import { invalidField } from '../domain-error.ts';
import { addDays, addMonths, dayOf, type Day } from './calendar.ts';

/**
 * Days and instants that a request may name, by what they mean. Whatever is outside is a slip of the hand, or a program's word for
 * something else ("open end"): stored, it would date a deletion to long ago or to never.
 */

/** Of whatever people live through; the schema shows it, so that who calls can tell beforehand. */
const fromYear1900 = /^(?:19\d\d|20\d\d|2100)-/;
const bounds = 'must lie in the years from 1900 to 2100';

/** A second pattern would hide it in the reference. */
const asDay = { format: 'date' };

/** A day that anything may mean, such as the start of a relationship. */
export const PlausibleDay = z.iso.date({ abort: true }).regex(fromYear1900, bounds).meta(asDay);

/** On which a relationship ends. One that is open has no end: none is recorded, not one in 9999. */
export const RelationshipEnd = z.iso
  .date({ abort: true })
  .regex(fromYear1900, `${bounds}; an open end is none: record none, or take back the one that is recorded (DELETE)`)
  .meta(asDay);

/** An instant with `Z` or any offset, as it was said. */
export const PlausibleInstant = z.iso.datetime({ offset: true, abort: true }).regex(fromYear1900, bounds).meta({ format: 'date-time' });

/** The same instant as it is stored where only the moment matters: `2026-03-01T09:00:00.000Z`. */
export const UtcInstant = PlausibleInstant.transform((at) => new Date(at).toISOString());

/** A day for which a deletion run may be made: far enough for everything that is stored today to end. */
export const RunDay = z.iso
  .date({ abort: true })
  .regex(/^2[01]\d\d-/, 'must lie in the years from 2000 to 2199')
  .meta(asDay);

/** Clocks of others may be ahead of ours by so much. */
const graceMs = 5 * 60_000;

type Field = `body.${string}`;

/** @throws DomainError `invalid/invalid-body` for an instant in the future */
export function requirePast(field: Field, at: string, now: Date): void {
  if (Date.parse(at) > now.getTime() + graceMs) throw invalidField(field, 'lies in the future');
}

/** @throws DomainError `invalid/invalid-body` for a day to come */
export function requirePastDay(field: Field, day: Day, now: Date): void {
  if (day > dayOf(now)) throw invalidField(field, 'lies in the future');
}

/** @throws DomainError `invalid/invalid-body` for a day further ahead than that */
export function requireWithin(field: Field, day: Day, now: Date, daysAhead: number): void {
  if (day > addDays(dayOf(now), daysAhead)) throw invalidField(field, `lies more than ${daysAhead} days ahead`);
}

/** @throws DomainError `invalid/invalid-body` for a day further from today than that */
export function requireNear(field: Field, day: Day, now: Date, { yearsBack, yearsAhead }: { yearsBack: number; yearsAhead: number }): void {
  const today = dayOf(now);
  if (day < addMonths(today, -12 * yearsBack)) throw invalidField(field, `lies more than ${yearsBack === 1 ? 'a year' : `${yearsBack} years`} back`);
  if (day > addMonths(today, 12 * yearsAhead)) throw invalidField(field, `lies more than ${yearsAhead === 1 ? 'a year' : `${yearsAhead} years`} ahead`);
}
