import { fullWidth, paragraphGap, type Column, type Part } from './column.ts';
import type { LetterBlock, LetterRow } from './content.ts';
import { breakLines, type Measure, type TextStyle } from './lines.ts';
import { baseline, colors, mm, sheet, stack, styles, type Element, type Run, type Stroke } from './page.ts';

type TableBlock = Extract<LetterBlock, { kind: 'table' }>;

const cell = { padding: 2.5, gap: mm(6) };

/** A table of labels and amounts, with strong lines in the sender's colour (`brand`); its heading is repeated on every page, as an artifact there. */
export function table({ headings, rows }: TableBlock, measure: Measure, brand: string): Part {
  const amountWidth = Math.max(measure(headings.amount, styles.strong), ...rows.map(({ amount, role }) => measure(amount, styleOf(role))));
  const labelWidth = fullWidth - amountWidth - cell.gap;
  const linesOf = (text: string, style: TextStyle): string[] => breakLines(text, labelWidth, style, measure);
  const heightOf = (lines: readonly string[], style: TextStyle): number => lines.length * style.leading + 2 * cell.padding;
  const set = rows.map((row) => ({ row, style: styleOf(row.role), lines: linesOf(row.label, styleOf(row.role)) }));
  const heights = set.map(({ lines, style }) => heightOf(lines, style));
  const headingLines = linesOf(headings.label, styles.strong);
  const headingHeight = heightOf(headingLines, styles.strong);
  /** The last item before the sums: with it a page must have room for all of them. */
  const lastItem = rows.findIndex(({ role }) => role !== 'item') - 1;
  const needed = (index: number): number => heights.slice(index, index === lastItem ? undefined : index + 1).reduce((sum, height) => sum + height, 0);

  const setRow = (
    column: Column,
    lines: readonly string[],
    amount: string,
    style: TextStyle,
    rule: Pick<Stroke, 'width' | 'color'>,
  ): { label: Run[]; amount: Run } => {
    const top = column.y + cell.padding;
    const label = stack(lines, sheet.left, top, style);
    column.y = label.bottom + cell.padding;
    column.artifacts.push({ page: column.page, place: 'layout', runs: [], strokes: [{ from: [sheet.left, column.y], to: [sheet.right, column.y], ...rule }] });
    return { label: label.runs, amount: { text: amount, x: sheet.right - measure(amount, style), y: top + baseline(style), style } };
  };
  const setHeading = (column: Column) => setRow(column, headingLines, headings.amount, styles.strong, { width: 1, color: brand });

  return {
    keepWithText: true,
    lead: headingHeight + needed(0),
    set(column) {
      column.need(headingHeight + needed(0));
      const head = setHeading(column);
      const headPage = column.page;
      const body = set.map(({ row, style, lines }, index) => {
        if (index > 0 && needed(index) > column.left) {
          column.nextPage();
          const repeated = setHeading(column);
          column.artifacts.push({ page: column.page, place: 'top', runs: [...repeated.label, repeated.amount], strokes: [] });
        }
        const { label, amount } = setRow(column, lines, row.amount, style, ruleAfter(row, rows[index + 1], brand));
        return tableRow(column.page, row.role === 'item' ? { tag: 'TD' } : { tag: 'TH', scope: 'Row' }, label, { tag: 'TD' }, amount);
      });
      column.skip(paragraphGap + 6);
      const columnHead = { tag: 'TH', scope: 'Column' } as const;
      const headRow = tableRow(headPage, columnHead, head.label, columnHead, head.amount);
      return [
        {
          tag: 'Table',
          fragments: [],
          children: [
            { tag: 'THead', fragments: [], children: [headRow] },
            { tag: 'TBody', fragments: [], children: body },
          ],
        },
      ];
    },
  };
}

const styleOf = (role: LetterRow['role']): TextStyle => (role === 'result' ? styles.strong : styles.body);

/** A strong line above and below the result, a hairline between the other rows. */
const ruleAfter = (row: LetterRow, next: LetterRow | undefined, brand: string): Pick<Stroke, 'width' | 'color'> =>
  row.role === 'result' || next?.role === 'result' || (row.role === 'item' && next?.role === 'step')
    ? { width: 1, color: brand }
    : { width: 0.5, color: colors.hairline };

type CellTag = Pick<Element, 'tag' | 'scope'>;

const tableRow = (page: number, labelTag: CellTag, label: readonly Run[], amountTag: CellTag, amount: Run): Element => ({
  tag: 'TR',
  fragments: [],
  children: [
    { ...labelTag, fragments: [{ page, runs: label }], children: [] },
    { ...amountTag, fragments: [{ page, runs: [amount] }], children: [] },
  ],
});
