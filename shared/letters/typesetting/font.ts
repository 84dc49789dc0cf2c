import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError, type FieldProblem } from '../../domain-error.ts';
import { isPrintable } from './printable.ts';
import { cleanText } from './text.ts';

/** The typeface letters are set in: TrueType files. What they can print is said by `printable.ts`. */
export interface LetterAssets {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

/**
 * Loads the letter's fonts. `folder` holds `SourceSans3-Regular.ttf` and `SourceSans3-Bold.ttf`: `node_modules/source-sans/TTF`
 * from the sources, the copy beside the bundle in the Lambda.
 * @throws Error if a file is missing.
 */
export const letterAssets = (folder: string): LetterAssets => ({
  regular: readFileSync(join(folder, 'SourceSans3-Regular.ttf')),
  bold: readFileSync(join(folder, 'SourceSans3-Bold.ttf')),
});

/**
 * Refuses text that the fonts can't print, wherever it is in `value` (an object, list or text, however deep).
 * `name` is what the caller calls `value`, so that problems read `values.items.3.label`.
 * @throws DomainError `unsupported-character` naming every field concerned, never its text.
 */
export function assertPrintable(value: unknown, name: string): void {
  const fields = unprintable(value, name);
  if (fields.length > 0) throw new DomainError('unprocessable', 'unsupported-character', fields);
}

function unprintable(value: unknown, field: string): FieldProblem[] {
  if (typeof value === 'string') return isPrintable(cleanText(value)) ? [] : [{ field, problem: 'has characters that our letters cannot print' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => unprintable(part, field === '' ? key : `${field}.${key}`));
}
