import * as z from 'zod';
import { foldedNumber } from '../personal-data/folded-number.ts';

/** Fewer letters and digits are no number: too many people would have it. */
const fewest = 6;

/** However people write it: in small letters, with hyphens, spaces, slashes or without. All of these find the same person. */
export const WrittenInsuranceNumber = z
  .string()
  .max(40)
  .refine((text) => foldedNumber(text).length >= fewest, `must have ${fewest} letters or digits at least`)
  .meta({ format: 'insurance-number' });

/**
 * A number as letters print it, and as it is kept: in capitals, with a hyphen where it is parted at all: `K-2026-004711`. Two that differ in their
 * hyphens only are one, by what they are found under.
 */
export const InsuranceNumber = WrittenInsuranceNumber.overwrite((text) =>
  text
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}\u2212/._]+/gu, '-')
    .replaceAll(/^-|-$/g, ''),
)
  .refine((text) => /^[A-Z0-9]+(?:-[A-Z0-9]+)*$/.test(text) && text.length <= 20, 'must be letters from A to Z and digits, 20 signs at most')
  .describe(
    'However it is written: with hyphens, spaces, slashes or without. Six letters and digits at least, 20 signs at most. It is kept in capitals, with hyphens',
  );
