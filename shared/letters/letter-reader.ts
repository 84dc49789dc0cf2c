import type { Database } from '../storage/database.ts';
import { letterPrefix, visibleLetter } from './letter-item.ts';
import type { Letter } from './letter.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of letters. */
export interface LetterReader {
  /**
   * The letter by its id, as the index has it, which lags a little: one just issued may be `undefined`, and what can change of it is that of
   * a moment ago. Also one that was withdrawn. `undefined` for one that is kept for the law only.
   */
  letter(letterId: string): Promise<Letter | undefined>;
  /** Whether a customer has a letter about a ticket, in whatever state that is. Strongly consistent: walks their letters, the newest first. */
  anyAbout(ticket: { readonly customerId: string; readonly id: string }): Promise<boolean>;
  /** Whether one of a customer's last two hundred letters has this file, by its checksum, and was not withdrawn. Strongly consistent. */
  anyWithFile(customerId: string, sha256: string): Promise<boolean>;
}

/** So far back a file is looked for: years of letters, and one read of what they weigh. */
const mostCompared = 200;

/** What each of its methods asks of the tables. */
export const letterReaderNeeds: NeedsOf<LetterReader> = {
  letter: ['queries letters by-id'],
  anyAbout: ['queries letters'],
  anyWithFile: ['queries letters'],
};

export function letterReader(db: Database): LetterReader {
  return {
    async letter(letterId) {
      const { items } = await db.page({ table: 'letters', index: 'by-id', pk: letterId, limit: 1 });
      return visibleLetter(items[0]);
    },

    async anyAbout({ customerId, id }) {
      for await (const items of db.each({ table: 'letters', pk: customerId, prefix: letterPrefix, newestFirst: true, limit: 100 })) {
        if (items.some(({ ticketId }) => ticketId === id)) return true;
      }
      return false;
    },

    async anyWithFile(customerId, sha256) {
      const { items } = await db.page({ table: 'letters', pk: customerId, prefix: letterPrefix, newestFirst: true, limit: mostCompared });
      return items.some((item) => item.sha256 === sha256 && item.withdrawn === undefined);
    },
  };
}
