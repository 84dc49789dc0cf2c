import { DomainError } from '../../domain-error.ts';
import { Column, fullWidth, paragraphGap, type Part } from './column.ts';
import type { LetterBlock, LetterContent } from './content.ts';
import { flowLines, leastTogether } from './flowing.ts';
import { breakLines, type Measure, type TextStyle } from './lines.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { brandOf, leaf, letterFooter, letterOpening, mm, sheet, stack, styles, type Artifact, type Element } from './page.ts';
import { amountsTable, columnsTable } from './table.ts';
import { wordings } from './wording.ts';

/** A letter with everything in its place: the logical structure in reading order, and the artifacts of each page. */
export interface LetterLayout {
  readonly pages: number;
  readonly elements: readonly Element[];
  readonly artifacts: readonly Artifact[];
}

/**
 * Sets a letter. Nothing is torn apart that belongs together: a paragraph leaves at least two lines on either page, a table's
 * heading stays with its first row and is repeated, its sums stay with its last item, the closing stays with text before it.
 * @throws DomainError `letter-too-long` beyond `MAX_PAGES` pages, or where what is not divided (subject, heading, row of a table, page on the web, closing) is higher than a page.
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
  const parts: Part[] = [paragraph(content.salutation, measure), ...content.blocks.map((block) => partOf(block, content, measure)), closing(content, measure)];
  return parts.flatMap((part, index) => {
    const next = parts[index + 1];
    return part.set(column, next !== undefined && (next.keepWithText || part.keepsNext || index === 0) ? next.lead : 0);
  });
}

/** A block of the letter as a part of its flow. */
function partOf(block: LetterBlock, { sender, language }: LetterContent, measure: Measure): Part {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(block.text, measure);
    case 'heading':
      return subheading(block.text, measure);
    case 'list':
      return list(block, measure);
    case 'columns':
      return columnsTable(block, measure, brandOf(sender));
    case 'link':
      return link(block, language, measure, brandOf(sender));
    default:
      return amountsTable(block, measure, brandOf(sender));
  }
}

function paragraph(text: string, measure: Measure): Part {
  const lines = breakLines(text, fullWidth, styles.body, measure);
  return {
    keepWithText: false,
    lead: leastTogether(lines.length) * styles.body.leading,
    set(column, following) {
      const fragments = flowLines(column, lines, styles.body, { following: following === 0 ? 0 : following + paragraphGap });
      column.skip(paragraphGap);
      return [{ tag: 'P', fragments, children: [] }];
    },
  };
}

/** A heading inside the letter. It stays with what it is of. */
function subheading(text: string, measure: Measure): Part {
  const style = styles.strong;
  const lines = breakLines(text, fullWidth, style, measure);
  const height = headingSpace.before + lines.length * style.leading + headingSpace.after;
  return {
    keepWithText: false,
    keepsNext: true,
    lead: height + styles.body.leading,
    set(column, following) {
      column.need(height + following);
      column.skip(headingSpace.before);
      column.mustFit(lines.length * style.leading, 'a heading');
      const { page, runs } = column.put(lines, style);
      column.skip(headingSpace.after);
      return [leaf('H2', page, runs)];
    },
  };
}

const headingSpace = { before: 5, after: 3 };

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
      column.mustFit(height - groups[0]!.before, 'a closing');
      return groups.map((group) => {
        column.skip(group.before);
        return { tag: 'P', fragments: [column.put(group.lines, group.style)], children: [] };
      });
    },
  };
}

/** Page numbers (DIN 5008: above the footer, flush right), the footer, and from the second page on what letter this is. */
function runningTexts(
  { sender, details, title, language }: LetterContent,
  pages: number,
  footer: ReturnType<typeof letterFooter>,
  measure: Measure,
): Artifact[] {
  const style = styles.running;
  const { date, page: pageOf } = wordings[language];
  const header = [sender.company, title, details.find(({ label }) => label === date)?.value].filter((part) => part !== undefined).join(' · ');
  const headerLines = breakLines(header, fullWidth, style, measure);
  const headerRuns = stack(headerLines, sheet.left, mm(17) - headerLines.length * style.leading, style).runs;
  return Array.from({ length: pages }, (_, page): Artifact[] => {
    const number = pageOf(page + 1, pages);
    const numberRun = { text: number, x: sheet.right - measure(number, style), y: footer.top - mm(3), style };
    const bottom: Artifact = { page, place: 'bottom', runs: [numberRun, ...footer.runs], strokes: footer.strokes };
    const top: Artifact = { page, place: 'top', runs: headerRuns, strokes: [] };
    return page === 0 ? [bottom] : [top, bottom];
  }).flat();
}
