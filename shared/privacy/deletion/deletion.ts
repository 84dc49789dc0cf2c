import { dayOf } from '../../personal-data/calendar.ts';
import { endOf, type DeletionRules } from '../../personal-data/deletion-rules.ts';
import { headEnding, type ExternalData, type ItemKind } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import { keyOf, type Item } from '../../storage/item.ts';
import { dueKeys } from '../../storage/due-index.ts';
import type { Condition } from '../../storage/expression.ts';
import type { TableName } from '../../storage/tables.ts';
import type { Write } from '../../storage/transact.ts';
import { DomainError } from '../../domain-error.ts';
import { isProtected } from '../registry/assessment.ts';
import { statisticsWrites } from './statistics-item.ts';
import type { Found } from '../registry/found.ts';
import { tallyWrite, type TallySheet } from './tally.ts';
import { kindOf, storedItems } from '../../stored-items.ts';

/** Takes away what lies outside the tables. Each is done when there is nothing (left) to take. */
export interface ExternalStores {
  /** All versions and delete markers of the file, and unfinished uploads. */
  removeFile(key: string): Promise<void>;
  removeLogin(username: string): Promise<void>;
  /** The address on the list of those that mails came back from. */
  removeSuppression(address: string): Promise<void>;
}

export interface DeletionParts {
  readonly db: Database;
  readonly externals: ExternalStores;
  readonly now: () => Date;
  /** For an erasure: by which rules its tombstones end. Without them nothing is left in an item's place. */
  readonly tombstones?: DeletionRules;
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
export function deletion({ db, externals, now, tombstones }: DeletionParts) {
  /** Nothing due may be deleted if it was protected, or dated anew, since it was read. */
  const unchanged = (item: Item): Condition => ({
    equals: { dueOn: String(item.dueOn) },
    absent: ['heldSince', 'restrictedSince'],
  });

  const deleteWrite = ({ kind, item }: Found): Write => {
    const stone = tombstoneOf({ kind, item });
    return {
      table: kind.table,
      ...(stone ? { put: stone } : { delete: keyOf(item) }),
      if: unchanged(item),
      refusal: (current) => new DomainError('conflict', current ? 'changed-meanwhile' : 'already-done'),
    };
  };

  const tombstoneOf = ({ kind, item }: Found): Item | undefined => {
    const today = dayOf(now());
    const stone = tombstones && headEnding(kind)!.tombstone?.(item, today);
    // They are few, and their own key is a hash of somebody's number: all are due under one word.
    return stone && { ...stone, ...dueKeys('tombstone', endOf(tombstones.tombstone, { recorded: today }, today).on) };
  };

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

  const cells = (heads: readonly Found[]) => heads.flatMap(({ kind, item }) => headEnding(kind)!.anonymised?.(item) ?? []);

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
    for (const external of ending.externals?.(item) ?? []) await removeExternal(external);
    const prefix = ending.children?.(item);
    if (prefix !== undefined) await removeChildren(kind, { table: kind.table, pk: String(item.pk), prefix });
    for (const table of otherTablesOf(kind)) await removeChildren(kind, { table, pk: String(item.pk) });
  }

  async function removeChildren(head: ItemKind, where: { table: TableName; pk: string; prefix?: string }): Promise<void> {
    for await (const items of db.each({ ...where, limit: 200 })) {
      const children = items.filter((child) => goesWith(kindOf(where.table, child), head));
      await db.deleteAll(where.table, children.map(keyOf));
    }
  }

  function removeExternal(external: ExternalData): Promise<void> {
    if (external.store === 'letter-files') return externals.removeFile(external.key);
    return external.store === 'logins' ? externals.removeLogin(external.username) : externals.removeSuppression(external.address);
  }

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

    /**
     * Deletes many: those without belongings share transactions, the others and whatever was in the way go one by one. One that
     * fails keeps no other. Gives the failures.
     */
    async many(heads: readonly Found[], sheet: TallySheet): Promise<unknown[]> {
      const failures: unknown[] = [];
      const singly = async (some: readonly Found[]): Promise<void> => {
        for (const head of some) await one(head, sheet).catch((error: unknown) => failures.push(error));
      };
      const plain = heads.filter(({ kind, item }) => !hasBelongings(kind) && !isProtected(item));
      for (let start = 0; start < plain.length; start += deletionBatch) {
        const batch = plain.slice(start, start + deletionBatch);
        await commit(batch, sheet).catch(() => singly(batch));
      }
      await singly(heads.filter(({ kind }) => hasBelongings(kind)));
      return failures;
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
