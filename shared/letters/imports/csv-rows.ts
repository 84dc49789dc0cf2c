import { parse } from 'csv-parse/sync';
import { indexLimits } from './index-limits.ts';
import type { FileLine } from './index-lines.ts';

/** One line of a table, which takes several of the file where its fields have line breaks. */
export interface Row {
  /** Of the first of its lines. */
  readonly number: number;
  /** Absent of one that cannot be read: then `problem` says why. */
  readonly cells?: readonly string[] | undefined;
  readonly problem?: string | undefined;
}

/**
 * The rows of a table (RFC 4180, parted by semicolons). Each stands alone: a quotation mark in the wrong place costs the line where it stands. So rows are parted
 * here, and the library reads them one by one: a parser of the whole file takes an open quotation to its end.
 */
export async function* rowsOf(lines: AsyncIterable<FileLine>): AsyncGenerator<Row> {
  const open: FileLine[] = [];
  for await (const line of lines) {
    open.push(line);
    yield* settled(open, false);
  }
  yield* settled(open, true);
}

/** Takes out of the lines what is a row, and what cannot become one any more. */
function* settled(open: FileLine[], atEnd: boolean): Generator<Row> {
  for (let first = open[0]; first; first = open[0]) {
    const taken = linesOfRow(open);
    if (first.text !== undefined && taken === 0 && !atEnd && mayBecomeRow(open)) return;
    const texts = open.splice(0, Math.max(1, taken)).map(({ text }) => text);
    if (first.text === undefined) yield { number: first.number, problem: first.problem };
    else yield taken === 0 ? { number: first.number, problem: 'opens a quotation mark and does not close it' } : rowOf(first.number, texts.join('\n'));
  }
}

/** Whether a line to come could close what the first of these has opened. */
const mayBecomeRow = (open: readonly FileLine[]): boolean => open.length < indexLimits.linesOfRow && open.every(({ text }) => text !== undefined);

/** So many lines are one row; 0: they do not end in time. */
function linesOfRow(open: readonly FileLine[]): number {
  const quotation = new Quotation();
  for (const [index, { text }] of open.entries()) {
    if (text === undefined) return 0;
    quotation.read(text);
    if (!quotation.isOpen) return index + 1;
  }
  return 0;
}

/** Whether what was read so far ends within quotation marks. They open where a field begins, and nowhere else. */
class Quotation {
  isOpen = false;

  read(line: string): void {
    for (let at = 0; at < line.length; at++) {
      if (line[at] !== '"') continue;
      if (!this.isOpen) this.isOpen = at === 0 || line[at - 1] === ';';
      else if (line[at + 1] === '"') at++;
      else this.isOpen = false;
    }
  }
}

function rowOf(number: number, text: string): Row {
  try {
    const [cells = []] = parse(text, { delimiter: ';', record_delimiter: '\n', relax_column_count: true });
    return { number, cells: cells.map((cell) => cell.trim()) };
  } catch {
    // What the library says quotes the line.
    return { number, problem: 'has a quotation mark in the wrong place: put the whole field in quotation marks, and double those within' };
  }
}
