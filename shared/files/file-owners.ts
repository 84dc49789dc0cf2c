import type { Database } from '../storage/database.ts';
import { headEnding, parseItem, type ItemKind } from '../storage/item-kind.ts';
import type { Item } from '../storage/item.ts';
import { toEach, type Needs } from '../storage/needs.ts';
import type { TableName } from '../storage/tables.ts';
import type { FileStore } from './file-stores.ts';

/** A store with the kind of item that its files belong to. */
export interface OwnedStore {
  /** The store's name, by which items refer to it. */
  readonly name: string;
  readonly store: FileStore;
  readonly kind: ItemKind;
}

/**
 * The stores with their kinds.
 * @throws Error for a store whose kind is not there, or is not found by the person's id, as its files are
 */
export function ownedStores(stores: Readonly<Record<string, FileStore>>, kinds: readonly ItemKind[]): OwnedStore[] {
  return Object.entries(stores).map(([name, store]) => {
    const kind = kinds.find((one) => one.kind === store.kind);
    if (!kind || kind.foundBy !== 'partition' || !headEnding(kind)?.outside) throw new Error(`No item of a person names files of the store ${name}`);
    return { name, store, kind };
  });
}

/** The tables in which items that name files lie. */
export const tablesNaming = (stores: readonly OwnedStore[]): TableName[] => [...new Set(stores.map(({ kind }) => kind.table))];

/** Keys of the files that an item names. @throws Error for an item that is not what its kind says: what it names can't be told */
export function filesOfItem({ name, kind }: OwnedStore, item: Item): string[] {
  const references = headEnding(kind)?.outside?.(parseItem(kind, item)) ?? [];
  return references.filter(({ store }) => store === name).map(({ reference }) => reference);
}

/** What looking for them asks of the tables. */
export const filesNamedNeeds = (stores: readonly OwnedStore[]): Needs => toEach('queries', tablesNaming(stores));

/** Keys of the files that a person's items name, in whatever state they are: page by page, the newest first. Strongly consistent. */
export async function* filesNamed(db: Database, owned: OwnedStore, customerId: string): AsyncGenerator<string[]> {
  const { kind } = owned;
  for await (const items of db.each({ table: kind.table, pk: customerId, prefix: kind.sk, newestFirst: true, limit: 25 })) {
    yield items.filter((item) => item.kind === kind.kind).flatMap((item) => filesOfItem(owned, item));
  }
}
