import { encodeTime, monotonicFactory } from 'ulidx';
import * as z from 'zod';

/** Every id says what it names: `tck_01J…`. The rest is a ULID, so ids of one kind sort by the time they were made. */
export const idPrefixes = [
  'cus',
  'rel',
  'cor',
  'agt',
  'adm',
  'tck',
  'int',
  'let',
  'ntf',
  'era',
  'run',
  'evt',
  'led',
  'acc',
  'abs',
  'tsk',
  'rem',
  'inb',
  'txt',
  'doc',
  'dep',
  'rul',
  'tim',
  'fbk',
  'imp',
] as const;
export type IdPrefix = (typeof idPrefixes)[number];

/** Makes a new id. Passed into use cases, so that a rule stays a function of its arguments. */
export type NewId = (prefix: IdPrefix) => string;

const nextUlid = monotonicFactory();

/** Random ids from the process's own randomness; ids made within one millisecond still sort by order of making. */
export const newId: NewId = (prefix) => `${prefix}_${nextUlid()}`;

/** The schema of an id with this prefix. */
export const idOf = (prefix: IdPrefix) => z.string().regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`), `must look like ${prefix}_ and 26 characters`);

/** The same ULID under another prefix: what a worker makes of an event has the event's id, so a repeat makes nothing new. */
export const derivedId = (prefix: IdPrefix, id: string): string => `${prefix}_${id.slice(id.indexOf('_') + 1)}`;

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Digits of an id out of bytes that are random, or as good as: one of each. */
export const digitsOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => digits[byte % digits.length]!).join('');

/**
 * An id of what one thing makes of another: the same two make the same one, others another. It has the time of the first. What is random of the two is laid
 * over each other, one of them reversed: ids that were made in a row differ at their ends.
 */
export function derivedFromBoth(prefix: IdPrefix, first: string, second: string): string {
  const [one, other] = [first, second].map((id) => id.slice(id.indexOf('_') + 1)) as [string, string];
  const reversed = Array.from(other.slice(10)).toReversed();
  const random = Array.from(one.slice(10), (digit, index) => digits[digits.indexOf(digit) ^ digits.indexOf(reversed[index]!)]);
  return `${prefix}_${one.slice(0, 10)}${random.join('')}`;
}

/** The lowest id of a moment, with nothing random in it: no id that was made then or later sorts before it. */
export const firstIdAt = (prefix: IdPrefix, at: Date): string => `${prefix}_${encodeTime(at.getTime(), 10)}${'0'.repeat(16)}`;

/** The id of what exists once a day. */
export const idOfDay = (prefix: IdPrefix, day: string): string => firstIdAt(prefix, new Date(day));
