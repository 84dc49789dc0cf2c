import * as z from 'zod';
import type { Day } from '../personal-data/calendar.ts';
import { LetterCategory, type LetterImportance } from './letter-category.ts';
import type { Letter } from './letter.ts';

/** Where a customer has a letter: before them, read, or put away. */
export const ReadingState = z.enum(['unread', 'read', 'archived']);
export type ReadingState = z.infer<typeof ReadingState>;

/** Where it is, and since when. */
export interface Reading {
  readonly state: ReadingState;
  readonly at: string;
}

type Read = Pick<Letter, 'reading' | 'firstOpenedAt'>;

/** Where a letter is: as the customer says, else as it follows from whether they have opened it. Of one that nobody has touched no moment is known. */
export function readingOf({ reading, firstOpenedAt }: Read): { readonly state: ReadingState; readonly at?: string | undefined } {
  if (reading) return reading;
  return firstOpenedAt === undefined ? { state: 'unread' } : { state: 'read', at: firstOpenedAt };
}

/** The letter as the customer wants it; the same letter, where it is so already. */
export const readAs = <Some extends Read>(letter: Some, state: ReadingState, at: Date): Some =>
  readingOf(letter).state === state ? letter : { ...letter, reading: { state, at: at.toISOString() } };

/** What opening makes of one that its customer keeps as unread; nothing of any other: what is put away stays so, and that it was opened says the rest. */
export const readByOpening = ({ reading }: Read, at: Date): Reading | undefined =>
  reading?.state === 'unread' ? { state: 'read', at: at.toISOString() } : undefined;

/** Which letters a customer wants to see; all that is asked for holds. */
export interface LetterFilter {
  readonly state?: ReadingState | undefined;
  readonly category?: LetterCategory | undefined;
  readonly importance?: LetterImportance | undefined;
  /** Something must be done by this day, or before. */
  readonly actBy?: Day | undefined;
}

type Sorted = Read & Pick<Letter, 'category' | 'importance' | 'actBy'>;

export const fits = (letter: Sorted, { state, category, importance, actBy }: LetterFilter): boolean =>
  (state === undefined || readingOf(letter).state === state) &&
  (category === undefined || letter.category === category) &&
  (importance === undefined || letter.importance === importance) &&
  (actBy === undefined || (letter.actBy !== undefined && letter.actBy <= actBy));

/** How many letters of a category there are. */
export interface LetterCount {
  readonly category: LetterCategory;
  readonly all: number;
  readonly unread: number;
  readonly archived: number;
  /** Those that set a day, past or to come, and are not put away. */
  readonly actByOpen: number;
}

/** How many there are, of each category, also of those that have none. */
export function countsOf(letters: readonly Sorted[]): LetterCount[] {
  const byCategory = Map.groupBy(letters, ({ category }) => category);
  return LetterCategory.options.map((category) => {
    const its = byCategory.get(category) ?? [];
    const inState = (state: ReadingState) => its.filter((letter) => readingOf(letter).state === state).length;
    const open = its.filter((letter) => letter.actBy !== undefined && readingOf(letter).state !== 'archived').length;
    return { category, all: its.length, unread: inState('unread'), archived: inState('archived'), actByOpen: open };
  });
}
