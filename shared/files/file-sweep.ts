import type { Database } from '../storage/database.ts';
import type { FileEraser } from './file-eraser.ts';
import { filesNamed, type OwnedStore } from './file-owners.ts';

export interface FileSweepParts {
  readonly db: Database;
  readonly stores: readonly OwnedStore[];
  readonly erasers: Readonly<Record<string, FileEraser>>;
}

/**
 * Takes away what lies in the stores of files under a person's prefix and belongs to nothing that is still stored: files whose item
 * was never written, or is gone. Files of what the law keeps, or a hold, stay with it. Can be repeated from anywhere.
 *
 * To be called when nobody can write for the person any more: while the guard is open, a file may lie there whose item comes next.
 */
export const fileSweep =
  ({ db, stores, erasers }: FileSweepParts) =>
  async (customerId: string): Promise<void> => {
    for (const owned of stores) {
      const keep = new Set<string>();
      for await (const keys of filesNamed(db, owned, customerId)) for (const key of keys) keep.add(key);
      await erasers[owned.name]!.removeOf(customerId, keep);
    }
  };
