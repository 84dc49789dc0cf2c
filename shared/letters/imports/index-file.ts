import * as z from 'zod';
import { rowsOf } from './csv-rows.ts';
import { headerOf, lineOfRow, type Header } from './index-columns.ts';
import { lineDecoder, type IndexEncoding } from './index-encoding.ts';
import { indexLine, wrongLine, type IndexLine } from './index-entry.ts';
import { indexLimits } from './index-limits.ts';
import { invalidIndex, linesOf, type FileLine } from './index-lines.ts';

/** How an index is written: a JSON object on each line, or a table with semicolons. */
export const IndexFormat = z.enum(['ndjson', 'csv']);
export type IndexFormat = z.infer<typeof IndexFormat>;

/** How to read an index. */
export interface IndexReading {
  readonly format: IndexFormat;
  /** As its sender declares it; else it is told by what is in it (`lineDecoder`). */
  readonly encoding?: IndexEncoding | undefined;
  /** How many lines are taken; less in tests. */
  readonly mostLines?: number;
  readonly now: Date;
}

/**
 * The index of a batch, line by line as it comes: each announces a file or says what is wrong with it, and none depends on another. Empty lines are none. Memory is
 * that of some lines, whatever the size of the file.
 * @throws DomainError `invalid/invalid-index`, with field names only: for a header that does not say what is where, UTF-16, nothing at all, or, behind the last line
 *   that is taken, for too many of them
 */
export async function* readIndex(
  bytes: AsyncIterable<Uint8Array>,
  { format, encoding, mostLines = indexLimits.lines, now }: IndexReading,
): AsyncGenerator<IndexLine> {
  const lines = linesOf(bytes, lineDecoder(encoding));
  let count = 0;
  for await (const line of format === 'csv' ? linesOfTable(lines, now) : linesOfJson(lines, now)) {
    if (++count > mostLines) throw invalidIndex([{ field: 'index', problem: `has more than ${mostLines} lines: hand in what follows as another batch` }]);
    yield line;
  }
}

async function* linesOfJson(lines: AsyncIterable<FileLine>, now: Date): AsyncGenerator<IndexLine> {
  let empty = true;
  for await (const { number, text, problem } of lines) {
    if (text?.trim() === '') continue;
    empty = false;
    yield text === undefined ? wrongLine(number, problem ?? '') : lineOfJson(number, text, now);
  }
  if (empty) throw isEmpty();
}

function lineOfJson(number: number, text: string, now: Date): IndexLine {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) return indexLine(number, said, now);
  } catch {
    // Said below, without the text that the engine quotes.
  }
  return wrongLine(number, 'must be a JSON object, on one line');
}

/** What spreadsheets take as a word to themselves, before the header. */
const separator = /^sep=;$/i;

async function* linesOfTable(lines: AsyncIterable<FileLine>, now: Date): AsyncGenerator<IndexLine> {
  let header: Header | undefined;
  for await (const row of rowsOf(withoutSeparator(lines))) {
    if (row.cells?.every((cell) => cell === '')) continue;
    if (header) yield lineOfRow(header, row, now);
    else header = headerOf(row.cells ?? []);
  }
  if (!header) throw isEmpty();
}

async function* withoutSeparator(lines: AsyncIterable<FileLine>): AsyncGenerator<FileLine> {
  for await (const line of lines) if (line.number !== 1 || !separator.test(line.text ?? '')) yield line;
}

const isEmpty = () => invalidIndex([{ field: 'index', problem: 'is empty' }]);
