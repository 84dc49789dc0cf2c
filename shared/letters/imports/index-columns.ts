import type { FieldProblem } from '../../domain-error.ts';
import { fieldName } from '../../field-problems.ts';
import { NamedRecipient } from './announcement.ts';
import { IndexEntry, indexLine, wrongLine, type IndexLine } from './index-entry.ts';
import { invalidIndex } from './index-lines.ts';
import type { Row } from './csv-rows.ts';

const { recipient: _, ...ofLetter } = IndexEntry.shape;
const ofRecipient = NamedRecipient.shape;
const schemas = { ...ofLetter, ...ofRecipient };

/** What a table may have, in any order: the fields of an announcement by their names, those of the recipient among them, and the file. */
export const indexColumns = Object.keys(schemas) as readonly Column[];
export type Column = keyof typeof schemas;

const isNeeded = (column: Column): boolean => !schemas[column].safeParse(undefined).success;
/** One of these two. */
const numbersOfCustomer: readonly Column[] = ['customerId', 'insuranceNumber'];

/** Which column is where. Absent: a place without a name, as semicolons at the end of a line make them. */
export type Header = readonly (Column | undefined)[];

/**
 * What the first row of a table says of the others, in capitals or not.
 * @throws DomainError `invalid/invalid-index` that names every column that is missing, twice there, or unknown. Where none is known, none is named: that is no
 *   header, but somebody's data
 */
export function headerOf(cells: readonly string[]): Header {
  const header = cells.map((cell) => indexColumns.find((column) => column.toLowerCase() === cell.toLowerCase()));
  if (!header.some((column) => column !== undefined))
    throw invalidIndex([{ field: 'index', problem: 'does not begin with the names of its columns, parted by semicolons' }]);
  const problems: FieldProblem[] = cells
    .map((cell, at) => ({ cell, at }))
    .filter(({ cell, at }) => cell !== '' && header[at] === undefined)
    .map(({ cell, at }) => ({ field: fieldName(cell), problem: `is an unknown column, the ${at + 1}. from the left` }));
  for (const column of indexColumns) {
    if (header.filter((one) => one === column).length > 1) problems.push({ field: column, problem: 'is there twice' });
    if (isNeeded(column) && !header.includes(column)) problems.push({ field: column, problem: 'is missing' });
  }
  if (!numbersOfCustomer.some((column) => header.includes(column))) problems.push({ field: numbersOfCustomer[0]!, problem: 'or insuranceNumber is missing' });
  if (problems.length > 0) throw invalidIndex(problems);
  return header;
}

/** What a row announces. */
export function lineOfRow(header: Header, { number, cells, problem }: Row, now: Date): IndexLine {
  if (!cells) return wrongLine(number, problem ?? '');
  const letter: Record<string, unknown> = {};
  const recipient: Record<string, unknown> = {};
  for (const [at, cell] of cells.entries()) {
    const column = header[at];
    if (cell === '') continue;
    if (column === undefined) return wrongLine(number, 'has more fields than there are columns: put fields with semicolons into quotation marks');
    (column in ofRecipient ? recipient : letter)[column] = valueOf(column, cell);
  }
  const line = indexLine(number, { ...letter, recipient }, now);
  return 'problems' in line ? { ...line, problems: line.problems.map(inColumns) } : line;
}

/** Columns have no fields within fields. */
const inColumns = ({ field, problem }: FieldProblem): FieldProblem => ({ field: field.replace(/^recipient\./, ''), problem });

const numeric: readonly Column[] = ['sheets', 'sizeBytes'];
const days: readonly Column[] = ['issuedOn', 'actBy'];

/** What a cell means that the schema wants as it is in JSON. */
function valueOf(column: Column, cell: string): unknown {
  if (numeric.includes(column)) return /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
  return days.includes(column) ? asDay(cell) : cell;
}

/** Spreadsheets set to German write days their own way whatever they were given. */
const asDay = (cell: string): string =>
  cell.replace(
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
    (_day, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );
