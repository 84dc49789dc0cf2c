import { oneLine } from '../personal-data/one-line.ts';
import { isPrintable } from './typesetting/printable.ts';

/** A single line that letters will print: whoever takes it in says at once what they could not. At most `most` UTF-16 units. */
export const printableLine = (most: number) => oneLine(most).refine(isPrintable, 'has letters that our letters cannot print; write it in Latin letters');

/** Letters of the Latin script, with what belongs to all scripts: marks, digits, punctuation, spaces (Unicode Standard Annex 24). */
const latin = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;

/** Whether a text can stand on an envelope: in Latin letters, which post sorts by at home and must be able to read abroad, and such as letters print. */
export const isForEnvelopes = (text: string): boolean => latin.test(text) && isPrintable(text);

/** A single line that stands on an envelope. At most `most` UTF-16 units. */
export const envelopeLine = (most: number) => oneLine(most).refine(isForEnvelopes, 'must be in Latin letters that our letters can print');
