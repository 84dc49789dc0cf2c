/** A style of text: which of the two fonts, how large (pt), how far apart the lines (pt), what colour. */
export interface TextStyle {
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly leading: number;
  readonly color: string;
}

/** The width of a text in pt. */
export type Measure = (text: string, style: TextStyle) => number;

/**
 * Breaks text into lines no wider than `width`: after spaces, after a hyphen inside a word, after `/` and `@`, and, where a word
 * alone is wider than the line, between characters; no-break spaces never break. Line breaks in the text stay. A line that ends
 * with a word ends with a space too (but the last), so that a screen reader doesn't join it with the next.
 */
export function breakLines(text: string, width: number, style: TextStyle, measure: Measure): string[] {
  const lines = text.split('\n').flatMap((line) => breakLine(`${line} `, width, (part) => measure(part, style)));
  return lines.map((line, index) => (index === lines.length - 1 ? line.trimEnd() : line));
}

function breakLine(text: string, width: number, widthOf: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of text.split(/(?<= )(?! )|(?<=\p{L}{2}-)(?=\p{L}{2})|(?<=[/@])(?=[^ ])/u).flatMap((part) => fitting(part, width, widthOf))) {
    if (line !== '' && used + widthOf(piece.trimEnd()) > width) {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += piece;
    used += widthOf(piece);
  }
  return [...lines, line];
}

/** A piece as it is, or cut between characters where it is wider than a line. */
function fitting(piece: string, width: number, widthOf: (part: string) => number): string[] {
  if (widthOf(piece.trimEnd()) <= width) return [piece];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of piece.match(/.\p{M}*/gsu) ?? []) {
    const advance = widthOf(character);
    if (part !== '' && used + advance > width) {
      parts.push(part);
      [part, used] = ['', 0];
    }
    part += character;
    used += advance;
  }
  return [...parts, part];
}
