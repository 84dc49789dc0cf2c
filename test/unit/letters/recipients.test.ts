import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recipientOf } from '../../../shared/letters/letter-parties.ts';
import { pdfText } from '../../../proof/pdf-text.ts';
import { registered } from '../../../shared/customers/customer.ts';
import { NewCustomer } from '../../../shared/customers/new-customer.ts';
import { composeLetter } from '../../../shared/letters/letter-template.ts';
import { claimSettlement } from '../../../shared/letters/templates/claim-settlement.ts';
import { letterAssets } from '../../../shared/letters/typesetting/font.ts';
import { layOut } from '../../../shared/letters/typesetting/layout.ts';
import { renderLetter } from '../../../shared/letters/typesetting/pdf.ts';
import { isPrintable } from '../../../shared/letters/typesetting/printable.ts';
import { Country } from '../../../shared/personal-data/country.ts';
import { postalCodeProblem } from '../../../shared/personal-data/postal-code.ts';
import { bicycle, reference, sender, signatory } from '../../letters/samples.ts';
import { paula } from '../customers/people.ts';
import { normativeLetters } from './din-91379.ts';

const assets = letterAssets(join(import.meta.dirname, '../../../node_modules/source-sans/TTF'));
const date = new Date('2026-03-15T09:30:00Z');
const contentFor = (customer: NewCustomer) =>
  composeLetter(claimSettlement, {
    recipient: recipientOf(registered('cus_01JQ0000000000000000000000', customer, date)),
    reference,
    sender,
    signatory,
    date: '2026-03-15',
    values: bicycle,
  });

/** Letters of names, those that are printed from parts among them, and what stands between; no dotless i, whose glyph another letter shares. */
const unit = fc.constantFrom(...normativeLetters.filter((letter) => isPrintable(letter) && !/[ıİ]/.test(letter)), ...' 0123456789-’.,&/');
const line = (most: number) => fc.string({ unit, minLength: 1, maxLength: most / 2 }).map((text) => `A${text}`.normalize('NFC').slice(0, most).trim());
const maybe = (most: number) => fc.option(line(most), { nil: undefined });

const people = fc
  .record({
    salutation: fc.constantFrom('frau' as const, 'herr' as const, undefined),
    title: maybe(40),
    givenName: maybe(80),
    familyName: line(80),
    organisation: maybe(80),
    address: fc.record({
      careOf: maybe(80),
      street: line(80),
      addition: maybe(80),
      postalCode: fc.constantFrom('50667', '1010', 'SW1A 1AA', '20500-0003', undefined),
      city: line(60),
      region: maybe(40),
      country: fc.constantFrom(...Country.options),
    }),
  })
  .map((person) => ({ ...paula, ...person }))
  .filter(({ address: { country, postalCode } }) => postalCodeProblem(country, postalCode) === undefined);

/** What a reader finds: lines may break anywhere in a long word, spaces are guessed from gaps. */
const bare = (text: string): string => text.normalize('NFC').replaceAll(/\s/g, '');

describe('whoever is taken in', () => {
  it('can be written to: all of their name and address stands in the letter', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (typed) => {
        const customer = NewCustomer.parse(typed);
        const text = bare((await pdfText(Buffer.from(await renderLetter(contentFor(customer), assets, date))))!);
        const { title, givenName, familyName, organisation, address } = customer;
        const { country: _, ...place } = address;
        const said = [title, givenName, familyName, organisation, ...Object.values(place)].filter((part) => part !== undefined);
        expect(said.filter((part) => !text.includes(bare(part)))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  const fullest = (letter: string): NewCustomer =>
    NewCustomer.parse({
      ...paula,
      salutation: 'frau',
      title: letter.repeat(40),
      givenName: letter.repeat(80),
      familyName: letter.repeat(80),
      organisation: letter.repeat(80),
      address: {
        careOf: letter.repeat(80),
        street: letter.repeat(80),
        addition: letter.repeat(80),
        postalCode: 'SW1A 1AA',
        city: letter.repeat(60),
        region: letter.repeat(40),
        country: 'GB',
      },
    });

  it.each(['i', 'n', 'W', '‱', '⸻'])('stays within the window, with as many %s as there may be', (letter) => {
    const { elements } = layOut(contentFor(fullest(letter)), (text, { size }) => [...text].length * size * 1.1);
    const runs = elements[1]!.fragments.flatMap((fragment) => fragment.runs);
    // The zone ends 90 mm down, in points.
    expect(Math.max(...runs.map(({ y }) => y))).toBeLessThan((90 * 72) / 25.4);
    expect(bare(runs.map(({ text }) => text).join(''))).toContain(letter.repeat(240));
  });

  it('reads their name in a size that is no strain, if it is one that people have', () => {
    const customer = NewCustomer.parse({
      ...paula,
      salutation: 'frau',
      title: 'Prof. Dr. h. c. mult.',
      givenName: 'Karl-Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph Sylvester',
      familyName: 'Carreño Quiñones y de la Fuente von und zu Guttenberg',
      organisation: 'Gesellschaft für Zusammenarbeit mbH',
      address: { ...paula.address, careOf: 'Familie Đorđević-Šćepanović', addition: 'Hinterhaus, 2. Stock links', country: 'DE' },
    });
    const { elements } = layOut(contentFor(customer), (text, { size }) => [...text].length * size * 0.5);
    expect(elements[1]!.fragments[0]!.runs[0]!.style.size).toBeGreaterThanOrEqual(7.5);
  });
});
