import { fullWidth, paragraphGap, type Column, type Part } from './column.ts';
import type { LetterBlock, LetterColumn, LetterRow } from './content.ts';
import { breakLines, type Measure, type TextStyle } from './lines.ts';
import { baseline, colors, mm, sheet, stack, styles, type Element, type Run, type Stroke } from './page.ts';

const cell = { padding: 2.5, gap: mm(6) };

/** No column of text is narrower, in pt: a word of it still stands in one piece, most times. */
const narrowest = 60;

interface Row {
  readonly cells: readonly string[];
  readonly role: LetterRow['role'];
}

/** A table of labels and amounts, with the steps of a calculation and its result. */
export const amountsTable = ({ headings, rows }: Extract<LetterBlock, { kind: 'table' }>, measure: Measure, brand: string): Part =>
  table(
    [
      { heading: headings.label, align: 'left' },
      { heading: headings.amount, align: 'right' },
    ],
    rows.map(({ label, amount, role }) => ({ cells: [label, amount], role })),
    measure,
    brand,
  );

/** A table of several columns. */
export const columnsTable = ({ columns, rows, total }: Extract<LetterBlock, { kind: 'columns' }>, measure: Measure, brand: string): Part =>
  table(columns, [...rows.map((cells): Row => ({ cells, role: 'item' })), ...(total ? [{ cells: total, role: 'result' as const }] : [])], measure, brand);

/** A table with strong lines in the sender's colour (`brand`); its heading is repeated on every page, as an artifact there. */
function table(columns: readonly LetterColumn[], rows: readonly Row[], measure: Measure, brand: string): Part {
  const places = placesOf(columns, rows, measure);
  const linesOf = (cells: readonly string[], style: TextStyle): string[][] =>
    cells.map((text, index) => {
      if (text === '') return [];
      // A column of figures is as wide as they are: none is broken for a hair.
      return columns[index]!.align === 'right' && measure(text, style) <= places[index]!.width
        ? [text]
        : breakLines(text, places[index]!.width, style, measure);
    });
  const heightOf = (cells: readonly (readonly string[])[], style: TextStyle): number =>
    Math.max(1, ...cells.map((lines) => lines.length)) * style.leading + 2 * cell.padding;
  const set = rows.map((row) => ({ row, style: styleOf(row.role), cells: linesOf(row.cells, styleOf(row.role)) }));
  const heights = set.map(({ cells, style }) => heightOf(cells, style));
  const headingCells = linesOf(
    columns.map(({ heading }) => heading),
    styles.strong,
  );
  const headingHeight = heightOf(headingCells, styles.strong);
  /** The last item before the sums: with it a page must have room for all of them. */
  const lastItem = rows.findIndex(({ role }) => role !== 'item') - 1;
  const needed = (index: number): number => heights.slice(index, index === lastItem ? undefined : index + 1).reduce((sum, height) => sum + height, 0);

  const setRow = (column: Column, cells: readonly (readonly string[])[], style: TextStyle, rule: Pick<Stroke, 'width' | 'color'>): Run[][] => {
    const height = heightOf(cells, style);
    column.mustFit(height, 'a row of a table');
    const top = column.y + cell.padding;
    const runs = cells.map((lines, index) => cellRuns(lines, places[index]!, columns[index]!.align, top, style, measure));
    column.y += height;
    column.artifacts.push({ page: column.page, place: 'layout', runs: [], strokes: [{ from: [sheet.left, column.y], to: [sheet.right, column.y], ...rule }] });
    return runs;
  };
  const setHeading = (column: Column) => setRow(column, headingCells, styles.strong, { width: 1, color: brand });

  return {
    keepWithText: true,
    lead: headingHeight + needed(0),
    set(column) {
      column.need(headingHeight + needed(0));
      const head = setHeading(column);
      const headPage = column.page;
      const body = set.map(({ row, style, cells }, index) => {
        if (index > 0 && needed(index) > column.left) {
          column.nextPage();
          column.artifacts.push({ page: column.page, place: 'top', runs: setHeading(column).flat(), strokes: [] });
        }
        const runs = setRow(column, cells, style, ruleAfter(row, rows[index + 1], brand));
        return tableRow(column.page, row.role === 'item' ? { tag: 'TD' } : { tag: 'TH', scope: 'Row' }, { tag: 'TD' }, runs);
      });
      column.skip(paragraphGap + 6);
      const columnHead = { tag: 'TH', scope: 'Column' } as const;
      return [
        {
          tag: 'Table',
          fragments: [],
          children: [
            { tag: 'THead', fragments: [], children: [tableRow(headPage, columnHead, columnHead, head)] },
            { tag: 'TBody', fragments: [], children: body },
          ],
        },
      ];
    },
  };
}

interface Place {
  readonly left: number;
  readonly width: number;
}

/**
 * How wide each column is. Those set to the right hold figures: as wide as these, as far as all could be. The rest goes to those of text, by how much
 * they say, and none is too narrow for a word.
 */
function placesOf(columns: readonly LetterColumn[], rows: readonly Row[], measure: Measure): Place[] {
  const room = fullWidth - (columns.length - 1) * cell.gap;
  const widest = columns.map(({ heading }, index) =>
    Math.max(measure(heading, styles.strong), ...rows.map(({ cells, role }) => measure(cells[index] ?? '', styleOf(role)))),
  );
  const figures = columns.map(({ align }, index) => (align === 'right' ? Math.min(widest[index]!, room / columns.length) : undefined));
  const texts = widest.map((width, index) => (figures[index] === undefined ? Math.max(width, 1) : undefined));
  const shares = shared(texts, room - sumOf(figures));
  const widths = columns.map((_, index) => figures[index] ?? shares[index]!);
  return widths.map((width, index) => ({ left: sheet.left + sumOf(widths.slice(0, index)) + index * cell.gap, width }));
}

/** Room shared by weights; whoever would get too little gets enough first. */
function shared(weights: readonly (number | undefined)[], room: number): (number | undefined)[] {
  const total = sumOf(weights);
  const small = weights.map((weight) => weight !== undefined && (room * weight) / total < narrowest);
  const count = small.filter(Boolean).length;
  if (count === 0 || count * narrowest >= room) return weights.map((weight) => weight && (room * weight) / total);
  const rest = shared(
    weights.map((weight, index) => (small[index] ? undefined : weight)),
    room - count * narrowest,
  );
  return weights.map((weight, index) => (weight === undefined ? undefined : small[index] ? narrowest : rest[index]));
}

const sumOf = (numbers: readonly (number | undefined)[]): number => numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);

function cellRuns(lines: readonly string[], { left, width }: Place, align: LetterColumn['align'], top: number, style: TextStyle, measure: Measure): Run[] {
  if (align === 'left') return stack(lines, left, top, style).runs;
  return lines.map((text, index) => ({
    text,
    x: left + width - measure(text.trimEnd(), style),
    y: top + index * style.leading + baseline(style),
    style,
  }));
}

const styleOf = (role: LetterRow['role']): TextStyle => (role === 'result' ? styles.strong : styles.body);

/** A strong line above and below the result, a hairline between the other rows. */
const ruleAfter = (row: Row, next: Row | undefined, brand: string): Pick<Stroke, 'width' | 'color'> =>
  row.role === 'result' || next?.role === 'result' || (row.role === 'item' && next?.role === 'step')
    ? { width: 1, color: brand }
    : { width: 0.5, color: colors.hairline };

type CellTag = Pick<Element, 'tag' | 'scope'>;

const tableRow = (page: number, first: CellTag, other: CellTag, cells: readonly (readonly Run[])[]): Element => ({
  tag: 'TR',
  fragments: [],
  children: cells.map((runs, index): Element => ({ ...(index === 0 ? first : other), fragments: [{ page, runs }], children: [] })),
});
