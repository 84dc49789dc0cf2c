import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainError } from '../../../../shared/domain-error.ts';
import { indexColumns } from '../../../../shared/letters/imports/index-columns.ts';
import { readIndex, type IndexReading } from '../../../../shared/letters/imports/index-file.ts';
import { indexLimits } from '../../../../shared/letters/imports/index-limits.ts';
import { announcement, now } from './announced.ts';
import { cut, listed, windows1252 } from './written.ts';

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text);
const read = async (text: string | Uint8Array, how: Partial<IndexReading> = {}) =>
  await listed(readIndex(cut(bytesOf(text), 61), { format: 'csv', now, ...how }));
const json = async (...lines: unknown[]) =>
  await read(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), { format: 'ndjson' });
/** The problems of a whole file, and how many lines were told before. */
const refused = async (text: string | Uint8Array, how: Partial<IndexReading> = {}): Promise<string[]> =>
  await read(text, how).then(
    () => [],
    (error: DomainError) => [error.code, ...error.fields.map(({ field, problem }) => `${field} ${problem}`)],
  );

const { recipient, ...letter } = announcement;
const flat: Readonly<Record<string, string>> = {
  file: 'brief-17.pdf',
  ...Object.fromEntries(Object.entries({ ...letter, ...recipient }).map(([name, value]) => [name, String(value)])),
};
const columns = Object.keys(flat);
const quoted = (text: unknown) => `"${String(text).replaceAll('"', '""')}"`;
const table = (...rows: Partial<typeof flat>[]) =>
  [columns, ...rows.map((row) => columns.map((column) => ({ ...flat, ...row })[column] ?? ''))].map((cells) => `${cells.join(';')}\r\n`).join('');
const good = (line: number, change: object = {}) => ({ line, file: flat.file, announcement: { ...announcement, ...change } });
const problemsOf = (lines: Awaited<ReturnType<typeof read>>) =>
  lines.map((line) => ('problems' in line ? line.problems.map(({ field, problem }) => `${field} ${problem}`) : 'taken'));

describe('an index as a table', () => {
  it('has what an announcement has, the recipient among it, and the file', () => {
    expect(new Set(indexColumns)).toEqual(new Set([...columns, 'insuranceNumber', 'ticketId', 'actBy', 'sheets']));
  });

  it('is read line by line, by the names of its columns', async () => {
    expect(await read(table({}, { reference: 'second' }))).toEqual([good(2), good(3, { reference: 'second' })]);
  });

  it.each<[string, string]>([
    ['with line feeds alone', table({}).replaceAll('\r\n', '\n')],
    ['without a break at its end', table({}).trimEnd()],
    ['with empty lines at its end', `${table({})}\r\n\r\n`],
    ['with lines of semicolons at its end', `${table({})}${';'.repeat(columns.length - 1)}\r\n;;\r\n`],
    ['with semicolons at the end of its lines', table({}).replaceAll('\r\n', ';;;\r\n')],
    ['with its names in capitals', table({}).replace(columns.join(';'), columns.join(';').toUpperCase())],
    ['with spaces around', table({}).replaceAll(';', ' ; ')],
    ['with all in quotation marks', table({}).replaceAll(/[^;\r\n]+/g, '"$&"')],
    ['with the mark of UTF-8', `\uFEFF${table({})}`],
    ['with days as spreadsheets write them', table({ issuedOn: '13.3.2026' })],
  ])('%s', async (_what, text) => expect(await read(text)).toEqual([good(2)]));

  it('with the line by which spreadsheets part columns', async () => {
    expect(await read(`sep=;\r\n${table({})}`)).toEqual([good(3)]);
  });

  it('in Windows-1252 and UTF-8', async () => {
    const text = table({ familyName: 'Müller-Weiß', title: '„Ihre Rechnung“ – 20 €' });
    const expected = good(2, { title: '„Ihre Rechnung“ – 20 €', recipient: { ...recipient, familyName: 'Müller-Weiß' } });
    expect(await read(text)).toEqual([expected]);
    expect(await read(windows1252(text))).toEqual([expected]);
    expect(await read(windows1252(text), { encoding: 'windows-1252' })).toEqual([expected]);
  });

  it('with semicolons and quotation marks within fields', async () => {
    expect(await read(table({ title: quoted('Ihre "Rechnung"; wie besprochen') }))).toEqual([good(2, { title: 'Ihre "Rechnung"; wie besprochen' })]);
  });

  it('says of a line break within a field that it does not belong there, and reads on behind it', async () => {
    const lines = await read(table({ title: quoted('Ihre\r\nRechnung') }, {}));
    expect(lines.map(({ line }) => line)).toEqual([2, 4]);
    expect(problemsOf(lines)).toEqual([['title must be one line, without control or invisible characters'], 'taken']);
  });

  it('says what is wrong by the names of its columns, and whose line it is', async () => {
    const lines = await read(
      table(
        { familyName: '' },
        { sizeBytes: 'viel' },
        { reference: '=1+1', sheets: '' },
        { issuedOn: '2027-01-01' },
        { file: '../brief.pdf' },
        { file: 'C:\\out\\brief.pdf' },
        { file: '..' },
        { customerId: '' },
        {},
      ),
    );
    expect(problemsOf(lines)).toEqual([
      ['familyName is required'],
      ['sizeBytes must be a number'],
      [expect.stringMatching(/^reference must be letters/)],
      ['issuedOn lies in the future'],
      ['file must be the name of a file, without folders'],
      ['file must be the name of a file, without folders'],
      ['file must be the name of a file, without folders'],
      ['customerId or insuranceNumber is required'],
      'taken',
    ]);
    expect(lines.slice(0, 4).map((line) => 'problems' in line && line.reference)).toEqual([flat.reference, flat.reference, undefined, flat.reference]);
  });

  it('costs a line what is wrong with its quotation marks', async () => {
    const text = table({ reference: 'first' }, { title: 'Rohr 5" lang' }, { title: '"Rohr" lang' }, { title: '"Ihre Rechnung' }, { reference: 'last' });
    expect(problemsOf(await read(text))).toEqual([
      'taken',
      [expect.stringMatching(/^line has a quotation mark in the wrong place/)],
      [expect.stringMatching(/^line has a quotation mark in the wrong place/)],
      ['line opens a quotation mark and does not close it'],
      'taken',
    ]);
  });

  it('reads on behind a quotation mark that is not closed, however much follows', async () => {
    const lines = await read(table({ title: '"Ihre Rechnung' }, ...Array.from({ length: 3 * indexLimits.linesOfRow }, () => ({}))));
    expect(problemsOf(lines)).toEqual([['line opens a quotation mark and does not close it'], ...Array(3 * indexLimits.linesOfRow).fill('taken')]);
  });

  it('reads on behind a line that is too long', async () => {
    const lines = await read(table({ title: 'x'.repeat(indexLimits.lineBytes) }, {}));
    expect(problemsOf(lines)).toEqual([['line is longer than 16384 bytes'], 'taken']);
  });

  it('says of a line with more fields than columns what may be meant', async () => {
    expect(problemsOf(await read(table({ title: 'Ihre Rechnung; wie besprochen' }, { sizeBytes: `${announcement.sizeBytes};x` })))).toEqual([
      [expect.stringMatching(/^line has more fields/)],
      [expect.stringMatching(/^line has more fields/)],
    ]);
  });

  it('names once what is missing, unknown or there twice in its header', async () => {
    expect(await refused('file;reference;FILE;Strasse;Straße;title\r\nx;y;z\r\n')).toEqual([
      'invalid-index',
      'Strasse is an unknown column, the 4. from the left',
      '(unnamed) is an unknown column, the 5. from the left',
      'file is there twice',
      ...['importance', 'category', 'topic', 'issuedOn', 'post', 'sha256', 'sizeBytes', 'familyName'].map((column) => `${column} is missing`),
      'customerId or insuranceNumber is missing',
    ]);
  });

  const headless = 'index does not begin with the names of its columns, parted by semicolons';
  it.each<[string, string | Uint8Array, string]>([
    ['of nothing', '', 'index is empty'],
    ['of empty lines', '\r\n;;;\r\n', 'index is empty'],
    ['without a header, of whose data nothing is named', table({}).split('\r\n')[1]!, headless],
    ['with commas', table({}).replaceAll(';', ','), headless],
    ['that is a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 0xff), headless],
  ])('%s is none', async (_what, text, problem) => expect(await refused(text)).toEqual(['invalid-index', problem]));

  it('of columns alone has no lines', async () => expect(await read(table())).toEqual([]));
});

describe('an index as JSON on each line', () => {
  const entry = { file: flat.file, ...announcement };

  it('is read line by line, in any order of its names', async () => {
    const reversed = Object.fromEntries(Object.entries(entry).toReversed());
    expect(await json(entry, '', reversed, '  ')).toEqual([good(1), good(3)]);
  });

  it('says of each line what is wrong, and quotes nothing', async () => {
    const lines = await json(
      '{"file": "Müller',
      [entry],
      'null',
      { ...entry, street: 'x' },
      { ...entry, recipient: 'Müller' },
      { ...entry, actBy: '2099-01-01' },
      entry,
    );
    expect(problemsOf(lines)).toEqual([
      ['line must be a JSON object, on one line'],
      ['line must be a JSON object, on one line'],
      ['line must be a JSON object, on one line'],
      ['street unknown field'],
      ['recipient must be an object'],
      ['actBy lies more than 5 years after issuedOn'],
      'taken',
    ]);
    expect(JSON.stringify(lines.slice(0, 6))).not.toContain('Müller');
  });

  it.each(['', '\n\n'])('of nothing is none', async (text) => expect(await refused(text, { format: 'ndjson' })).toEqual(['invalid-index', 'index is empty']));

  it('has so many lines and no more, of which those are told', async () => {
    const told: unknown[] = [];
    const lines = readIndex(cut(bytesOf(`${JSON.stringify(entry)}\n`.repeat(3)), 61), { format: 'ndjson', now, mostLines: 2 });
    await expect(
      (async () => {
        for await (const line of lines) told.push(line);
      })(),
    ).rejects.toThrow(expect.objectContaining({ fields: [{ field: 'index', problem: 'has more than 2 lines: hand in what follows as another batch' }] }));
    expect(told).toEqual([good(1), good(2)]);
    expect(await read(`${JSON.stringify(entry)}\n`.repeat(2), { format: 'ndjson', mostLines: 2 })).toHaveLength(2);
  });
});

describe('any index', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aMü ,;"€:=-+@0123'), minLength: 1, maxLength: 20 }).map((some) => `x${some}x`);
  const change = fc.record({ title: text, familyName: text, sheets: fc.integer({ min: 1, max: 500 }) });
  const changed = ({ title, familyName, sheets }: { title: string; familyName: string; sheets: number }) => ({
    title,
    sheets,
    recipient: { ...recipient, familyName },
  });

  it('says the same as a table, its columns in any order, as as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.shuffledSubarray([...columns, 'sheets'], { minLength: columns.length + 1 }),
        async (rows, order) => {
          const cells = rows.map((row) => order.map((column) => quoted(({ ...flat, ...row } as Record<string, unknown>)[column])));
          const said = [order.join(';'), ...cells.map((row) => row.join(';'))].join('\n');
          const asTable = await read(said);
          const asJson = await json(...rows.map((row) => ({ file: flat.file, ...announcement, ...changed(row) })));
          expect(asTable.map((line) => ({ ...line, line: line.line - 1 }))).toEqual(asJson);
          expect(asTable).toEqual(rows.map((row, index) => good(index + 2, changed(row))));
        },
      ),
    );
  });

  it('of whatever bytes is read to its end, or refused as a whole, and nothing in it is quoted', async () => {
    const piece = fc.oneof(fc.constantFrom('"', ';', '\n', '\r\n', '{', '}', '""'), fc.constant('Geheimnis'), fc.string({ unit: 'binary', maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.constantFrom('csv', 'ndjson'), async (pieces, format) => {
        const body = `${table({})}${pieces.join('')}`;
        const told = await read(body, { format }).then(problemsOf, (error: DomainError) => {
          expect(error.code).toBe('invalid-index');
          return error.fields;
        });
        expect(JSON.stringify(told)).not.toContain('Geheimnis');
      }),
      { numRuns: 50 },
    );
  });

  it('finds every row that stands behind damage', async () => {
    const damage = fc.string({ unit: fc.constantFrom('"', ';', 'x', '\n'), maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(damage, async (some) => {
        // No quotation reaches further than its limit, so what lies behind that many lines is read.
        const behind = Array.from({ length: indexLimits.linesOfRow + 1 }, () => ({}));
        const [head, ...rows] = table(...behind).split('\r\n');
        const lines = await read([head, some, ...rows].join('\n'));
        expect(lines.at(-1)).toMatchObject({ file: flat.file });
      }),
      { numRuns: 50 },
    );
  });
});
