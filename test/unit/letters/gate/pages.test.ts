import { describe, expect, it } from '@jest/globals';
import { codesOf, judged } from './judged.ts';
import { madePdf, type Parts } from './made-pdf.ts';

const outcome = async (parts: Parts): Promise<string> => codesOf(await judged(madePdf(parts)));
const sizeOf = async (parts: Parts) => {
  const verdict = await judged(madePdf(parts));
  return verdict.verdict === 'refused' ? verdict.refusals : verdict.facts.sizes;
};

describe('the size of a page', () => {
  it.each<[string, Parts, { readonly widthMm: number; readonly heightMm: number }]>([
    ['as it says', {}, { widthMm: 210, heightMm: 297 }],
    ['taken from above', { mediaBox: '', pages: '/MediaBox [0 0 595 842]' }, { widthMm: 210, heightMm: 297 }],
    ['its corners in any order', { mediaBox: '[595 842 0 0]' }, { widthMm: 210, heightMm: 297 }],
    ['said elsewhere', { mediaBox: '7 0 R', more: ['[0 0 8 0 R 842]', '595'] }, { widthMm: 210, heightMm: 297 }],
    ['cropped', { mediaBox: '[0 0 5000 5000]', page: '/CropBox [100 100 695 942]' }, { widthMm: 210, heightMm: 297 }],
    ['turned', { page: '/Rotate 90' }, { widthMm: 297, heightMm: 210 }],
    ['turned back', { page: '/Rotate -270' }, { widthMm: 297, heightMm: 210 }],
    ['in another unit', { mediaBox: '[0 0 297.5 421]', page: '/UserUnit 2' }, { widthMm: 210, heightMm: 297 }],
  ])('%s', async (_, parts, expected) => {
    expect(await sizeOf(parts)).toEqual([{ ...expected, pages: 1 }]);
  });

  it.each<[string, Parts]>([
    ['that is nowhere said', { mediaBox: '' }],
    ['of nothing', { mediaBox: '[0 0 0 0]' }],
    ['of a line', { mediaBox: '[0 0 595 0]' }],
    ['of a stamp', { mediaBox: '[0 0 100 100]' }],
    ['of a poster', { mediaBox: '[0 0 3024 2304]' }],
    ['of a house, by its unit', { page: '/UserUnit 100' }],
    ['of no numbers', { mediaBox: '[/a /b /c /d]' }],
  ])('is refused: one %s', async (_, parts) => {
    expect(await sizeOf(parts)).toMatchObject([{ code: 'page-size', pages: [1] }]);
  });
});

describe('the pages', () => {
  const kids = (count: number, said = count): Parts => ({
    catalog: '/Pages 7 0 R',
    more: [`<< /Type /Pages /Kids [${'3 0 R '.repeat(count)}] /Count ${said} >>`],
  });

  it.each<[string, Parts, string]>([
    ['none', kids(0), 'no-pages'],
    ['another number than is said', kids(2, 3), 'page-count-lies'],
    ['more than a letter has', kids(501), 'too-many-pages'],
    ['a page that is not there', { catalog: '/Pages 7 0 R', more: ['<< /Type /Pages /Kids [3 0 R 99 0 R] /Count 2 >>'] }, 'unreadable'],
    ['a circle', { catalog: '/Pages 7 0 R', more: ['<< /Type /Pages /Kids [7 0 R] /Count 1 >>'] }, 'unreadable'],
  ])('%s', async (_, { catalog = '', more }, expected) => {
    // The catalog of before loses its pages to the one that is written behind.
    expect(await outcome({ more: [...(more ?? []), `<< /Type /Catalog ${catalog} >>`], trailer: '/Root 8 0 R' })).toBe(expected);
  });
});
