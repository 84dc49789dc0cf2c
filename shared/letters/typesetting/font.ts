import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError, type FieldProblem } from '../../domain-error.ts';
import { cleanText } from './text.ts';

/** Whether the letter's fonts have a code point. */
type Coverage = (codePoint: number) => boolean;

/** The typeface letters are set in: TrueType files and what they can print. */
export interface LetterAssets {
  readonly regular: Buffer;
  readonly bold: Buffer;
  readonly covers: Coverage;
}

/**
 * Loads the letter's fonts. `folder` holds `SourceSans3-Regular.ttf` and `SourceSans3-Bold.ttf`: `node_modules/source-sans/TTF`
 * from the sources, the copy beside the bundle in the Lambda.
 * @throws Error if a file is missing or no TrueType font with a Unicode character map.
 */
export function letterAssets(folder: string): LetterAssets {
  const regular = readFileSync(join(folder, 'SourceSans3-Regular.ttf'));
  const bold = readFileSync(join(folder, 'SourceSans3-Bold.ttf'));
  const [inRegular, inBold] = [coverageOf(regular), coverageOf(bold)];
  return { regular, bold, covers: (codePoint) => inRegular(codePoint) && inBold(codePoint) };
}

/**
 * Refuses text that the fonts can't print, wherever it is in `value` (an object, list or text, however deep).
 * `name` is what the caller calls `value`, so that problems read `values.items.3.label`.
 * @throws DomainError `unsupported-character` naming every field concerned, never its text.
 */
export function assertPrintable(value: unknown, name: string, { covers }: LetterAssets): void {
  const fields = unprintable(value, name, covers);
  if (fields.length > 0) throw new DomainError('unprocessable', 'unsupported-character', fields);
}

function unprintable(value: unknown, field: string, covers: Coverage): FieldProblem[] {
  if (typeof value === 'string') {
    const missing = [...cleanText(value)].some((character) => character !== '\n' && !(isText(character) && covers(character.codePointAt(0) ?? 0)));
    return missing ? [{ field, problem: 'has characters that our letters cannot print' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => unprintable(part, field === '' ? key : `${field}.${key}`, covers));
}

/** No control, format, surrogate, private-use or separator characters: PDF/A-2a wants every glyph to stand for a Unicode text. */
const isText = (character: string): boolean => /^[^\p{C}\p{Zl}\p{Zp}]$/u.test(character);

/** Reads a TrueType file's character map (OpenType 1.9, `cmap` format 12: groups of {first, last, glyph}; format 4 lacks code points above U+FFFF). */
function coverageOf(font: Buffer): Coverage {
  const cmap = tableOffset(font, 'cmap');
  const count = font.readUInt16BE(cmap + 2);
  const subtables = Array.from({ length: count }, (_, index) => cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4));
  const table = subtables.find((offset) => font.readUInt16BE(offset) === 12);
  if (table === undefined) throw new Error('The letter font has no full Unicode character map');
  const groups = Array.from({ length: font.readUInt32BE(table + 12) }, (_, index) => {
    const group = table + 16 + index * 12;
    return { first: font.readUInt32BE(group), last: font.readUInt32BE(group + 4) };
  });
  return (codePoint) => groups.some(({ first, last }) => first <= codePoint && codePoint <= last);
}

function tableOffset(font: Buffer, tag: string): number {
  const tables = font.readUInt32BE(0) === 0x00010000 ? font.readUInt16BE(4) : 0;
  for (let index = 0; index < tables; index += 1) {
    const entry = 12 + index * 16;
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  }
  throw new Error('The letter font is no TrueType file');
}
