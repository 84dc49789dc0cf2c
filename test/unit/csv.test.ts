import { describe, expect, it } from '@jest/globals';
import { csv } from '../../shared/csv.ts';

const mark = '\uFEFF';

describe('CSV', () => {
  it('has a line for the head and one for each row, and begins with the mark of UTF-8', () => {
    expect(
      csv(
        ['Klasse', 'gelöscht'],
        [
          ['voucher', 3],
          ['case-notes', 0],
        ],
      ),
    ).toBe(`${mark}Klasse;gelöscht\r\nvoucher;3\r\ncase-notes;0\r\n`);
  });

  it('is its head where there is nothing else, and has an empty cell for what is not there', () => {
    expect(csv(['a', 'b'], [])).toBe(`${mark}a;b\r\n`);
    expect(csv(['a', 'b'], [[undefined, 1]])).toBe(`${mark}a;b\r\n;1\r\n`);
  });

  it.each([
    ['a separator', 'a;b', '"a;b"'],
    ['a quotation mark', 'sagt "ja"', '"sagt ""ja"""'],
    ['a line break', 'a\r\nb', '"a\r\nb"'],
    ['a comma, which separates nothing here', '1,5', '1,5'],
    ['a formula', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['a plus sign in front', '+49 151', "'+49 151"],
    ['a minus sign in front', '-1+1', "'-1+1"],
    ['a call', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab in front', '\t=1', "'\t=1"],
    ['a negative number, which is none of these', -5, '-5'],
  ])('keeps %s in its cell', (_what, value, written) => {
    expect(csv(['a'], [[value]])).toBe(`${mark}a\r\n${written}\r\n`);
  });
});
