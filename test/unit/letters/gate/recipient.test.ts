import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namesRecipient, type ExpectedRecipient } from '../../../../shared/letters/gate/recipient.ts';
import { judged } from './judged.ts';
import { addressed, madePdf } from './made-pdf.ts';

const paula: ExpectedRecipient = { givenName: 'Paula', familyName: 'Sommer', postalCode: '50667', city: 'Köln' };
const jörg: ExpectedRecipient = { givenName: 'Jörg-Peter', familyName: 'Müller-Lüdenscheidt', postalCode: '01067', city: 'Dresden' };
const place = 'Hauptstraße 1';

describe('an address names', () => {
  it.each<[string, ExpectedRecipient, string[]]>([
    ['its customer', paula, ['Frau', 'Paula Sommer', place, '50667 Köln']],
    ['them in capitals, on one line', paula, ['FRAU PAULA SOMMER', 'HAUPTSTR. 1', '50667 KOELN']],
    ['them with an initial', paula, ['P. Sommer', place, 'D-50667 Köln']],
    ['them the other way round', paula, ['Sommer, Paula', place, '50667 Köln']],
    ['them letter-spaced', paula, ['P a u l a  S o m m e r', place, '5 0 6 6 7 Köln']],
    ['umlauts as two letters', jörg, ['Herrn Joerg Peter Mueller-Luedenscheidt', place, '01067 Dresden']],
    ['umlauts without their dots', jörg, ['JORG-PETER MULLER LUDENSCHEIDT', place, '01067 DRESDEN']],
    ['umlauts as two signs', jörg, ['Jörg-Peter Müller-Lüdenscheidt'.normalize('NFD'), place, '01067 Dresden']],
    ['one of two given names', jörg, ['Jörg Müller-Lüdenscheidt', place, '01067 Dresden']],
    ['two lettered names where they are kept so', { ...paula, familyName: 'Mueller' }, ['Paula Müller', place, '50667 Köln']],
    ['names of several words', { ...paula, familyName: 'von der Heide' }, ['Paula von der Heide', place, '50667 Köln']],
    ['accents', { ...paula, familyName: 'Şahin' }, ['Paula Sahin', place, '50667 Köln']],
    ['a firm', { organisation: 'Sommer & Söhne GmbH', postalCode: '50667', city: 'Köln' }, ['Sommer & Söhne GmbH', place, '50667 Köln']],
    ['a place without codes', { givenName: 'Ann', familyName: 'Lee', city: 'Hong Kong' }, ['Ann Lee', '1 Peak Road', 'HONG KONG']],
    ['letters that other languages have', { ...paula, givenName: 'Ayşe', familyName: 'Yıldız' }, ['AYŞE YILDIZ', place, '50667 KÖLN']],
    ['them without their signs', { ...paula, givenName: 'Łukasz', familyName: 'Wałęsa' }, ['Lukasz Walesa', place, '50667 Köln']],
    ['them in two letters', { ...paula, givenName: 'Þór', familyName: 'Guðmundsson' }, ['THOR GUDMUNDSSON', place, '50667 Köln']],
    ['them with a bar', { ...paula, givenName: 'Ivo', familyName: 'Đurić' }, ['Ivo Duric', place, '50667 Köln']],
    ['capitals with a point', { ...paula, familyName: 'İnan' }, ['Paula Inan', place, '50667 Köln']],
    ['a code and its place in one word', paula, ['Paula Sommer', place, '50667Köln']],
    ['given and family name on two lines', paula, ['Paula', 'Sommer', place, '50667 Köln']],
    ['them on two lines, with more given names', { ...paula, givenName: 'Paula Maria' }, ['Frau Paula Maria', 'Sommer', place, '50667 Köln']],
    ['whom it is sent to by somebody else', paula, ['Frau Paula Sommer', 'c/o Thomas Winter', place, '50667 Köln']],
    ['one whose sender lives by the same code', paula, ['Stadtwerke, Domplatz 1, 50667 Köln', 'Paula Sommer', place, '50667 Köln']],
    [
      'a firm, and who reads it there',
      { organisation: 'Telko AG', postalCode: '50667', city: 'Köln' },
      ['Telko AG', 'z. Hd. Thomas Winter', place, '50667 Köln'],
    ],
    ['codes of two words', { ...paula, postalCode: 'SW1A 1AA' }, ['Paula Sommer', '10 Downing Street', 'LONDON SW1A 1AA']],
  ])('%s', (_, recipient, lines) => expect(namesRecipient(lines, recipient)).toBe(true));

  it.each<[string, ExpectedRecipient, string[]]>([
    ['nobody', paula, []],
    ['somebody else', paula, ['Herrn', 'Jörg Weiß', 'Ring 2', '50667 Köln']],
    ['somebody of the same name elsewhere', paula, ['Paula Sommer', place, '80331 München']],
    ['who else of the family lives there', paula, ['Herrn Thomas Sommer', place, '50667 Köln']],
    ['a name that hers is a part of', paula, ['Paula Sommerfeld', place, '50667 Köln']],
    ['one that sounds so', { ...paula, familyName: 'Baur' }, ['Paula Bauer', place, '50667 Köln']],
    ['a code that hers is a part of', paula, ['Paula Sommer', place, '150667 Köln']],
    ...['c/o', 'C / O', 'c/o:', 'bei', 'p.A.', 'p. Adr.', 'z. Hd.', 'z.Hd.', 'zu Händen', 'zu Hd. von', 'per Adresse', 'care of', 'i. Hs.'].map(
      (by): [string, ExpectedRecipient, string[]] => [`who is reached ${by} her`, paula, ['Herrn Thomas Winter', `${by} Paula Sommer`, place, '50667 Köln']],
    ),
    ['all of it in one line, as a sender writes it', paula, ['Paula Sommer, Hauptstraße 1, 50667 Köln']],
    ['who else of the family lives there and has her initial', paula, ['Thomas P. Sommer', place, '50667 Köln']],
    ['who is reached by her, on the line below', paula, ['Thomas Winter', 'c/o', 'Paula Sommer', place, '50667 Köln']],
    ['somebody at hers, behind a name', paula, ['Thomas Winter c/o Paula Sommer', place, '50667 Köln']],
    ['one whose sender lives by her code', paula, ['Stadtwerke, Domplatz 1, 50667 Köln', 'Paula Sommer', 'Weg 2', '80331 München']],
    [
      'whom the firm writes to',
      { organisation: 'Telko AG', postalCode: '50667', city: 'Köln' },
      ['Telko AG, Ring 1, 50667 Köln', 'Thomas Winter', 'Weg 2', '80331 München'],
    ],
    [
      'whom the firm writes to by the same code',
      { organisation: 'Telko AG', postalCode: '50667', city: 'Köln' },
      ['Telko AG, Ring 1, 50667 Köln', 'Thomas Winter', 'Weg 2', '50667 Köln'],
    ],
    ['whom she writes to', paula, ['Paula Sommer, Hauptstraße 1, 50667 Köln', 'Thomas Winter', 'Weg 2', '80331 München']],
    ['whom she writes to by the same code', paula, ['Paula Sommer · Hauptstraße 1 · 50667 Köln', 'Thomas Winter', 'Weg 2', '50667 Köln']],
    ['a place that hers is a part of', { givenName: 'Ann', familyName: 'Lee', city: 'Hong Kong' }, ['Ann Lee', 'HONG KONGA']],
    ['given and family name in two lines of two people', paula, ['Paula Winter', 'Thomas Sommer', '50667 Köln']],
  ])('not its customer, but %s', (_, recipient, lines) => expect(namesRecipient(lines, recipient)).toBe(false));

  it('whoever it is printed for, and not without a name', () => {
    const word = fc.stringMatching(/^[A-ZÄÖÜ][a-zäöüß]{2,10}$/);
    fc.assert(
      fc.property(word, word, fc.integer({ min: 10_000, max: 99_999 }), (givenName, familyName, code) => {
        const recipient = { givenName, familyName, postalCode: String(code), city: 'Ort' };
        expect(namesRecipient([`${givenName} ${familyName}`, place, `${code} Ort`], recipient)).toBe(true);
        expect(namesRecipient([`${givenName} ${familyName}en`, place, `${code} Ort`], recipient)).toBe(false);
      }),
    );
  });
});

describe('a letter', () => {
  it('in the file of whom its window names', async () => {
    const bytes = madePdf({ content: addressed('Frau', 'Paula Sommer', 'Hauptstr. 1', '50667 Koeln') });
    expect((await judged(bytes, { recipient: paula })).verdict).toBe('accepted');
    expect(await judged(bytes, { recipient: jörg })).toMatchObject({ verdict: 'needs-review', reasons: [{ code: 'recipient-differs' }] });
  });

  it('that is not for whom it speaks of', async () => {
    const content = `${addressed('Thomas Winter', '80331 Muenchen')}\nBT /F1 11 Tf 72 400 Td (Paula Sommer, 50667 Koeln) Tj ET`;
    expect(await judged(madePdf({ content }), { recipient: paula })).toMatchObject({ verdict: 'needs-review', reasons: [{ code: 'recipient-differs' }] });
  });

  it('whose page is turned has its window where it is seen', async () => {
    // The page lies on its side, 842 wide, and is shown upright.
    const content = 'BT /F1 11 Tf 0 1 -1 0 170 72 Tm (Paula Sommer) Tj ET BT /F1 11 Tf 0 1 -1 0 184 72 Tm (50667 Koeln) Tj ET';
    expect((await judged(madePdf({ content, mediaBox: '[0 0 842 595]', page: '/Rotate 90' }), { recipient: paula })).verdict).toBe('accepted');
  });
});
