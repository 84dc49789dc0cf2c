import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pdfText } from '../../../proof/pdf-text.ts';
import { searchFor } from '../../../proof/search.ts';
import { letterAssets } from '../../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../../shared/letters/typesetting/pdf.ts';
import { samples } from '../../letters/samples.ts';
import { canary, personaOf } from './personas.ts';

const person = personaOf('canary');
const assets = letterAssets(join(import.meta.dirname, '../../../node_modules/source-sans/TTF'));
const date = new Date('2026-03-15T09:30:00Z');
const recipient = [`${person.givenName} ${person.familyName}`, person.street];
const paragraphs = [
  person.letterNote,
  person.opponentName,
  `Ein langer Satz, der über das Ende der Zeile hinausgeht, in dem auch ${person.rejectionReason}`,
  person.iban.replace(/(.{4})(?=.)/g, '$1 '),
];
const letter = { ...samples['short']!, recipient, blocks: paragraphs.map((text) => ({ kind: 'paragraph' as const, text })) };

describe('the text of a letter', () => {
  it('has markers that its bytes do not show', async () => {
    const pdf = Buffer.from(await renderLetter(letter, assets, date));
    const search = searchFor(canary);
    expect(search(pdf)).toEqual([]);
    const found = search(Buffer.from((await pdfText(pdf))!)).map(({ marker }) => marker);
    expect(found.toSorted()).toEqual(['familyName', 'givenName', 'iban', 'letterNote', 'opponentName', 'rejectionReason', 'street']);
  });

  it('comes with its metadata', async () => {
    expect(await pdfText(Buffer.from(await renderLetter(letter, assets, date)))).toContain('"Producer":"Schutzbrief"');
  });

  it('is nothing where there is no PDF', async () => {
    expect(await pdfText(Buffer.from('no PDF'))).toBeUndefined();
  });
});
