/** Reads from the fonts of our letters what they can print, for `shared/letters/typesetting/printable-ranges.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fonts = ['SourceSans3-Regular.ttf', 'SourceSans3-Bold.ttf'];

/** Code points that every font has, as a module of ours. */
export function printableRanges(): string {
  const [first, ...others] = fonts.map((file) => codePointsOf(readFileSync(join(import.meta.dirname, '../node_modules/source-sans/TTF', file))));
  const common = [...first!].filter((codePoint) => others.every((font) => font.has(codePoint))).toSorted((a, b) => a - b);
  const lines = linesOf(rangesOf(common)).map((line) => `  '${line}',\n`);
  return `// Written by \`npm run generate\` from the fonts of our letters.\n\n/** Code points that regular and bold have, in hexadecimal and ascending: \`first-last\`, or one alone. */\nexport const printableRanges: readonly string[] = [\n${lines.join('')}];\n`;
}

/** The code points of a TrueType file's character map (OpenType 1.9, `cmap` format 12: groups of {first, last, glyph}; format 4 lacks those above U+FFFF). */
export function codePointsOf(font: Buffer): Set<number> {
  const cmap = tableOffset(font, 'cmap');
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4));
  const table = subtables.find((offset) => font.readUInt16BE(offset) === 12);
  if (table === undefined) throw new Error('The letter font has no full Unicode character map');
  const groups = Array.from({ length: font.readUInt32BE(table + 12) }, (_, index) => table + 16 + index * 12);
  return new Set(
    groups.flatMap((group) => {
      const [first, last] = [font.readUInt32BE(group), font.readUInt32BE(group + 4)];
      return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
    }),
  );
}

function tableOffset(font: Buffer, tag: string): number {
  const tables = font.readUInt32BE(0) === 0x00010000 ? font.readUInt16BE(4) : 0;
  for (let index = 0; index < tables; index += 1) {
    const entry = 12 + index * 16;
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  }
  throw new Error('The letter font is no TrueType file');
}

function rangesOf(ascending: readonly number[]): string[] {
  const ranges: [number, number][] = [];
  for (const codePoint of ascending) {
    const range = ranges.at(-1);
    if (range?.[1] === codePoint - 1) range[1] = codePoint;
    else ranges.push([codePoint, codePoint]);
  }
  return ranges.map(([from, to]) => (from === to ? from.toString(16) : `${from.toString(16)}-${to.toString(16)}`));
}

function linesOf(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 140) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
