import { getDocumentProxy } from 'unpdf';

/** What the text of a file tells the gate; its text stays here. */
export interface GateText {
  readonly hasText: boolean;
  /** What stands in the address window of the first page, line by line, from above. */
  readonly window: readonly string[];
  /** How many pages a program shows that goes by the cross-references. */
  readonly pages: number;
}

/** The window in which a letter's address shows (DIN 5008, both forms, with what a fold may shift), in millimetres from above left. */
const zone = { left: 17, right: 108, top: 42, bottom: 93 } as const;

/** What stands so close in height is one line. */
const lineMm = 1.5;

const pointOfMm = 72 / 25.4;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/**
 * Reads text by pdf.js. Its time and memory are the caller's to limit.
 * @param pages how much is read once it is known that there is text: no more, or each page, to see whether it can be
 * @throws Error of any kind where pdf.js cannot read it
 */
export async function textOf(bytes: Uint8Array, pages: 'first-with-text' | 'every'): Promise<GateText> {
  // pdf.js takes its input away, and says on the console what it thinks of it.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, stopAtErrors: false, isEvalSupported: false, useSystemFonts: false });
  try {
    const window = await windowOf(pdf);
    return { window, hasText: await hasText(pdf, pages), pages: pdf.numPages };
  } finally {
    await pdf.destroy();
  }
}

async function hasText(pdf: Pdf, pages: 'first-with-text' | 'every'): Promise<boolean> {
  let found = false;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    found ||= items.some((item) => 'str' in item && item.str.trim() !== '');
    if (found && pages === 'first-with-text') return true;
  }
  return found;
}

interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Places as they are seen: cropped and turned. */
async function windowOf(pdf: Pdf): Promise<string[]> {
  if (pdf.numPages === 0) return [];
  const page = await pdf.getPage(1);
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const pieces = items.flatMap((item): Piece[] => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [x, y] = viewport.convertToViewportPoint(Number(item.transform[4]), Number(item.transform[5])) as [number, number];
    return [{ text: item.str, x: x / pointOfMm, y: y / pointOfMm }];
  });
  page.cleanup();
  return linesOf(pieces.filter(({ x, y }) => x >= zone.left && x <= zone.right && y >= zone.top && y <= zone.bottom));
}

function linesOf(pieces: readonly Piece[]): string[] {
  const lines: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.y - b.y)) {
    const line = lines.at(-1);
    if (line && piece.y - line[0]!.y <= lineMm) line.push(piece);
    else lines.push([piece]);
  }
  return lines.map((line) => {
    const inOrder = line.sort((a, b) => a.x - b.x);
    return inOrder.map(({ text }) => text).join(' ');
  });
}
