import { fullWidth, paragraphGap, type Part } from './column.ts';
import type { LetterBlock } from './content.ts';
import { flowLines, leastTogether } from './flowing.ts';
import { breakLines, type Measure } from './lines.ts';
import { baseline, mm, sheet, styles, type Element, type Run } from './page.ts';

const style = styles.body;
const itemGap = 2;

/** A list with bullets or numbers. An item is set like a paragraph beside its label, and may go on on the next page. */
export function list({ ordered, items }: Extract<LetterBlock, { kind: 'list' }>, measure: Measure): Part {
  const labels = items.map((_, index) => (ordered ? `${index + 1}.` : '•'));
  const indent = Math.max(mm(4), ...labels.map((label) => measure(label, style) + mm(1.5)));
  const set = items.map((item) => breakLines(item, fullWidth - indent, style, measure));
  return {
    keepWithText: true,
    lead: leastTogether(set[0]?.length ?? 0) * style.leading,
    set(column, following) {
      const children = set.map((lines, index): Element => {
        let label: { page: number; run: Run } | undefined;
        const body = flowLines(column, lines, style, {
          following: index === set.length - 1 && following > 0 ? following + paragraphGap : 0,
          x: sheet.left + indent,
          begins: (page, top) => {
            label = { page, run: { text: `${labels[index]} `, x: sheet.left, y: top + baseline(style), style } };
          },
        });
        column.skip(index === set.length - 1 ? paragraphGap : itemGap);
        return {
          tag: 'LI',
          fragments: [],
          children: [
            { tag: 'Lbl', fragments: label ? [{ page: label.page, runs: [label.run] }] : [], children: [] },
            { tag: 'LBody', fragments: body, children: [] },
          ],
        };
      });
      return [{ tag: 'L', numbering: ordered ? 'Decimal' : 'Disc', fragments: [], children }];
    },
  };
}
