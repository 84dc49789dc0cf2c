import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { Country } from '../../../shared/personal-data/country.ts';
import { canonicalPostalCode, PostalCode, postalCodeFits, postalCodeProblem, withCanonicalCode } from '../../../shared/personal-data/postal-code.ts';
import { demandsPostalCode, postalCodeForms, takenToo } from '../../../shared/personal-data/postal-code-forms.ts';

describe('Country', () => {
  it('is one of ISO 3166-1, or Kosovo', () => {
    expect(Country.options).toHaveLength(250);
    expect(Country.options).toEqual(expect.arrayContaining(['DE', 'AT', 'CH', 'LI', 'HR', 'GB', 'US', 'HK', 'AQ', 'XK']));
  });

  it.each(['de', 'DEU', 'Deutschland', 'UK', 'EU', 'ZZ', 'SU', '', 'constructor'])('refuses %j', (word) => {
    const { error } = Country.safeParse(word);
    expect(error?.issues.map(({ message }) => message)).toEqual(['must be a country by its two letters of ISO 3166-1, e.g. DE']);
  });
});

/** Codes as the posts of their countries write them. */
const codes: readonly (readonly [Country, string])[] = [
  ['DE', '01067'],
  ['DE', '50667'],
  ['AT', '1010'],
  ['CH', '8001'],
  ['LI', '9490'],
  ['HR', '10000'],
  ['IE', 'D02 X285'],
  ['GB', 'SW1A 1AA'],
  ['GB', 'M1 1AE'],
  ['GB', 'EC1A 1BB'],
  ['GB', 'BF1 3AD'],
  ['GB', 'BFPO 61'],
  ['GB', 'GIR 0AA'],
  ['JE', 'JE2 3AB'],
  ['GG', 'GY1 1AA'],
  ['IM', 'IM99 1PS'],
  ['GI', 'GX11 1AA'],
  ['FK', 'FIQQ 1ZZ'],
  ['SH', 'STHL 1ZZ'],
  ['SH', 'TDCU 1ZZ'],
  ['US', '20500'],
  ['US', '20500-0003'],
  ['PR', '00930'],
  ['CA', 'K1A 0B1'],
  ['NL', '1012 JS'],
  ['PL', '00-001'],
  ['PT', '1100-148'],
  ['PT', '1100'],
  ['SE', '111 29'],
  ['CZ', '110 00'],
  ['SK', '811 01'],
  ['GR', '105 57'],
  ['FR', '75001'],
  ['IT', '00118'],
  ['ES', '28013'],
  ['DK', '1050'],
  ['NO', '0150'],
  ['FI', '00100'],
  ['AX', '22100'],
  ['LU', '1234'],
  ['LV', 'LV-1050'],
  ['LT', '01100'],
  ['EE', '10111'],
  ['HU', '1052'],
  ['RO', '010011'],
  ['BG', '1000'],
  ['RS', '11000'],
  ['BA', '71000'],
  ['ME', '81000'],
  ['MK', '1000'],
  ['AL', '1001'],
  ['XK', '10000'],
  ['MD', '2001'],
  ['AZ', '1000'],
  ['MT', 'VLT 1117'],
  ['AD', 'AD500'],
  ['TR', '34122'],
  ['UA', '01001'],
  ['RU', '101000'],
  ['KZ', '050000'],
  ['KZ', 'A15X9E8'],
  ['SA', '11564'],
  ['SA', '12345-6789'],
  ['NI', '11001'],
  ['NI', '050-008-4'],
  ['IR', '11936-12345'],
  ['IN', '110001'],
  ['JP', '100-0001'],
  ['CN', '100000'],
  ['BR', '01310-100'],
  ['AR', 'C1002ABC'],
  ['AR', '1002'],
  ['AU', '2000'],
  ['VN', '100000'],
  ['AE', '00000'],
  ['BB', 'BB23026'],
  ['KY', 'KY1-1100'],
  ['SV', 'CP 1101'],
  ['PE', 'LIMA 23'],
  ['BM', 'HM GX'],
  ['LB', '2038 3054'],
  ['ZW', 'ANYTHING'],
];

describe('a postal code', () => {
  it('has no spaces around it, and capitals', () => {
    expect(PostalCode.parse(' sw1a 1aa ')).toBe('SW1A 1AA');
    expect(PostalCode.safeParse('1'.repeat(17)).success).toBe(false);
    expect(PostalCode.safeParse('50667\n').data).toBe('50667');
    expect(PostalCode.safeParse('50\n667').success).toBe(false);
  });

  it.each(codes)('of %s may be %j, and is kept so', (country, code) => {
    expect([canonicalPostalCode(country, code), postalCodeProblem(country, code)]).toEqual([code, undefined]);
  });

  it.each<[Country, string, string]>([
    ['DE', 'D-50667', '50667'],
    ['DE', 'D 50667', '50667'],
    ['DE', 'DE-50667', '50667'],
    ['DE', 'd – 50667', '50667'],
    ['DE', '50 667', '50667'],
    ['AT', 'A-1010', '1010'],
    ['CH', 'CH-8001', '8001'],
    ['LI', 'FL-9490', '9490'],
    ['LI', 'CH-9490', '9490'],
    ['MD', 'MD-2001', '2001'],
    ['MD', 'MD2001', '2001'],
    ['AZ', 'AZ1000', '1000'],
    ['AZ', 'AZ 1000', '1000'],
    ['LU', 'L-1234', '1234'],
    ['LT', 'LT-01100', '01100'],
    ['LV', '1050', 'LV-1050'],
    ['LV', 'lv1050', 'LV-1050'],
    ['FI', 'FI-00100', '00100'],
    ['FI', 'FIN-00100', '00100'],
    ['AX', 'AX-22100', '22100'],
    ['AX', 'FI-22100', '22100'],
    ['SE', 'SE-111 29', '111 29'],
    ['SE', 'S-11129', '111 29'],
    ['HR', 'HR-10000', '10000'],
    ['SI', 'SI-1000', '1000'],
    ['BE', 'B-1000', '1000'],
    ['PL', '00001', '00-001'],
    ['PL', 'PL 00 001', '00-001'],
    ['PT', '1000001', '1000-001'],
    ['PT', 'P-1000 001', '1000-001'],
    ['JP', '1000001', '100-0001'],
    ['JP', '〒100−0001', '100-0001'],
    ['JP', '１００－０００１', '100-0001'],
    ['NL', '1012js', '1012 JS'],
    ['NL', 'NL-1012 JS', '1012 JS'],
    ['CZ', '11000', '110 00'],
    ['CZ', 'CZ-110 00', '110 00'],
    ['SK', '81101', '811 01'],
    ['GR', '10557', '105 57'],
    ['GR', 'GR-105 57', '105 57'],
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', 'SW1A-1AA', 'SW1A 1AA'],
    ['GB', 'GB-SW1A 1AA', 'SW1A 1AA'],
    ['GB', 'bf13ad', 'BF1 3AD'],
    ['GB', 'BFPO61', 'BFPO 61'],
    ['JE', 'je23ab', 'JE2 3AB'],
    ['CA', 'k1a-0b1', 'K1A 0B1'],
    ['IE', 'd02x285', 'D02 X285'],
    ['US', '205000003', '20500-0003'],
    ['US', '20500 0003', '20500-0003'],
    ['US', 'USA 20500', '20500'],
    ['BR', '01310100', '01310-100'],
    ['IN', '110 001', '110001'],
    ['KZ', 'a15 x9e8', 'A15X9E8'],
    ['SA', '123456789', '12345-6789'],
    ['NI', '0500084', '050-008-4'],
    ['AD', '500', 'AD500'],
    ['AD', 'AD-500', 'AD500'],
    ['SV', '1101', 'CP 1101'],
    ['OM', 'PC 112', '112'],
    ['EC', 'EC090112', '090112'],
    ['MT', 'vlt1117', 'VLT 1117'],
    ['ZW', 'box  4-a', 'BOX 4-A'],
  ])('of %s written %j is kept as %j', (country, written, kept) => {
    expect(canonicalPostalCode(country, written)).toBe(kept);
  });

  it.each<[Country, string, string]>([
    ['DE', '1067', 'must be a postal code of DE, e.g. 01067'],
    ['DE', '506670', 'must be a postal code of DE, e.g. 01067'],
    ['DE', 'A-1010', 'must be a postal code of DE, e.g. 01067'],
    ['DE', 'D-1010', 'must be a postal code of DE, e.g. 01067'],
    ['DE', 'F-75001', 'must be a postal code of DE, e.g. 01067'],
    ['DE', 'D-D-50667', 'must be a postal code of DE, e.g. 01067'],
    ['DE', '50667D', 'must be a postal code of DE, e.g. 01067'],
    ['DE', '50667 Köln', 'must be a postal code of DE, e.g. 01067'],
    ['DE', '-', 'must be a postal code of DE, e.g. 01067'],
    ['AT', '01010', 'must be a postal code of AT, e.g. 1010'],
    ['CH', '80010', 'must be a postal code of CH, e.g. 8001'],
    ['LI', '8001', 'must be a postal code of LI, e.g. 9490'],
    ['GB', '12345', 'must be a postal code of GB, e.g. SW1A 1AA'],
    ['IE', '2', 'must be a postal code of IE, e.g. D02 X285'],
    ['US', '2050', 'must be a postal code of US, e.g. 20500'],
    ['KE', '1', 'must be a postal code of KE'],
    ['HN', '-', 'must be a postal code of HN'],
    ['KZ', '15X9E8A', 'must be a postal code of KZ'],
    ['NI', '1234', 'must be a postal code of NI'],
    ['ZW', '4711/8', 'must be a postal code of ZW'],
    ['ZW', 'КИЇВ', 'must be a postal code of ZW'],
  ])('of %s is not %j', (country, code, problem) => {
    expect(postalCodeProblem(country, code)).toBe(problem);
  });

  it('is demanded where no address is without one, and nowhere else', () => {
    const demanded = Country.options.filter((country) => postalCodeProblem(country, undefined) !== undefined);
    expect(demanded).toEqual(Country.options.filter((country) => demandsPostalCode.includes(country)));
    expect(demanded).toHaveLength(demandsPostalCode.length);
    expect(demanded).toEqual(expect.arrayContaining(['DE', 'AT', 'CH', 'FR', 'GB', 'US']));
    for (const country of ['IE', 'PA', 'HK', 'AE', 'QA', 'MU', 'KZ', 'NI', 'SA', 'TR', 'CN', 'EG', 'CR', 'AQ']) expect(demanded).not.toContain(country);
    expect(postalCodeProblem('DE', undefined)).toBe('is missing: must be a postal code of DE, e.g. 01067');
  });

  it('of every list is of countries that there are', () => {
    for (const country of [...Object.keys(postalCodeForms), ...Object.keys(takenToo), ...demandsPostalCode]) expect(Country.options).toContain(country);
  });

  it('is the same however it is parted, in small letters, and with its country before it', () => {
    const part = fc.constantFrom('', ' ', '-', ' - ', '–', '\u00a0');
    fc.assert(
      fc.property(
        fc.constantFrom(...codes.filter(([country]) => country !== 'ZW' && country !== 'AE')),
        fc.array(part, { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        (known, parts, small, named) => {
          const [country, code] = known;
          const signs = [...(named ? country : ''), ...code.replaceAll(/[ -]/g, '')];
          const written = signs.map((sign, at) => `${sign}${at < signs.length - 1 ? parts[at % parts.length] : ''}`).join('');
          expect(canonicalPostalCode(country, small ? written.toLowerCase() : written)).toBe(code);
        },
      ),
    );
  });

  it('that is kept is kept as it is', () => {
    const sign = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -');
    fc.assert(
      fc.property(fc.constantFrom(...Country.options), fc.string({ unit: sign, minLength: 3, maxLength: 10 }), (country, written) => {
        const kept = canonicalPostalCode(country, written);
        if (kept !== undefined) expect(canonicalPostalCode(country, kept)).toBe(kept);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of each example is right, in its own country', () => {
    const told = Country.options.flatMap((country) => {
      const example = postalCodeProblem(country, '?')?.split('e.g. ')[1];
      return example ? [[country, example] as const] : [];
    });
    expect(told.length).toBeGreaterThan(15);
    expect(told.filter(([country, example]) => canonicalPostalCode(country, example) !== example)).toEqual([]);
  });

  const Place = z.strictObject({ country: Country.optional(), postalCode: PostalCode.optional() }).superRefine(postalCodeFits).overwrite(withCanonicalCode);

  it('is named where it is wrong, and not quoted', () => {
    const { error } = Place.safeParse({ country: 'DE', postalCode: '4711X' });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['postalCode']);
    expect(JSON.stringify(error)).not.toContain('4711');
  });

  it('of a place is kept in its form; as it is without a country', () => {
    expect(Place.parse({ country: 'PL', postalCode: '00001' })).toEqual({ country: 'PL', postalCode: '00-001' });
    expect(Place.parse({ country: 'IE' })).toEqual({ country: 'IE' });
    expect(Place.parse({ postalCode: '4711x' })).toEqual({ postalCode: '4711X' });
  });
});
