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
    [
      'on Jersey, which the form of its post names as well',
      { street: '1 Royal Square', postalCode: 'JE2 3AB', city: 'St Helier', country: 'JE' },
      ['Paula Sommer', '1 Royal Square', 'St Helier', 'JE2 3AB', 'JERSEY'],
    ],
    [
      'on Guernsey, which is the place and the country',
      { street: '1 Smith Street', postalCode: 'GY1 1AA', city: 'Guernsey', country: 'GG' },
      ['Paula Sommer', '1 Smith Street', 'GY1 1AA', 'GUERNSEY'],
    ],
    [
      'on Åland',
      { street: 'Torggatan 1', postalCode: '22100', city: 'Mariehamn', country: 'AX' },
      ['Paula Sommer', 'Torggatan 1', '22100 Mariehamn', 'ÅLANDINSELN'],
    ],
    [
      'in Djibouti, a place without codes that is called like its country',
      { street: 'B.P. 1', postalCode: undefined, city: 'Dschibuti', country: 'DJ' },
      ['Paula Sommer', 'B.P. 1', 'DSCHIBUTI'],
    ],
    [
      'in Monaco, behind whose name post looks for the code',
      { street: '1 Avenue', postalCode: '98000', city: 'Monaco', country: 'MC' },
      ['Paula Sommer', '1 Avenue', '98000 Monaco', 'MONACO'],
    ],
    [
      'in Riga, whose codes begin with letters',
      { street: 'Brīvības iela 1', postalCode: 'LV-1050', city: 'Rīga', country: 'LV' },
      ['Paula Sommer', 'Brīvības iela 1', 'Rīga, LV-1050', 'LETTLAND'],
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

  it.each(Country.options.filter((country) => country !== 'DE'))('name %s once, in the last line', (country) => {
    const german = germanNameOf(country);
    for (const named of [{}, { region: german }, { city: german }, { city: german.toUpperCase(), region: german }, { city: german, postalCode: undefined }]) {
      const lines = linesOf({ street: 'Eins', city: 'Drei', ...named, country });
      expect(lines.filter((line) => line.toLocaleUpperCase('de') === german.toLocaleUpperCase('de'))).toEqual([lines.at(-1)]);
      // Nothing stands there that nobody gave: a form's own name of the country among them.
      const given = ['Paula Sommer', 'Eins', 'Drei', '50678', german, german.toUpperCase()];
      expect(lines.slice(0, -1).filter((line) => !given.some((part) => line.includes(part)))).toEqual([]);
    }
  });

  it('say each country in German and in letters that ours have', () => {
    const names = Country.options.map(germanNameOf);
    expect(new Set(names).size).toBe(Country.options.length);
    expect(names.filter((name) => !isPrintable(name.toLocaleUpperCase('de')) || /^[A-Z]{2}$/.test(name))).toEqual([]);
  });
});
