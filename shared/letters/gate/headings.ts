import { PDFRef } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { numberAsRead } from './object-parser.ts';

/** A place where an object may begin. */
export interface Heading {
  /** Where its numbers stand, and where the object begins. */
  readonly at: number;
  readonly from: number;
  /** Its number and generation, as far as they can be read. */
  readonly ref: PDFRef;
  /** Two numbers stand before it, in whatever form. */
  readonly isNumbered: boolean;
  /** It is written as the standard has it (ISO 32000-1, 7.3.10). */
  readonly isStrict: boolean;
}

const gap = String.raw`(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])`;
const numbers = new RegExp(String.raw`([\d.+-]{1,20})${gap}+([\d.+-]{1,20})${gap}*$`);

/** So much before the word is asked for numbers. */
const mostBefore = 160;

/** Of objects whose number nobody can read. No reference has it. */
export const unnumbered = PDFRef.of(-1, 0);

/** Every place where the word `obj` stands and something may begin behind it, in the order of the file. */
export function headingsOf(text: string, budget: Budget): Heading[] {
  const found: Heading[] = [];
  for (let word = text.indexOf('obj'); word >= 0; word = text.indexOf('obj', word + 3)) {
    if (text.startsWith('end', word - 3)) continue;
    const from = word + 'obj'.length;
    const before = text.slice(Math.max(0, word - mostBefore), word);
    const match = numbers.exec(before);
    // A longer word, in a text.
    if (!match && /[A-Za-z]/.test(text.charAt(from))) continue;
    budget.part();
    const [, number = '', generation = ''] = match ?? [];
    found.push({
      at: match ? word - before.length + match.index : word,
      from,
      ref: match ? PDFRef.of(numberAsRead(number), numberAsRead(generation)) : unnumbered,
      isNumbered: match !== null,
      isStrict: /^\d+$/.test(number) && /^\d+$/.test(generation),
    });
  }
  return found;
}
