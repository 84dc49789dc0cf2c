import { encodeQR } from 'qr';
import type { Language } from '../../language.ts';
import { paragraphGap, type Part } from './column.ts';
import type { LetterBlock } from './content.ts';
import { breakLines, type Measure } from './lines.ts';
import { mm, sheet, stack, styles, type Area, type Element } from './page.ts';
import { wordings } from './wording.ts';

/** The code is this wide; around it the paper is white for as long as readers ask for (ISO/IEC 18004: four of its modules). */
const codeWidth = mm(22);
const textLeft = sheet.left + codeWidth + mm(6);

/** What a page on the web is called and its address, beside a code that leads there; all of it on one page. `color`: in which the address is set. */
export function link({ text, url }: Extract<LetterBlock, { kind: 'link' }>, language: Language, measure: Measure, color: string): Part {
  const width = sheet.right - textLeft;
  const [said, address] = [styles.body, { ...styles.link, color }];
  const [textLines, urlLines] = [breakLines(text, width, said, measure), breakLines(url, width, address, measure)];
  const textHeight = textLines.length * said.leading + urlLines.length * address.leading;
  const height = Math.max(codeWidth, textHeight) + mm(2);
  const { qrCode, link: called } = wordings[language];
  return {
    keepWithText: true,
    lead: height,
    set(column) {
      column.need(height);
      column.mustFit(height, 'a page on the web');
      const { page, y: top } = column;
      const words = stack(textLines, textLeft, top, said);
      const addressRuns = stack(urlLines, textLeft, words.bottom, address).runs;
      column.y = top + height;
      column.skip(paragraphGap);
      const linked: Element = { tag: 'Link', target: { url, description: called(url) }, fragments: [{ page, runs: addressRuns }], children: [] };
      return [
        { tag: 'P', fragments: [{ page, runs: words.runs }], children: [] },
        { tag: 'P', fragments: [], children: [linked] },
        { tag: 'Figure', alternative: qrCode(url), fragments: [{ page, runs: [], areas: codeOf(url, sheet.left, top + mm(1)) }], children: [] },
      ];
    },
  };
}

/** A QR code as the rectangles that are dark in it: those side by side are one. */
function codeOf(url: string, left: number, top: number): Area[] {
  // It comes with a border, and the paper is one.
  const modules = encodeQR(url, 'raw', { ecc: 'medium', border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1));
  const size = codeWidth / modules.length;
  return modules.flatMap((row, line) => {
    const areas: Area[] = [];
    for (let from = 0; from < row.length; from += 1) {
      if (!row[from]) continue;
      let to = from;
      while (row[to + 1]) to += 1;
      areas.push({ x: left + from * size, y: top + line * size, width: (to - from + 1) * size, height: size });
      from = to;
    }
    return areas;
  });
}
