import { parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import { isHidden } from '../storage/item-states.ts';
import { letterKey, letterKind, letterOf } from './letter-item.ts';
import type { Letter } from './letter.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of letters. */
export interface LetterReader {
  /**
   * The letter by its id: found by the index (which lags a little, so a letter just issued may be `undefined`), read from the
   * table (so what is returned is current). `undefined` also for one that is kept for the law only.
   */
  letter(letterId: string): Promise<Letter | undefined>;
}

/** What each of its methods asks of the tables. */
export const letterReaderNeeds: NeedsOf<LetterReader> = {
  letter: ['queries letters by-id', 'gets letters'],
};

export function letterReader(db: Database): LetterReader {
  return {
    async letter(letterId) {
      const { items } = await db.page({ table: 'letters', index: 'by-id', pk: letterId, limit: 1 });
      const customerId = items[0]?.pk;
      const stored = typeof customerId === 'string' ? await db.get('letters', letterKey(customerId, letterId)) : undefined;
      return stored && !isHidden(stored) ? letterOf(parseItem(letterKind, stored)) : undefined;
    },
  };
}
