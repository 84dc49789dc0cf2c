import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codePointsOf, printableRanges } from '../../../../docs/printable-ranges.ts';
import { pdfText } from '../../../../proof/pdf-text.ts';
import { letterAssets } from '../../../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../../../shared/letters/typesetting/pdf.ts';
import { inGlyphs, isPrintable } from '../../../../shared/letters/typesetting/printable.ts';
import { samples } from '../../../letters/samples.ts';
import { normativeLetters } from '../din-91379.ts';

const fonts = letterAssets(join(import.meta.dirname, '../../../../node_modules/source-sans/TTF'));
const glyphs = [fonts.regular, fonts.bold].map(codePointsOf);
const inBothFonts = (text: string): boolean => [...text].every((character) => glyphs.every((font) => font.has(character.codePointAt(0)!)));

/** The two letters of the standard that no font of ours can set: there is no mark for their hook. */
const beyondUs = ['Ƈ', 'ƈ'];
const printed = normativeLetters.filter((letter) => !beyondUs.includes(letter));

describe('the table of what can be printed', () => {
  it('is what the fonts have', () => {
    const file = join(import.meta.dirname, '../../../../shared/letters/typesetting/printable-ranges.ts');
    expect(readFileSync(file, 'utf8')).toBe(printableRanges());
  });

  it('answers as the fonts do, for every plain character', () => {
    const plain = Array.from({ length: 0x1fb00 - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)).filter(
      (character) => /^[^\p{C}\p{Z}\p{M}]$/u.test(character) && character.normalize('NFD') === character && character.normalize('NFC') === character,
    );
    expect(plain.filter((character) => isPrintable(character) !== inBothFonts(character))).toEqual([]);
  });

  it.each([
    ['Nguyễn Thị Minh Khai'],
    ['Đorđević-Šćepanović'],
    ['María José Carreño Quiñones y de la Fuente'],
    ['Øystein Ås'],
    ['Владимир'],
    ['Νίκος Ψάρρας'],
    ['D’Angelo'],
    ['O\u0304\u0308'],
    ['Zeile\nZeile'],
  ])('lets %s be printed', (name) => {
    expect(isPrintable(name)).toBe(true);
  });

  it.each([['张伟'], ['محمد'], ['გიორგი'], ['יוסף'], ['สมชาย'], ['Ƈarl'], ['a\u202eb'], ['a\u0000'], ['\u{1F600}']])('says no to %j', (name) => {
    expect(isPrintable(name)).toBe(false);
  });
});

describe('the letters of DIN 91379', () => {
  it('are 649', () => {
    expect(new Set(normativeLetters.map((letter) => letter.normalize('NFC'))).size).toBe(649);
  });

  it('can all be set but two', () => {
    expect(normativeLetters.filter((letter) => !isPrintable(letter))).toEqual(beyondUs);
  });

  it('are set by glyphs that both fonts have, and stay what they are', () => {
    expect(printed.filter((letter) => !inBothFonts(inGlyphs(letter)))).toEqual([]);
    expect(printed.map((letter) => inGlyphs(letter).normalize('NFC'))).toEqual(printed.map((letter) => letter.normalize('NFC')));
  });

  it('can be read out of a letter as they went in', async () => {
    // A plain letter between them tells a mark of one from that of the next.
    const text = printed.map((letter) => `x${letter}x`).join(' ');
    const content = { ...samples['short']!, blocks: [{ kind: 'paragraph' as const, text }] };
    const pdf = Buffer.from(await renderLetter(content, fonts, new Date('2026-03-15T09:30:00Z')));
    // A dotless i shares its glyph with an i under a mark, and a glyph stands for one text; readers guess spaces from gaps.
    const read = (extracted: string): string => extracted.normalize('NFD').replaceAll('ı', 'i').replaceAll(/\s/g, '').normalize('NFC');
    const found = read((await pdfText(pdf))!);
    expect(printed.filter((letter) => !found.includes(read(`x${letter}x`)))).toEqual([]);
  });
});
