import * as z from 'zod';
import { envelopeLine } from '../letters/printable-line.ts';
import { Country } from '../personal-data/country.ts';
import { PostalCode, postalCodeFits, withCanonicalCode } from '../personal-data/postal-code.ts';

/** A postal address as a letter needs it, in Latin letters. */
export const Address = z
  .strictObject({
    careOf: envelopeLine(80)
      .overwrite((text) => text.replace(/^c\s?\/\s?o(?:[\s:.]+|$)/i, ''))
      .min(1)
      .optional()
      .describe('At whose address: `Familie Meier`, printed behind "c/o"'),
    street: envelopeLine(80).describe('Street and number, or a post office box'),
    addition: envelopeLine(80).optional().describe('Building, staircase, flat, or a part of the place'),
    postalCode: PostalCode.optional(),
    city: envelopeLine(60),
    region: envelopeLine(40).optional().describe('State or province, where addresses have it: `TX`'),
    country: Country,
  })
  .superRefine(postalCodeFits)
  .overwrite(withCanonicalCode);
export type Address = z.infer<typeof Address>;

/** An address in one line, for records. */
export const inOneLine = ({ careOf, street, addition, postalCode, city, region, country }: Address): string =>
  [careOf && `c/o ${careOf}`, street, addition, [postalCode, city].filter(Boolean).join(' '), region, country].filter(Boolean).join(', ');
