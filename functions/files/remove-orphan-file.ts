import * as z from 'zod';
import { allStores } from '../../shared/files/all-stores.ts';
import type { FileEraser } from '../../shared/files/file-eraser.ts';
import { fileOfKey } from '../../shared/files/file-key.ts';
import { filesNamed, filesNamedNeeds, type OwnedStore } from '../../shared/files/file-owners.ts';
import type { Database } from '../../shared/storage/database.ts';
import { doing, type Used } from '../../shared/storage/uses.ts';

/** What it works with on the tables. */
export const removeOrphanFileUses = { db: doing<Database>(filesNamedNeeds(allStores)) };

export interface RemoveOrphanDeps extends Used<typeof removeOrphanFileUses> {
  readonly stores: readonly OwnedStore[];
  readonly erasers: Readonly<Record<string, FileEraser>>;
}

/** The key of a file, out of the event by which S3 tells the bus that it was stored. The weekly walk tells of orphans in the same words. */
export const fileStored = z
  .object({ detail: z.object({ object: z.object({ key: z.string() }) }) })
  // The bus gets keys as they are, other ways of telling percent-encode them; our keys have no `%` of their own.
  .transform(({ detail }) => detail.object.key.replaceAll(/%2F/gi, '/'));

/** What `fileStored` understands. */
export const tellingOf = (key: string): z.input<typeof fileStored> => ({ detail: { object: { key } } });

/**
 * Removes a file that no item names. Told long after the file was stored: whoever stored it has written the item by now, or never
 * will. An item in any state, hidden ones too, keeps its files; and so does one that could not be looked up or understood.
 */
export async function removeOrphanFile(key: string, { db, stores, erasers }: RemoveOrphanDeps): Promise<void> {
  const owned = stores.find(({ store }) => key.startsWith(`${store.prefix}/`));
  if (!owned) return;
  const file = fileOfKey(owned.store, key);
  // Nobody of ours writes such a key, so somebody has to look.
  if (!file) throw new Error(`Not the key of a file in ${owned.name}`);
  for await (const keys of filesNamed(db, owned, file.customerId)) if (keys.includes(key)) return;
  await erasers[owned.name]!.remove(key);
}
