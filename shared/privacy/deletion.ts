import { headEnding, type ExternalData, type ItemKind } from '../personal-data/stored-item.ts';
import type { Database } from '../storage/database.ts';
import { keyOf, type Item } from '../storage/item.ts';
import type { Condition } from '../storage/expression.ts';
import type { TableName } from '../storage/tables.ts';
import type { Write } from '../storage/transact.ts';
import { DomainError } from '../domain-error.ts';
import { isProtected } from './assessment.ts';
import { statisticsWrites } from './statistics-item.ts';
import type { Found } from './found.ts';
import { tallyWrite, type TallySheet } from './tally.ts';
import { kindOf, storedItems } from './stored-items.ts';

/** Takes away what lies outside the tables. Both are done when there is nothing (left) to take. */
export interface ExternalStores {
  /** All versions and delete markers of the file, and unfinished uploads. */
  removeFile(key: string): Promise<void>;
  removeLogin(username: string): Promise<void>;
}

export interface DeletionParts {
  readonly db: Database;
  readonly externals: ExternalStores;
  readonly now: () => Date;
}

/** `gone` counts as done: somebody else deleted it. */
export type Deleted = 'deleted' | 'protected' | 'gone';

/** DynamoDB takes 100 writes in one transaction; some are for counters. */
export const deletionBatch = 80;

/**
 * Deletes heads with all that belongs to them, and counts them in the same transaction.
 * What lies outside goes first, then children in batches, the head last: until the very end the head is there to be found
 * again, so a crash at any point leaves work to do and never an orphan.
 */
export function deletion({ db, externals, now }: DeletionParts) {
  /** Nothing due may be deleted if it was protected, or dated anew, since it was read. */
  const unchanged = (item: Item): Condition => ({
    equals: { dueOn: String(item.dueOn) },
    absent: ['heldSince', 'restrictedSince'],
  });

  const deleteWrite = ({ kind, item }: Found): Write => ({
    table: kind.table,
    delete: keyOf(item),
    if: unchanged(item),
    refusal: (current) => new DomainError('conflict', current ? 'changed-meanwhile' : 'already-done'),
  });

  const counting = (heads: readonly Found[], sheet: TallySheet): Write[] => {
    const groups = Map.groupBy(heads, ({ kind }) => `${kind.table} ${headEnding(kind)!.class} ${headEnding(kind)!.anonymised ? 'anonymised' : 'deleted'}`);
    const byLine = new Map<string, { found: Found; counts: Record<string, number> }>();
    for (const group of groups.values()) {
      const found = group[0]!;
      const { class: cls, anonymised } = headEnding(found.kind)!;
      const line = byLine.get(`${found.kind.table} ${cls}`) ?? { found, counts: {} };
      line.counts[anonymised ? 'anonymised' : 'deleted'] = group.length;
      byLine.set(`${found.kind.table} ${cls}`, line);
    }
    return [...byLine.values()].map(({ found, counts }) => tallyWrite(sheet, headEnding(found.kind)!.class, found.kind.table, counts));
  };

  const cells = (heads: readonly Found[]) => heads.flatMap(({ kind, item }) => headEnding(kind)!.anonymised?.(item as never) ?? []);

  const commit = (heads: readonly Found[], sheet: TallySheet) =>
    db.commit({ writes: [...heads.map(deleteWrite), ...statisticsWrites(cells(heads)), ...counting(heads, sheet)] });

  async function removeBelongings({ kind, item }: Found): Promise<void> {
    const ending = headEnding(kind)!;
    await db.commit({
      writes: [
        {
          table: kind.table,
          update: keyOf(item),
          changes: { setOnce: { deletingSince: now().toISOString() } },
          if: { exists: true, ...unchanged(item) },
          refusal: (current) => new DomainError('conflict', current ? 'changed-meanwhile' : 'already-done'),
        },
      ],
    });
    for (const external of ending.externals?.(item as never) ?? []) await removeExternal(external);
    const prefix = ending.children?.(item as never);
    if (prefix !== undefined) await removeChildren(kind, { table: kind.table, pk: String(item.pk), prefix });
    for (const table of otherTablesOf(kind)) await removeChildren(kind, { table, pk: String(item.pk) });
  }

  async function removeChildren(head: ItemKind, where: { table: TableName; pk: string; prefix?: string }): Promise<void> {
    for await (const items of db.each({ ...where, limit: 200 })) {
      const children = items.filter((child) => goesWith(kindOf(where.table, child), head));
      await db.deleteAll(where.table, children.map(keyOf));
    }
  }

  const removeExternal = (external: ExternalData): Promise<void> =>
    external.store === 'letter-files' ? externals.removeFile(external.key) : externals.removeLogin(external.username);

  async function one(head: Found, sheet: TallySheet): Promise<Deleted> {
    if (isProtected(head.item)) return 'protected';
    try {
      if (hasBelongings(head.kind)) await removeBelongings(head);
      await commit([head], sheet);
      return 'deleted';
    } catch (error) {
      if (error instanceof DomainError && error.code === 'already-done') return 'gone';
      if (error instanceof DomainError && error.code === 'changed-meanwhile') return 'protected';
      throw error;
    }
  }

  return {
    /** Deletes one head, whenever it is due. */
    one,

    /** Deletes many: those without belongings share transactions, the others and whatever was in the way go one by one. */
    async many(heads: readonly Found[], sheet: TallySheet): Promise<void> {
      const plain = heads.filter(({ kind, item }) => !hasBelongings(kind) && !isProtected(item));
      for (let start = 0; start < plain.length; start += deletionBatch) {
        const batch = plain.slice(start, start + deletionBatch);
        try {
          await commit(batch, sheet);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          for (const head of batch) await one(head, sheet);
        }
      }
      for (const head of heads) if (hasBelongings(head.kind)) await one(head, sheet);
    },
  };
}

export type Deletion = ReturnType<typeof deletion>;

const hasBelongings = (kind: ItemKind): boolean => {
  const ending = headEnding(kind)!;
  return ending.externals !== undefined || ending.children !== undefined;
};

/** Tables beside its own in which items go with a head: there they lie in the partition of the same key. */
const otherTablesOf = (head: ItemKind): TableName[] =>
  [...new Set(storedItems.filter((kind) => goesWith(kind, head)).map(({ table }) => table))].filter((table) => table !== head.table);

const goesWith = ({ ending }: ItemKind, head: ItemKind): boolean => ending !== 'never' && 'withHead' in ending && ending.withHead === head.kind;
