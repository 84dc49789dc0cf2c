import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import type * as z from 'zod';
import type { Country } from './country.ts';
import { oneLine } from './one-line.ts';
import { demandsPostalCode, postalCodeForms, takenToo } from './postal-code-forms.ts';

/** A postal code as people write it, in capitals. What a country's look like says `canonicalPostalCode`. */
export const PostalCode = oneLine(16)
  .overwrite((code) => code.toUpperCase())
  .describe('However it is written: `D-50667`, `sw1a1aa`. It is kept as the post of the country writes it');

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

/** The country of the library that is none: letters and digits, with single spaces and hyphens between. */
const anywhere = 'INTL';

/**
 * A postal code as the post of the country writes it, out of one as people do: in small letters, with spaces and hyphens or without, with the letters of the
 * country before it (`D-50667`). These go only where what is left is a code of the country, and all of it is not. `undefined` of what cannot be one. Of a
 * country whose codes are not known it stays as it is, in capitals.
 */
export function canonicalPostalCode(country: Country, code: string): string | undefined {
  const written = code.normalize('NFKC').toUpperCase();
  if (!postcodeValidatorExistsForCountry(country)) {
    const spaced = written.replaceAll(/\s+/g, ' ');
    return postcodeValidator(spaced, anywhere) ? spaced : undefined;
  }
  const bare = written.replaceAll(/[\s\p{Pd}\u2212〒]/gu, '');
  return [bare, ...withoutLetters(country, bare)].map((signs) => inItsForm(country, signs)).find((form) => form !== undefined);
}

function inItsForm(country: Country, bare: string): string | undefined {
  if (bare === '') return undefined;
  const [form] = (postalCodeForms[country] ?? []).filter(([signs]) => signs.test(bare));
  const written = form ? bare.replace(...form) : bare;
  // Some have signs between in their post's form and none in the table, or the other way round.
  const fits = [written, bare].some((either) => postcodeValidator(either, country) || takenToo[country]?.test(either));
  return fits ? written : undefined;
}

/**
 * By which letters people name a country before a code, where these are not its two of ISO 3166-1: on vehicles, by the conventions on road traffic
 * (UNECE's list of distinguishing signs), and a few that post of their own has.
 */
const lettersBefore: Readonly<Record<Country, readonly string[]>> = {
  AD: ['AND'],
  AT: ['A'],
  AX: ['FI', 'FIN'],
  BE: ['B'],
  BA: ['BIH'],
  DE: ['D'],
  EE: ['EST'],
  ES: ['E'],
  FI: ['FIN', 'AX'],
  FR: ['F'],
  GB: ['UK'],
  HU: ['H'],
  IE: ['IRL'],
  IT: ['I'],
  LI: ['FL', 'CH'],
  LU: ['L'],
  ME: ['MNE'],
  MK: ['NMK'],
  MT: ['M'],
  NO: ['N'],
  OM: ['PC'],
  PT: ['P'],
  RS: ['SRB'],
  SE: ['S'],
  SI: ['SLO'],
  SM: ['RSM'],
  US: ['USA'],
  VA: ['V'],
  XK: ['RKS'],
};

/** What is left of a code behind letters of its country, if there are some. */
const withoutLetters = (country: Country, bare: string): string[] =>
  [country, ...(lettersBefore[country] ?? [])].filter((letters) => bare.startsWith(letters)).map((letters) => bare.slice(letters.length));

/** What is wrong with a postal code of a country; `undefined` of one that may be, and of none where post arrives without. */
export function postalCodeProblem(country: Country, code: string | undefined): string | undefined {
  const form = `a postal code of ${country}${examples[country] ? `, e.g. ${examples[country]}` : ''}`;
  if (code === undefined) return demandsPostalCode.includes(country) ? `is missing: must be ${form}` : undefined;
  return canonicalPostalCode(country, code) === undefined ? `must be ${form}` : undefined;
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

/** The same place with its postal code as it is kept: of a code that is none, or without a country, as it was written. */
export function withCanonicalCode<Place extends Placed>(place: Place): Place {
  const { country, postalCode } = place;
  const kept = country && postalCode && canonicalPostalCode(country, postalCode);
  return kept ? { ...place, postalCode: kept } : place;
}
