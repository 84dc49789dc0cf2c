import { DomainError } from '../../domain-error.ts';
import { Column, fullWidth, paragraphGap, type Part } from './column.ts';
import type { LetterContent } from './content.ts';
import { breakLines, type Measure, type TextStyle } from './lines.ts';
import { brandOf, leaf, letterFooter, letterOpening, mm, sheet, stack, styles, type Artifact, type Element, type Fragment } from './page.ts';
import { table } from './amounts.ts';

/** A letter with everything in its place: the logical structure in reading order, and the artifacts of each page. */
export interface LetterLayout {
  readonly pages: number;
  readonly elements: readonly Element[];
  readonly artifacts: readonly Artifact[];
}

/**
 * Sets a letter. Nothing is torn apart that belongs together: a paragraph leaves at least two lines on either page, a table's
 * heading stays with its first row and is repeated, its sums stay with its last item, the closing stays with text before it.
 * @throws DomainError `letter-too-long` beyond `MAX_PAGES` pages, or where the subject alone fills the first.
 */
export function layOut(content: LetterContent, measure: Measure): LetterLayout {
  const opening = letterOpening(content, measure);
  const footer = letterFooter(content, measure);
  const column = new Column(opening.bottom, footer.top - mm(3) - styles.running.leading - mm(2));
  const elements = [...opening.elements, heading(content.subject, column, measure), ...flow(content, column, measure)];
  const pages = column.page + 1;
  return { pages, elements, artifacts: [...opening.artifacts, ...column.artifacts, ...runningTexts(content, pages, footer, measure)] };
}

function heading(subject: string, column: Column, measure: Measure): Element {
  const lines = breakLines(subject, fullWidth, styles.subject, measure);
  if (lines.length * styles.subject.leading > column.left)
    throw new DomainError('unprocessable', 'letter-too-long', [{ field: 'subject', problem: 'does not fit on a page' }]);
  const element = leaf('H1', column.page, column.put(lines, styles.subject).runs);
  column.skip(12);
  return element;
}

function flow(content: LetterContent, column: Column, measure: Measure): Element[] {
  const parts = [
    paragraph(content.salutation, measure),
    ...content.blocks.map((block) => (block.kind === 'paragraph' ? paragraph(block.text, measure) : table(block, measure, brandOf(content.sender)))),
    closing(content, measure),
  ];
  return parts.flatMap((part, index) => {
    const next = parts[index + 1];
    return part.set(column, next !== undefined && (next.keepWithText || index === 0) ? next.lead : 0);
  });
}

function paragraph(text: string, measure: Measure): Part {
  const lines = breakLines(text, fullWidth, styles.body, measure);
  const { leading } = styles.body;
  return {
    keepWithText: false,
    lead: Math.min(lines.length, lines.length === 3 ? 3 : 2) * leading,
    set(column, following) {
      const fragments: Fragment[] = [];
      let rest = lines;
      for (;;) {
        const fitting = linesThatFit(rest.length, column.left, leading, following === 0 ? 0 : following + paragraphGap, column.atTop);
        if (fitting > 0) fragments.push(column.put(rest.slice(0, fitting), styles.body));
        rest = rest.slice(fitting);
        if (rest.length === 0) break;
        column.nextPage();
      }
      column.skip(paragraphGap);
      return [{ tag: 'P', fragments, children: [] }];
    },
  };
}

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

function closing(content: LetterContent, measure: Measure): Part {
  const lines = (text: string, style: TextStyle): string[] => breakLines(text, fullWidth, style, measure);
  const [company = '', ...people] = content.signature;
  const groups: { lines: string[]; style: TextStyle; before: number }[] = [
    { lines: lines(content.closing, styles.body), style: styles.body, before: 4 },
    { lines: lines(company, styles.strong), style: styles.strong, before: 10 },
    { lines: lines(people.join('\n'), styles.body), style: styles.body, before: 0 },
    { lines: lines(content.remark, styles.small), style: styles.small, before: 9 },
  ];
  const height = groups.reduce((sum, group) => sum + group.before + group.lines.length * group.style.leading, 0);
  return {
    keepWithText: true,
    lead: height,
    set(column) {
      column.need(height);
      return groups.map((group) => {
        column.skip(group.before);
        return { tag: 'P', fragments: [column.put(group.lines, group.style)], children: [] };
      });
    },
  };
}

/** Page numbers (DIN 5008: above the footer, flush right), the footer, and from the second page on what letter this is. */
function runningTexts({ sender, details, title }: LetterContent, pages: number, footer: ReturnType<typeof letterFooter>, measure: Measure): Artifact[] {
  const style = styles.running;
  const header = [sender.company, title, details.find(({ label }) => label === 'Datum')?.value].filter((part) => part !== undefined).join(' · ');
  const headerLines = breakLines(header, fullWidth, style, measure);
  const headerRuns = stack(headerLines, sheet.left, mm(17) - headerLines.length * style.leading, style).runs;
  return Array.from({ length: pages }, (_, page): Artifact[] => {
    const number = `Seite ${page + 1} von ${pages}`;
    const numberRun = { text: number, x: sheet.right - measure(number, style), y: footer.top - mm(3), style };
    const bottom: Artifact = { page, place: 'bottom', runs: [numberRun, ...footer.runs], strokes: footer.strokes };
    const top: Artifact = { page, place: 'top', runs: headerRuns, strokes: [] };
    return page === 0 ? [bottom] : [top, bottom];
  }).flat();
}
