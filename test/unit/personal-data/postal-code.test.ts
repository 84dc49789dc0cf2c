import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { Country } from '../../../shared/personal-data/country.ts';
import { PostalCode, postalCodeFits, postalCodeProblem } from '../../../shared/personal-data/postal-code.ts';

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

describe('a postal code', () => {
  it('has no spaces around it, and capitals', () => {
    expect(PostalCode.parse(' sw1a 1aa ')).toBe('SW1A 1AA');
    expect(PostalCode.safeParse('1234567890123').success).toBe(false);
    expect(PostalCode.safeParse('50667\n').data).toBe('50667');
    expect(PostalCode.safeParse('50\n667').success).toBe(false);
  });

  it.each([
    ['DE', '01067'],
    ['DE', '50667'],
    ['AT', '1010'],
    ['CH', '8001'],
    ['LI', '9490'],
    ['HR', '10000'],
    ['IE', 'D02 X285'],
    ['IE', undefined],
    ['GB', 'SW1A 1AA'],
    ['GB', 'M1 1AE'],
    ['GB', 'EC1A1BB'],
    ['JE', 'JE2 3AB'],
    ['US', '20500'],
    ['US', '20500-0003'],
    ['CA', 'K1A 0B1'],
    ['NL', '1012 JS'],
    ['NL', '1012JS'],
    ['PL', '00-001'],
    ['PT', '1100-148'],
    ['PT', '1100'],
    ['SE', '111 29'],
    ['SE', '11129'],
    ['CZ', '110 00'],
    ['SK', '811 01'],
    ['GR', '105 57'],
    ['FR', '75001'],
    ['IT', '00118'],
    ['ES', '28013'],
    ['DK', '1050'],
    ['NO', '0150'],
    ['FI', '00100'],
    ['LV', 'LV-1050'],
    ['LV', '1050'],
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
    ['TR', '34122'],
    ['UA', '01001'],
    ['RU', '101000'],
    ['IN', '110001'],
    ['IN', '110 001'],
    ['JP', '100-0001'],
    ['CN', '100000'],
    ['BR', '01310-100'],
    ['AR', 'C1002ABC'],
    ['AR', '1002'],
    ['AU', '2000'],
    ['VN', '100000'],
    ['HK', undefined],
    ['AE', undefined],
    ['AE', '00000'],
    ['QA', undefined],
    ['ZW', 'anything'],
    ['MU', undefined],
  ])('of %s may be %j', (country, code) => {
    expect(postalCodeProblem(country, code)).toBeUndefined();
  });

  it.each([
    ['DE', '1067', 'must be a postal code of DE, e.g. 01067'],
    ['DE', '506670', 'must be a postal code of DE, e.g. 01067'],
    ['DE', 'D-50667', 'must be a postal code of DE, e.g. 01067'],
    ['DE', undefined, 'is missing: must be a postal code of DE, e.g. 01067'],
    ['AT', '01010', 'must be a postal code of AT, e.g. 1010'],
    ['CH', '80010', 'must be a postal code of CH, e.g. 8001'],
    ['LI', '8001', 'must be a postal code of LI, e.g. 9490'],
    ['GB', '12345', 'must be a postal code of GB, e.g. SW1A 1AA'],
    ['IE', '2', 'must be a postal code of IE, e.g. D02 X285'],
    ['US', '2050', 'must be a postal code of US, e.g. 20500'],
    ['KE', '1', 'must be a postal code of KE'],
  ])('of %s is not %j', (country, code, problem) => {
    expect(postalCodeProblem(country, code)).toBe(problem);
  });

  it('of each example is right, in its own country', () => {
    const told = Country.options.flatMap((country) => {
      const example = postalCodeProblem(country, '?')?.split('e.g. ')[1];
      return example ? [[country, example] as const] : [];
    });
    expect(told.length).toBeGreaterThan(15);
    expect(told.filter(([country, example]) => postalCodeProblem(country, example))).toEqual([]);
  });

  it('is named where it is wrong, and not quoted', () => {
    const Place = z.strictObject({ country: Country.optional(), postalCode: PostalCode.optional() }).superRefine(postalCodeFits);
    const { error } = Place.safeParse({ country: 'DE', postalCode: '4711X' });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['postalCode']);
    expect(JSON.stringify(error)).not.toContain('4711');
    expect(Place.safeParse({ postalCode: '4711X' }).success).toBe(true);
  });
});
