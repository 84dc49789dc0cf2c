import { csvRow } from '../../csv.ts';
import type { FieldProblem } from '../../domain-error.ts';
import type { IndexFormat } from './index-file.ts';
import type { IndexLine } from './index-entry.ts';
import type { ImportState } from './import-state.ts';

/** What became of one line of an index. */
export interface LineResult {
  /** Its number in the index. */
  readonly line: number;
  /** Absent where the line had none that can be one. */
  readonly reference?: string | undefined;
  /** `not-taken`: it became no import. */
  readonly status: ImportState | 'not-taken';
  /** Why: of refusals, reviews, recipients, or `invalid-line`. Empty where there is nothing to do. */
  readonly codes: readonly string[];
  /** Which fields are wrong, as they are called in the index. */
  readonly problems?: readonly FieldProblem[] | undefined;
  /** Of the import. */
  readonly id?: string | undefined;
}

/** What becomes of a line that says something wrong. */
export const lineNotTaken = ({ line, reference, problems }: Extract<IndexLine, { problems: unknown }>): LineResult => ({
  line,
  reference,
  status: 'not-taken',
  codes: ['invalid-line'],
  problems,
});

const columns = ['line', 'reference', 'status', 'codes', 'id', 'problems'] as const;

/**
 * What became of the lines of an index, in its order, written as the index is: as JSON on each line, or as a table with semicolons that spreadsheets can open and run
 * nothing of. Piece by piece, for files of any length. It has ASCII only, so it is the same in every encoding that an index may have.
 * @throws RangeError for lines that are not in the order of the index, or there twice
 */
export async function* resultFile(results: AsyncIterable<LineResult> | Iterable<LineResult>, format: IndexFormat): AsyncGenerator<string> {
  const write = format === 'csv' ? rowOfResult : jsonOfResult;
  if (format === 'csv') yield csvRow(columns);
  let before = 0;
  for await (const result of results) {
    if (result.line <= before) throw new RangeError('Results must be in the order of the index');
    before = result.line;
    yield write(result);
  }
}

const rowOfResult = ({ line, reference = '', status, codes, id = '', problems = [] }: LineResult): string =>
  csvRow([line, ...[reference, status, codes.join(' '), id, problems.map(({ field, problem }) => `${field} ${problem}`).join(', ')].map(ascii)]);

const jsonOfResult = ({ line, reference, status, codes, id, problems }: LineResult): string =>
  `${JSON.stringify({ line, reference, status, codes, id, problems }).replaceAll(/[^\n\x20-\x7e]/g, escaped)}\n`;

/** Words of ours, should one ever have more. Before it is seen whether a cell is a formula: what goes must not lay one bare. */
const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\r\n\x20-\x7e]/g, '?');

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
