import { describe, expect, it } from '@jest/globals';
import { addressLines, germanNameOf } from '../../../shared/letters/address-lines.ts';
import type { LetterRecipient } from '../../../shared/letters/typesetting/content.ts';
import { isPrintable } from '../../../shared/letters/typesetting/printable.ts';
import { Country } from '../../../shared/personal-data/country.ts';

const linesOf = (more: Partial<LetterRecipient>) =>
  addressLines({
    form: 'neutral',
    givenName: 'Paula',
    familyName: 'Sommer',
    street: 'Gartenstraße 8',
    postalCode: '50678',
    city: 'Köln',
    country: 'DE',
    ...more,
  });

describe('the lines of an address', () => {
  it.each<[string, Partial<LetterRecipient>, string[]]>([
    ['at home', {}, ['Paula Sommer', 'Gartenstraße 8', '50678 Köln']],
    [
      'with everything',
      { form: 'frau', title: 'Prof. Dr.', organisation: 'Café Nø', careOf: 'Familie Meier', addition: 'Hinterhaus, 2. OG' },
      ['Café Nø', 'Frau Prof. Dr. Paula Sommer', 'c/o Familie Meier', 'Hinterhaus, 2. OG', 'Gartenstraße 8', '50678 Köln'],
    ],
    ['of one name', { form: 'herr', givenName: undefined, familyName: 'Sukarno' }, ['Herrn Sukarno', 'Gartenstraße 8', '50678 Köln']],
    ['in Austria', { street: 'Ring 1', postalCode: '1010', city: 'Wien', country: 'AT' }, ['Paula Sommer', 'Ring 1', '1010 Wien', 'ÖSTERREICH']],
    ['in Switzerland', { postalCode: '8001', city: 'Zürich', country: 'CH' }, ['Paula Sommer', 'Gartenstraße 8', '8001 Zürich', 'SCHWEIZ']],
    ['in Zagreb', { street: 'Ilica 1', postalCode: '10000', city: 'Zagreb', country: 'HR' }, ['Paula Sommer', 'Ilica 1', '10000 Zagreb', 'KROATIEN']],
    [
      'in Dublin',
      { street: '1 Main Street', postalCode: 'D02 X285', city: 'Dublin 2', country: 'IE' },
      ['Paula Sommer', '1 Main Street', 'Dublin 2', 'D02 X285', 'IRLAND'],
    ],
    [
      'in Dublin, without a code',
      { street: '1 Main Street', postalCode: undefined, city: 'Dublin 2', country: 'IE' },
      ['Paula Sommer', '1 Main Street', 'Dublin 2', 'IRLAND'],
    ],
    [
      'in London',
      { street: '10 Downing Street', postalCode: 'SW1A 1AA', city: 'London', country: 'GB' },
      ['Paula Sommer', '10 Downing Street', 'London', 'SW1A 1AA', 'VEREINIGTES KÖNIGREICH'],
    ],
    [
      'in the United States',
      { street: '11 Main St', addition: 'Apt 4', postalCode: '78701-1234', city: 'Austin', region: 'TX', country: 'US' },
      ['Paula Sommer', '11 Main St', 'Apt 4', 'Austin, TX 78701-1234', 'VEREINIGTE STAATEN'],
    ],
    [
      'in Hong Kong',
      { street: '1 Harbour Road', postalCode: undefined, city: 'Wan Chai', country: 'HK' },
      ['Paula Sommer', '1 Harbour Road', 'Wan Chai', 'SONDERVERWALTUNGSREGION HONGKONG'],
    ],
    [
      'in Dubai',
      { street: 'P.O. Box 1', postalCode: undefined, city: 'Dubai', country: 'AE' },
      ['Paula Sommer', 'P.O. Box 1', 'Dubai', 'VEREINIGTE ARABISCHE EMIRATE'],
    ],
    ['in Tokyo', { street: '1-1 Chiyoda', postalCode: '100-0001', city: 'Tokyo', country: 'JP' }, ['Paula Sommer', '1-1 Chiyoda, Tokyo', '100-0001', 'JAPAN']],
    [
      'in Singapore, whose form has no place for a city',
      { street: '1 Orchard Road', postalCode: '238823', city: 'Singapur', country: 'SG' },
      ['Paula Sommer', '1 Orchard Road', '238823 Singapur', 'SINGAPUR'],
    ],
    [
      'in Budapest, the city first',
      { street: 'Váci utca 1', postalCode: '1052', city: 'Budapest', country: 'HU' },
      ['Paula Sommer', 'Budapest', 'Váci utca 1', '1052', 'UNGARN'],
    ],
    ['in Kosovo', { postalCode: '10000', city: 'Prishtinë', country: 'XK' }, ['Paula Sommer', 'Gartenstraße 8', '10000 Prishtinë', 'KOSOVO']],
  ])('%s', (_where, more, lines) => {
    expect(linesOf(more)).toEqual(lines);
  });

  it.each(Country.options.map((country) => [country]))('lose nothing in %s', (country) => {
    const said = { careOf: 'Over', street: 'Eins', addition: 'Zwei', postalCode: '4711', city: 'Drei', region: 'Vier' };
    for (const absent of [[], ['postalCode'], ['region'], ['addition'], ['postalCode', 'region', 'addition', 'careOf']]) {
      const given = Object.fromEntries(Object.entries(said).filter(([part]) => !absent.includes(part)));
      const none = Object.fromEntries(absent.map((part) => [part, undefined]));
      const text = linesOf({ ...given, ...none, country }).join('\n');
      for (const part of Object.values(given)) expect(text.split(part)).toHaveLength(2);
    }
  });

  it('say each country in German and in letters that ours have', () => {
    const names = Country.options.map(germanNameOf);
    expect(new Set(names).size).toBe(Country.options.length);
    expect(names.filter((name) => !isPrintable(name.toLocaleUpperCase('de')) || /^[A-Z]{2}$/.test(name))).toEqual([]);
  });
});
