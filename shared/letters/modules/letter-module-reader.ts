import type { Day } from '../../personal-data/calendar.ts';
import type { Database } from '../../storage/database.ts';
import { childKey } from '../../storage/item-writes.ts';
import type { NeedsOf } from '../../storage/needs.ts';
import { versionInForce } from './in-force.ts';
import { letterModuleKey, letterModuleVersionKind, versionSuffix } from './letter-module-item.ts';
import { usableModule, type LetterModule } from './letter-module.ts';
import { moduleNotInForce, noSuchModule } from './module-refusals.ts';
import { headOf, moduleOf } from './stored-module.ts';

/** From what letters are written. Strongly consistent. */
export interface LetterModuleReader {
  /**
   * The version of a module that is in force on a day.
   * @throws DomainError `not-found/no-such-letter-module`, `conflict/letter-module-not-in-force`, `unprocessable/letter-module-outdated`
   */
  inForce(code: string, on: Day): Promise<LetterModule>;
}

/** What each of its methods asks of the tables. */
export const letterModuleReaderNeeds: NeedsOf<LetterModuleReader> = { inForce: ['gets staff'] };

export function letterModuleReader(db: Database): LetterModuleReader {
  return {
    async inForce(code, on) {
      const stored = await db.get('staff', letterModuleKey(code));
      if (!stored) throw noSuchModule();
      const version = versionInForce(headOf(stored).periods, on);
      if (version === undefined) throw moduleNotInForce();
      const item = await db.get('staff', childKey(letterModuleVersionKind, letterModuleKey(code), versionSuffix(version)));
      if (!item) throw noSuchModule();
      return usableModule(moduleOf(item));
    },
  };
}
