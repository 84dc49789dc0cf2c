import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineDecoder, type IndexEncoding } from '../../../../shared/letters/imports/index-encoding.ts';
import { indexLimits } from '../../../../shared/letters/imports/index-limits.ts';
import { linesOf } from '../../../../shared/letters/imports/index-lines.ts';
import { cut, listed, windows1252 } from './written.ts';

const lines = async (bytes: Uint8Array, { at = 7, encoding }: { at?: number; encoding?: IndexEncoding } = {}) =>
  await listed(linesOf(cut(bytes, at), lineDecoder(encoding)));
const texts = async (bytes: Uint8Array, how: Parameters<typeof lines>[1] = {}) => (await lines(bytes, how)).map(({ text }) => text);
const utf8 = (text: string) => new TextEncoder().encode(text);
const damaged = 'is not UTF-8, as the rest of the file';

describe('lines of a file', () => {
  it.each<[string, string, string[]]>([
    ['with line feeds', 'a\nb\n', ['a', 'b']],
    ['with carriage returns before them', 'a\r\nb\r\n', ['a', 'b']],
    ['without a break at its end', 'a\nb', ['a', 'b']],
    ['with empty ones', '\na\n\n', ['', 'a', '']],
    ['that is empty', '', []],
  ])('%s', async (_what, text, expected) => expect(await texts(utf8(text))).toEqual(expected));

  it('are the same wherever the file is cut', async () => {
    const some = fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '€', '😀', '\n', '\r\n', '"', ';'), maxLength: 8 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 9 }), async (parts, at) => {
        const text = parts.join('');
        const expected = text.split('\n').map((line) => line.replace(/\r$/, ''));
        expect(await texts(utf8(text), { at })).toEqual(text.endsWith('\n') || text === '' ? expected.slice(0, -1) : expected);
      }),
    );
  });

  it('are left out where they are too long, and the next is read', async () => {
    const long = 'x'.repeat(indexLimits.lineBytes);
    const read = await lines(utf8(`${long}\n${long}x\nb`), { at: 1000 });
    expect(read.map(({ number, text, problem }) => [number, text?.length, problem])).toEqual([
      [1, indexLimits.lineBytes, undefined],
      [2, undefined, 'is longer than 16384 bytes'],
      [3, 1, undefined],
    ]);
  });

  it('are not those of UTF-16', async () => {
    const utf16 = Buffer.from('\uFEFFa\nb', 'utf16le');
    await expect(lines(utf16)).rejects.toThrow(expect.objectContaining({ code: 'invalid-index', fields: [expect.objectContaining({ field: 'index' })] }));
  });
});

describe('the encoding of a file', () => {
  it.each<[string, Uint8Array, IndexEncoding | undefined, (string | undefined)[]]>([
    ['is UTF-8 by its mark', utf8('\uFEFFa\nMüller'), undefined, ['a', 'Müller']],
    ['is UTF-8 by its mark, whatever is declared', utf8('\uFEFFMüller'), 'windows-1252', ['Müller']],
    ['is UTF-8 without a mark', utf8('a\nMüller\n€'), undefined, ['a', 'Müller', '€']],
    ['is Windows-1252 where a line is no UTF-8', windows1252('a\nMüller\n„€“ – ’'), undefined, ['a', 'Müller', '„€“ – ’']],
    ['is Windows-1252 to its end', windows1252('Müller\nÃ¼'), undefined, ['Müller', 'Ã¼']],
    ['is Windows-1252 as declared', windows1252('Ã¼\nMüller'), 'windows-1252', ['Ã¼', 'Müller']],
    ['is UTF-8 as declared, and what is not is damaged', windows1252('a\nMüller\nb'), 'utf-8', ['a', undefined, 'b']],
  ])('%s', async (_what, bytes, encoding, expected) => expect(await texts(bytes, { encoding })).toEqual(expected));

  it('is not changed by a line that is damaged', async () => {
    const read = await lines(Buffer.concat([utf8('Müller\n'), windows1252('Weiß\n'), utf8('Jörg')]));
    expect(read).toEqual([
      { number: 1, text: 'Müller' },
      { number: 2, problem: damaged },
      { number: 3, text: 'Jörg' },
    ]);
  });

  it('is told of any German words', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'abkzäöüÄÖÜ ,.-'), minLength: 1, maxLength: 12 }).map((text) => `${text}e`);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
        for (const bytes of [utf8(words.join('\n')), windows1252(words.join('\n'))]) expect(await texts(bytes)).toEqual(words);
      }),
    );
  });
});
