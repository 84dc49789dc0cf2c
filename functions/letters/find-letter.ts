import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { noSuchLetter, type Letter } from '../../shared/letters/letter.ts';
import { letterNeeds, type LetterTable } from '../../shared/letters/letter-table.ts';
import { together } from '../../shared/storage/needs.ts';

/** What finding a letter works with. */
export type LetterFinder = Pick<LetterTable, 'byId' | 'ofCustomer'>;

/** What it asks of the tables. */
export const findLetterNeeds = together(letterNeeds.byId, letterNeeds.ofCustomer);

/**
 * The letter, if the caller may see it. A customer's lies in their own partition, so somebody else's is not there at all.
 * @throws DomainError `not-found/no-such-letter`, the same for a missing letter and another's.
 */
export async function findLetter(letters: LetterFinder, caller: Caller, letterId: string): Promise<Letter> {
  const letter = isStaff(caller) ? await letters.byId(letterId) : await letters.ofCustomer(caller.id, letterId);
  if (!letter) throw noSuchLetter();
  return letter;
}
