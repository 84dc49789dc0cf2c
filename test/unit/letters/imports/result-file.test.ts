import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { lineNotTaken, resultFile, type LineResult } from '../../../../shared/letters/imports/result-file.ts';
import { listed } from './written.ts';

const id = 'imp_01JQ0000000000000000000000';
const results: LineResult[] = [
  { line: 2, reference: 'OMS-17', status: 'published', codes: [], id },
  { line: 3, reference: 'OMS-18', status: 'needs-review', codes: ['recipient-differs', 'duplicate-content'], id },
  lineNotTaken({
    line: 4,
    problems: [
      { field: 'familyName', problem: 'is required' },
      { field: 'sheets', problem: 'must be a whole number' },
    ],
  }),
  { line: 7, reference: 'OMS-19', status: 'not-taken', codes: ['recipient-unknown'] },
];

describe('a result file', () => {
  it('has a line for each line of the index, as a table', async () => {
    expect(await listed(resultFile(results, 'csv'))).toEqual([
      'line;reference;status;codes;id;problems\r\n',
      `2;OMS-17;published;;${id};\r\n`,
      `3;OMS-18;needs-review;recipient-differs duplicate-content;${id};\r\n`,
      '4;;not-taken;invalid-line;;familyName is required, sheets must be a whole number\r\n',
      '7;OMS-19;not-taken;recipient-unknown;;\r\n',
    ]);
  });

  it('and as JSON', async () => {
    const written = await listed(resultFile(results, 'ndjson'));
    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual(results.map((result) => JSON.parse(JSON.stringify(result)) as unknown));
    expect(written.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });

  it('has nothing that a spreadsheet runs, and ASCII only', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'=+-@\t"; ,ü’€aß\u0301') });
    await fc.assert(
      fc.asyncProperty(word, word, fc.constantFrom('csv', 'ndjson'), async (reference, problem, format) => {
        const written = (
          await listed(resultFile([{ line: 1, reference, status: 'not-taken', codes: [], problems: [{ field: reference, problem }] }], format))
        ).join('');
        expect(written).toMatch(/^[\r\n\t\x20-\x7e]*$/);
        if (format === 'csv') expect(parse(written, { delimiter: ';' }).flat()).not.toContainEqual(expect.stringMatching(/^[=+\-@\t]/));
        else expect(JSON.parse(written)).toMatchObject({ reference, problems: [{ problem }] });
      }),
    );
  });

  it.each([
    ['out of order', [results[1]!, results[0]!]],
    ['there twice', [results[0]!, results[0]!]],
  ])('is not written of lines that are %s', async (_what, some) => {
    await expect(listed(resultFile(some, 'ndjson'))).rejects.toThrow(RangeError);
  });

  it('is written piece by piece, of lines as they come', async () => {
    let made = 0;
    async function* many(): AsyncGenerator<LineResult> {
      for (let line = 1; line <= 1000; line++) {
        await Promise.resolve();
        made++;
        yield { line, status: 'published', codes: [] };
      }
    }
    const file = resultFile(many(), 'ndjson');
    await file.next();
    await file.next();
    expect(made).toBe(2);
  });
});
