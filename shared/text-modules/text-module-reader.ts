import type { Database } from '../storage/database.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { textModuleKey, textModuleOf } from './text-module-item.ts';
import type { TextModule } from './text-module.ts';

/** What other concepts may read of text modules. Strongly consistent. */
export interface TextModuleReader {
  /** As it is now, retired or not. */
  textModule(id: string): Promise<TextModule | undefined>;
}

/** What each of its methods asks of the tables. */
export const textModuleReaderNeeds: NeedsOf<TextModuleReader> = { textModule: ['gets staff'] };

export function textModuleReader(db: Database): TextModuleReader {
  return {
    async textModule(id) {
      const item = await db.get('staff', textModuleKey(id));
      return item && textModuleOf(item);
    },
  };
}
