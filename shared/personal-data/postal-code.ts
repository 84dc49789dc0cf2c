import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import type * as z from 'zod';
import type { Country } from './country.ts';
import { oneLine } from './one-line.ts';

/** A postal code as it is written, in capitals. What a country's look like says `postalCodeProblem`. */
export const PostalCode = oneLine(12).overwrite((code) => code.toUpperCase());

/** What the table of the library leaves out. */
const takenToo: Readonly<Record<Country, RegExp>> = {
  // The code of before 1998, without the letter of the province: many addresses still have it.
  AR: /^\d{4}$/,
};

/** Whose post has codes and delivers without. */
const deliversWithout: readonly Country[] = ['IE', 'PA'];

/** A code for those who read a refusal. Made up of no one's address: each is of a whole town, quarter or public office. */
const examples: Readonly<Record<Country, string>> = {
  AT: '1010',
  BE: '1000',
  CA: 'K1A 0B1',
  CH: '8001',
  CZ: '110 00',
  DE: '01067',
  DK: '1050',
  ES: '28013',
  FR: '75001',
  GB: 'SW1A 1AA',
  HR: '10000',
  IE: 'D02 X285',
  IT: '00118',
  LI: '9490',
  LU: '1009',
  NL: '1012 JS',
  PL: '00-001',
  PT: '1100-148',
  SE: '111 29',
  TR: '34122',
  UA: '01001',
  US: '20500',
};

/**
 * What is wrong with a postal code in a country; `undefined` of one that may be. Whether a country has codes, and of which form, is after
 * the library; where it knows none, a code may be anything or absent.
 */
export function postalCodeProblem(country: Country, code: string | undefined): string | undefined {
  if (!postcodeValidatorExistsForCountry(country)) return undefined;
  const form = `a postal code of ${country}${examples[country] ? `, e.g. ${examples[country]}` : ''}`;
  if (code === undefined) return deliversWithout.includes(country) || postcodeValidator('', country) ? undefined : `is missing: must be ${form}`;
  // Some are written with a space by people and without by the table.
  const fits = [code, code.replaceAll(' ', '')].some((written) => postcodeValidator(written, country) || takenToo[country]?.test(written));
  return fits ? undefined : `must be ${form}`;
}

/** What an object has that says where something is. */
interface Placed {
  readonly country?: Country | undefined;
  readonly postalCode?: string | undefined;
}

/** A check of a schema: the postal code is one of the country. */
export function postalCodeFits({ country, postalCode }: Placed, context: z.core.$RefinementCtx<Placed>): void {
  const problem = country && postalCodeProblem(country, postalCode);
  if (problem) context.addIssue({ code: 'custom', path: ['postalCode'], message: problem });
}
