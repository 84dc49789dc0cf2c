import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { codesOf, judged } from './judged.ts';
import { addressed, madePdf, madeWithStreamTable, withDecoy, type Parts } from './made-pdf.ts';

const script = '<< /S /JavaScript /JS (app.alert(1)) >>';
const link = (uri: string): string => `<< /Type /Annot /Subtype /Link /Rect [1 1 50 50] /A << /S /URI /URI ${uri} >> >>`;

/** A stream of objects with the number 7 in which object 9 is, which runs as the file opens. */
function runs(
  dictionary: string,
  data: Buffer | string,
  { keyword = 'stream\n', more, number = 9 }: { readonly keyword?: string; readonly more?: Readonly<Record<number, string>>; readonly number?: number } = {},
): Buffer {
  const head = `7 0 obj\n<< /Type /ObjStm /N 1 ${dictionary} >>\n${keyword}`;
  const object = Buffer.concat([Buffer.from(head), Buffer.from(data), Buffer.from('\nendstream\nendobj')]);
  return madeWithStreamTable(`/OpenAction ${number} 0 R`, { 7: object, ...more }, { [number]: [7, 0] });
}

/** Each sign a code of nine bits, between the codes of a beginning and an end. */
function lzw(text: string, grows = Infinity): Buffer {
  const bits = [256, ...Buffer.from(text), 257].map((code, index) => code.toString(2).padStart(index > grows ? 10 : 9, '0')).join('');
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
}

/** So long that codes grow: to ten bits behind 255 signs, and not one before. */
const lzwLong = lzw(`9 0 ${script}${' '.repeat(300)}`, 255);
const plain = `9 0 ${script}`;
const flate = deflateSync(plain);
const behind = Buffer.concat([flate, Buffer.from(' stream ')]);
const commented = deflateSync(`%1\n999 0 ${script.padEnd(999)}<< >>    `);

describe('what one program reads so and another so', () => {
  it.each<[string, Buffer, string]>([
    [
      'a stream whose length stands elsewhere',
      runs('/First 4 /Filter /FlateDecode /Length 8 0 R', flate, { more: { 8: `8 0 obj\n${flate.length}\nendobj` } }),
      'script',
    ],
    [
      'and has the word in its bytes',
      runs('/First 4 /Filter /FlateDecode /Length 8 0 R', behind, { more: { 8: `8 0 obj\n${behind.length}\nendobj` } }),
      'script',
    ],
    [
      'and has two lengths',
      runs('/First 4 /Length 8 0 R', `${plain}\nendstream `, { more: { 8: `8 0 obj\n${plain.length}\nendobj\n8 0 obj\n${plain.length + 11}\nendobj` } }),
      'unreadable',
    ],
    ['a comment in the head of packed objects', runs(`/First 11 /Filter /FlateDecode /Length ${commented.length}`, commented, { number: 999 }), 'unreadable'],
    ['blanks behind the beginning of a stream', runs(`/First 4 /Length ${plain.length}`, plain, { keyword: `stream 8 200 ${' '.repeat(14)}\n` }), 'unreadable'],
    ['packed objects of which there are more than it says', runs(`/First 8 /Length ${plain.length + 4}`, `8 0 ${plain}`), 'unreadable'],
    [
      'packed objects with something between them',
      runs(`/First 4 /Length ${plain.length + 12}`, `9 0 << /A 1 >>${script.slice(2)}`.padEnd(plain.length + 12)),
      'unreadable',
    ],
    ['packed in a way said twice', runs(`/First 4 /F /FlateDecode /Filter [] /Length ${flate.length}`, flate), 'unreadable'],
    ['packed by codes that grow late', runs(`/First 4 /Filter /LZWDecode /DecodeParms << /EarlyChange 0 >> /Length ${lzwLong.length}`, lzwLong), 'script'],
    [
      'packed by codes that grow when nobody knows',
      runs(`/First 4 /Filter /LZWDecode /DecodeParms << /EarlyChange 2 >> /Length ${lzw(plain).length}`, lzw(plain)),
      'unreadable',
    ],
    ['packed by codes that grow as they do', runs(`/First 4 /Filter /LZWDecode /Length ${lzw(plain).length}`, lzw(plain)), 'script'],
  ])('%s', async (_, bytes, expected) => expect(codesOf(await judged(bytes))).toBe(expected));

  it.each<[string, Parts, string]>([
    ['a number of two signs', { catalog: '/OpenAction 7 0 R', more: ['<< /X --1 /Y (endobj) /S /JavaScript /JS (1) >>'] }, 'script'],
    ['a link behind one', { page: '/Annots [7 0 R]', more: [link('(javascript:1)').replace('<<', '<< /X --1')] }, 'unsafe-link'],
    [
      'a film behind one',
      { page: '/Annots [7 0 R]', more: ['<< /X 1-2 /Y . /Type /Annot /Subtype /Movie /Rect [1 1 2 2] /Movie << /F (a) >> >>'] },
      'multimedia',
    ],
    ['a link in what is no whole object', { page: '/Annots [7 0 R]', more: [link('(javascript:1)').replace('<<', '<< /X 1 junk')] }, 'unreadable'],
    ['a film in what is no whole object', { page: '/Annots [7 0 R]', more: ['<< /X 1 junk (endobj) /Subtype /Movie >>'] }, 'unreadable'],
    ['a heading in the midst of it', { catalog: '/OpenAction 7 0 R', more: ['<< 7 0 obj /S /Movie /JS (1) >>'] }, 'unreadable'],
    ['the word of a heading in the midst of it', { page: '/Annots [7 0 R]', more: ['<< junk obj /X /Subtype /Movie >>'] }, 'unreadable'],
    ['a stream in what is no whole object', { more: [{ dictionary: '/X 1 junk', stream: 'x' }] }, 'unreadable'],
    ['a link before it breaks', { page: '/Annots [7 0 R]', more: [`<< /A ${link('(javascript:1)')} junk >>`] }, 'unsafe-link'],
    ['a last part that is not whole', { trailer: '/X junk /Encrypt 7 0 R', more: ['<< /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P -4 >>'] }, 'unreadable'],
    [
      'a last part with a number of two signs',
      { trailer: '/X --1 /Encrypt 7 0 R', more: ['<< /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P -4 >>'] },
      'encrypted',
    ],
    ['a catalog in the last part', { trailer: '/Root << /Type /Catalog /Pages 2 0 R /OpenAction << /S /Movie >> >>' }, 'multimedia'],
    ['an action of two sorts', { catalog: '/OpenAction << /S /Movie /S /GoTo /D [3 0 R /Fit] >>' }, 'unreadable'],
    ['a link of two addresses elsewhere', { page: `/Annots [${link('7 0 R /URI 8 0 R')}]`, more: ['(javascript:1)', '(https://a.example)'] }, 'unsafe-link'],
    ['a link to nothing that is there', { page: `/Annots [${link('77 0 R')}]` }, 'unsafe-link'],
    ['a form of PostScript', { more: [{ dictionary: '/Subtype /Form /BBox [0 0 1 1] /Subtype2 /PS', stream: 'showpage' }] }, 'script'],
    ['words of what is broken that mean nothing', { more: ['<< /X 1 junk /Title (a) >>'] }, 'ACCEPT'],
    ['the word of a heading in a text', { content: `${addressed('Paula Sommer')} BT (obj << /Title /a >> obj) Tj ET` }, 'ACCEPT'],
  ])('%s', async (_, parts, expected) => expect(codesOf(await judged(madePdf(parts)))).toBe(expected));

  it.each(['7 0. obj', '7. 0 obj', '7 0.obj', '+7 0 obj', '7 0 %\nobj', `7 0 %${' '.repeat(200)}\nobj`, '7 -0 obj', '07 00 obj'])(
    'a heading like %j',
    async (heading) => {
      const text = madePdf({ catalog: '/OpenAction 7 0 R', more: [script] }).toString('latin1');
      expect(codesOf(await judged(Buffer.from(text.replace('7 0 obj', heading), 'latin1')))).toContain('script');
    },
  );

  it.each<[string, Parts, string, string]>([
    ['the address of a link', { page: `/Annots [${link('7 0 R')}]`, more: ['(file:///c:/x.exe)'] }, '7 0 obj\n(https://a.example)\nendobj\n', 'unsafe-link'],
    ['what an action does', { catalog: '/OpenAction << /S 7 0 R >>', more: ['/Movie'] }, '7 0 obj\n/GoTo\nendobj\n', 'multimedia'],
    [
      'a list of files',
      {
        catalog: '/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>',
        more: ['<< /Type /Filespec /F (a.exe) /UF (a.exe) /EF 8 0 R >>', '<< /F 9 0 R >>', { dictionary: '', stream: 'MZ' }],
      },
      '8 0 obj\nnull\nendobj\n',
      'embedded-file',
    ],
    ['a portfolio', { catalog: '/Collection 7 0 R', more: ['<< /View /D >>'] }, '7 0 obj\nnull\nendobj\n', 'embedded-file'],
    ['a password', { trailer: '/Encrypt 7 0 R', more: ['<< /Filter /Standard >>'] }, '7 0 obj\nnull\nendobj\n', 'encrypted'],
  ])('%s, which a later object of its number hides', async (_, parts, decoy, expected) => {
    expect(codesOf(await judged(withDecoy(madePdf(parts), decoy)))).toBe(expected);
  });
});

describe('and what every program reads alike', () => {
  it.each<[string, Parts]>([
    ['rights of use', { more: ['<< /TransformMethod /UR3 /TransformParams << /V /2.2 /EF [/Create /Delete /Modify /Import] >> >>'] }],
    ['an empty tree of scripts', { catalog: '/Names << /JavaScript << /Names [] >> >>' }],
    ['no password, which is said', { trailer: '/Encrypt null' }],
    ['a number twice', { more: ['<< /Length 1 /Length 1 /S /D /S /D >>'] }],
    ['a stream whose length stands behind it', { more: ['<< /Length 8 0 R >>\nstream\nan endstream of words\nendstream', '21'] }],
  ])('%s', async (_, parts) => expect(codesOf(await judged(madePdf(parts)))).toBe('ACCEPT'));
});
