import type { Column } from './column.ts';
import type { TextStyle } from './lines.ts';
import { sheet, type Fragment } from './page.ts';

/**
 * Lets lines flow from page to page: at least two of them stay together on either page. `following` (pt) is what has to stand with the last of
 * them; `begins` is told of the page on which the first stands, and how far down.
 */
export function flowLines(
  column: Column,
  lines: readonly string[],
  style: TextStyle,
  { following = 0, x = sheet.left, begins }: { following?: number; x?: number; begins?: (page: number, top: number) => void } = {},
): Fragment[] {
  const fragments: Fragment[] = [];
  let rest = lines;
  for (;;) {
    const fitting = linesThatFit(rest.length, column.left, style.leading, following, column.atTop);
    if (fitting > 0) {
      if (fragments.length === 0) begins?.(column.page, column.y);
      fragments.push(column.put(rest.slice(0, fitting), style, x));
    }
    rest = rest.slice(fitting);
    if (rest.length === 0) return fragments;
    column.nextPage();
  }
}

/** The least of so many lines that may stand on a page of its own. */
export const leastTogether = (count: number): number => Math.min(count, count === 3 ? 3 : 2);

/**
 * How many of `count` lines go on this page. All, if they and what must follow fit; else as many as leave two lines or more on
 * each page; else none. At the top of a page always some.
 */
function linesThatFit(count: number, left: number, leading: number, following: number, atTop: boolean): number {
  if (count * leading + following <= left) return count;
  const room = Math.max(Math.floor(left / leading), atTop ? 1 : 0);
  const fitting = Math.min(room, count - 2);
  if (fitting >= 2) return fitting;
  return atTop ? Math.min(room, count) : 0;
}
