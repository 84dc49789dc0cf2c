import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';

/**
 * Numbers of tickets that people can say on the phone: `26-7K3M-9QXN`. Two digits of the year in which the ticket was opened, seven
 * random characters, one check character. Random, so a number tells neither how many tickets there are nor which came before.
 *
 * The characters are Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U, and whoever says or types I, L or O
 * is understood. Its check symbol modulo 37 is not used, since that needs five signs that nobody can say.
 *
 * The check character is that of a Reed–Solomon code with one check symbol (Reed, Solomon: Polynomial Codes over Certain Finite Fields,
 * 1960) over GF(32): the characters, from left to right, are the coefficients of a polynomial that vanishes at α, a primitive element.
 * A wrong character changes its value by α^i · difference, which is never 0; two that changed places by (α^i + α^k) · difference, which
 * is never 0 either, since α^i and α^k differ for all i ≠ k below 31. So every single wrong character and every swap of two is
 * caught, neighbours or not, the check character and the year among them.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many random characters are in a number: 2^35 of them a year. */
export const drawnCharacters = 7;

/** α · value in GF(32), made by x⁵ + x² + 1. */
const timesAlpha = (value: number): number => (value << 1) ^ (value & 16 ? 0b100101 : 0);

/** The value of the polynomial at α, by Horner's rule. */
const valueAtAlpha = (characters: string): number => [...characters].reduce((sum, character) => timesAlpha(sum) ^ alphabet.indexOf(character), 0);

/** The character that makes the whole a number. `characters`: the year's digits and those that were drawn. */
const checkCharacter = (characters: string): string => alphabet[timesAlpha(valueAtAlpha(characters))]!;

const shown = (characters: string): string => `${characters.slice(0, 2)}-${characters.slice(2, 6)}-${characters.slice(6)}`;

/** Draws a number for a ticket that is opened now. Nobody says that it is free. */
export type NewTicketNumber = (now: Date) => string;

/** A number for a ticket that is opened now, of seven values from 0 to 31. */
export function ticketNumber(now: Date, drawn: readonly number[]): string {
  if (drawn.length !== drawnCharacters) throw new Error(`A ticket number has ${drawnCharacters} random characters`);
  const characters = `${dayOf(now).slice(2, 4)}${drawn.map((value) => alphabet[value]).join('')}`;
  return shown(`${characters}${checkCharacter(characters)}`);
}

const shape = /^\d\d-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;
const likeThis = 'must look like 26-7K3M-9QXN';

/** A number as we show and store it. */
export const TicketNumber = z.string().regex(shape, likeThis);

/** A number however people write it, as we do; what cannot be one comes back as it is. */
function asShown(text: string): string {
  const characters = text
    .toUpperCase()
    .replaceAll(/[ \-\u2010\u2011\u2013]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return characters.length === 2 + drawnCharacters + 1 ? shown(characters) : text;
}

/** Whether the check character fits the others. */
export const isRightlySaid = (number: string): boolean => valueAtAlpha(number.replaceAll('-', '')) === 0;

/** A number that somebody looks for: in capitals or not, with or without hyphens and spaces, O for 0, I or L for 1. It becomes what we show. */
export const SaidTicketNumber = z
  .string()
  .regex(/^[0-9A-Za-z \-\u2010\u2011\u2013]{10,40}$/, { error: likeThis, abort: true })
  .overwrite(asShown)
  .refine((number) => shape.test(number), { error: likeThis, abort: true })
  .refine(isRightlySaid, 'has a character that is wrong or in the wrong place')
  .meta({ format: 'ticket-number' });
