import { oneLine } from '../personal-data/one-line.ts';
import { isPrintable } from './typesetting/printable.ts';

/** A single line that letters will print: whoever takes it in says at once what they could not. At most `most` UTF-16 units. */
export const printableLine = (most: number) => oneLine(most).refine(isPrintable, 'has letters that our letters cannot print; write it in Latin letters');
