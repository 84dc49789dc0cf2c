import * as z from 'zod';
import { technical } from '../../personal-data/classification.ts';
import { deletionClasses, type DeletionClass } from '../../personal-data/deletion-rules.ts';
import { tables, type TableName } from '../../storage/tables.ts';
import type { ItemKey } from '../../storage/item.ts';
import type { ItemKind } from '../../storage/item-kind.ts';
import { update } from '../../storage/item-writes.ts';
import type { Write } from '../../storage/transact.ts';

/**
 * What can happen to an item in a run; `auxiliary`: deleted too, but nothing that a person would count; `failed`: what it says of itself
 * tells no end, so it stays until somebody has mended it.
 */
export const counted = ['deleted', 'anonymised', 'auxiliary', 'deferred', 'protected', 'failed'] as const;
export type Counted = (typeof counted)[number];

/** What an erasure counts; `tombstones`: left in the place of what was deleted. */
export const countedInErasure = ['deleted', 'auxiliary', 'tombstones'] as const;
export type CountedInErasure = (typeof countedInErasure)[number];

/** Counts of one class in one table: numbers only, so that the log of deletions holds no identifier of any form. */
export const tallyAttributes = <What extends string>(all: readonly What[]) => ({
  class: technical(z.enum(deletionClasses), 'Löschklasse'),
  table: technical(z.enum(Object.keys(tables) as [TableName, ...TableName[]]), 'Speicher'),
  ...(Object.fromEntries(all.map((what) => [what, technical(z.number(), 'Anzahl').optional()])) as Record<What, z.ZodOptional<z.ZodNumber>>),
});

type Counts<What extends string = Counted | CountedInErasure> = Readonly<Partial<Record<What, number | undefined>>>;

/** Where counts go: the kind of their items, and the key under which a class and a table are counted. */
export interface TallySheet {
  readonly kind: ItemKind;
  keyFor(cls: DeletionClass, table: TableName): ItemKey;
}

/** The write that counts. It stands in the transaction of what it counts, so nothing is counted twice or not at all. */
export const tallyWrite = (sheet: TallySheet, cls: DeletionClass, table: TableName, counts: Counts): Write =>
  update(sheet.kind, sheet.keyFor(cls, table), { set: { kind: sheet.kind.kind, class: cls, table }, add: counts });

/** The sum of counts over shards, by class and table. */
export interface TallyLine<What extends string = Counted> {
  readonly class: DeletionClass;
  readonly table: TableName;
  readonly counts: Readonly<Record<What, number>>;
}

/** Sums tally items that belong together: all of these counts. */
export function sumTallies<What extends string>(
  items: readonly ({ class: DeletionClass; table: TableName } & Counts<What>)[],
  all: readonly What[],
): TallyLine<What>[] {
  const lines = new Map<string, TallyLine<What>>();
  for (const item of items) {
    const key = `${item.table} ${item.class}`;
    const before = lines.get(key)?.counts;
    const counts = Object.fromEntries(all.map((what) => [what, (before?.[what] ?? 0) + (item[what] ?? 0)])) as Record<What, number>;
    lines.set(key, { class: item.class, table: item.table, counts });
  }
  return [...lines.values()].toSorted((a, b) => `${a.table} ${a.class}`.localeCompare(`${b.table} ${b.class}`));
}
