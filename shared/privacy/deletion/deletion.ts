import { alreadyDone, changedMeanwhile, isRefusal } from '../../domain-error.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import type { Condition } from '../../storage/expression.ts';
import { headEnding, type ItemKind } from '../../storage/item-kind.ts';
import type { OutsideStoreName } from '../../storage/outside-holdings.ts';
import { both, notKept } from '../../storage/item-states.ts';
import { putHead, remove, update } from '../../storage/item-writes.ts';
import { keyOf, type Item } from '../../storage/item.ts';
import { toEach, together, type Needs } from '../../storage/needs.ts';
import type { Write } from '../../storage/transact.ts';
import { isProtected } from '../registry/assessment.ts';
import { isBusyWith, relationshipNeeds, type Facts } from '../registry/facts.ts';
import type { Found } from '../registry/found.ts';
import { classOf, endingOf, tablesOfKinds, type ChildPlace, type Registry } from '../registry/registry.ts';
import type { LawOnly } from './law-only.ts';
import { addToCell, statisticsKind } from './statistics-item.ts';
import type { Cell } from './statistics-ladder.ts';
import { stillFree, stillFreeNeeds } from './still-free.ts';
import { tallyWrite, type Counted, type CountedInErasure, type TallySheet } from './tally.ts';

/** A store outside the tables. */
export interface OutsideStore {
  /** Takes away what lies under a reference. Done when there is nothing (left) to take. */
  remove(reference: string): Promise<void>;
}

/** The stores outside the tables, by the names under which items refer to them. */
export type OutsideStores = Readonly<Record<OutsideStoreName, OutsideStore>>;

export interface DeletionParts {
  readonly db: Database;
  readonly registry: Registry;
  readonly outside: OutsideStores;
  readonly now: () => Date;
  /** For an erasure: by which rules its tombstones end. Without them nothing is left in an item's place. */
  readonly tombstones?: DeletionRules;
  /** For a deletion run: what becomes of what is left when a head goes. */
  readonly lawOnly?: Pick<LawOnly, 'concerns' | 'leave'>;
}

/** A head with what was found out about it. */
export interface Assessed extends Found {
  readonly facts: Facts;
}

/** `gone` counts as done: somebody else deleted it. */
export type Deleted = 'deleted' | 'protected' | 'gone';

/** What deleting heads of these kinds asks of the tables, `sheet` being the kind of what counts them. `tombstones`: as an erasure does it. */
export function deletionNeeds(registry: Registry, heads: readonly ItemKind[], sheet: ItemKind, { tombstones }: { tombstones: boolean }): Needs {
  const children = tablesOfKinds(heads.flatMap(registry.childKinds));
  // An erasure counts nothing.
  const counts = !tombstones && heads.some((kind) => headEnding(kind)?.anonymised) ? [statisticsKind] : [];
  return together(
    stillFreeNeeds(registry),
    heads.includes(registry.personKind) ? relationshipNeeds(registry) : [],
    toEach('deletes', tablesOfKinds(heads)),
    toEach('puts', tombstones ? tablesOfKinds(heads.filter((kind) => headEnding(kind)?.tombstone)) : []),
    toEach('updates', tablesOfKinds([...heads.filter((kind) => hasBelongings(registry, kind)), sheet, ...counts])),
    toEach('queries', children),
    toEach('clears', children),
  );
}

/** Whether anything goes before a head of this kind can go. */
const hasBelongings = (registry: Registry, kind: ItemKind): boolean => headEnding(kind)?.outside !== undefined || registry.childKinds(kind).length > 0;

/** DynamoDB takes 100 writes in one transaction; some are for counters. */
const mostWrites = 90;

/** As many heads are looked at together. */
export const deletionBatch = 80;

/**
 * Deletes heads with all that belongs to them, and counts them in the same transaction.
 * What lies outside goes first, then children in batches, the head last: until the very end the head is there to be found
 * again, so a crash at any point leaves work to do and never an orphan.
 */
export function deletion({ db, registry, outside, now, tombstones, lawOnly }: DeletionParts) {
  const meanwhile = (current: Item | undefined) => (current ? changedMeanwhile() : alreadyDone());

  /** What is left in an item's place. */
  const stoneOf = (found: Found) => tombstones && endingOf(found).tombstone?.(found.item, dayOf(now()));

  const deleteWrite = (found: Found): Write => {
    const { kind, item } = found;
    const options = { if: unchanged(item), refusal: meanwhile };
    const stone = stoneOf(found);
    return stone ? putHead(stone.kind, stone.item as never, { rules: tombstones!, today: dayOf(now()) }, options) : remove(kind, keyOf(item), options);
  };

  const counting = (heads: readonly Found[], sheet: TallySheet, became: (kind: ItemKind) => Counted | CountedInErasure): Write[] => {
    const lines = Map.groupBy(heads, (head) => JSON.stringify([head.kind.table, classOf(head)]));
    return [...lines.values()].map((line) => {
      const counts = Map.groupBy(line, (head) => became(head.kind));
      return tallyWrite(sheet, classOf(line[0]!), line[0]!.kind.table, Object.fromEntries([...counts].map(([what, some]) => [what, some.length])));
    });
  };

  const commit = (heads: readonly Assessed[], sheet: TallySheet) => {
    const stones = heads.flatMap((head) => stoneOf(head) ?? []);
    const counts = [...counting(heads, sheet, becameOf), ...counting(stones, sheet, () => 'tombstones')];
    return db.commit({ writes: [...heads.map(deleteWrite), ...stillFree(heads), ...counts] });
  };

  /** In as few transactions as hold them; what shares one that fails goes one by one. Gives the failures. */
  async function inBatches(heads: readonly Assessed[], sheet: TallySheet, singly: (head: Assessed) => Promise<unknown>): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const batch of batches(heads)) await commit(batch, sheet).catch(async () => failures.push(...(await failuresOf(batch, singly))));
    return failures;
  }

  /** Marks a head, so that nobody works with it any more: a hold that comes after this comes too late. */
  async function begin(head: Assessed): Promise<void> {
    const { kind, item } = head;
    const begun = { setOnce: { deletingSince: now().toISOString() } };
    await db.commit({ writes: [update(kind, keyOf(item), begun, { if: both({ exists: true }, unchanged(item)), refusal: meanwhile }), ...stillFree([head])] });
    if (kind !== registry.personKind || !(await isBusyWith(db, registry, String(item.pk)))) return;
    // Somebody opened a case after the end was found out: without master data nobody could work on it.
    await db.commit({ writes: [update(kind, keyOf(item), { remove: ['deletingSince'] }, { if: { exists: true } })] });
    throw meanwhile(item);
  }

  async function removeBelongings(head: Assessed): Promise<void> {
    const { item } = head;
    for (const { store, reference } of endingOf(head).outside?.(item) ?? []) await outside[store].remove(reference);
    for (const [, places] of Map.groupBy(registry.childrenOf(head), ({ kind: child, pk, prefix }) => JSON.stringify([child.table, pk, prefix])))
      await removeChildren(places);
  }

  /** Children of several kinds may lie in one place, and other heads among them. */
  async function removeChildren(places: readonly ChildPlace[]): Promise<void> {
    const { kind, pk, prefix } = places[0]!;
    const kinds = places.map((place) => place.kind);
    for await (const items of db.each({ table: kind.table, pk, prefix, limit: 200 })) {
      await db.deleteAll(kind.table, items.filter((item) => kinds.includes(registry.kindOf(kind.table, item))).map(keyOf));
    }
  }

  const goesSingly = (kind: ItemKind): boolean => hasBelongings(registry, kind) || lawOnly?.concerns(kind) === true;

  /** `deleted` when the work was done. */
  async function unlessMeanwhile(head: Assessed, work: () => Promise<unknown>): Promise<Deleted> {
    if (isProtected(head, head.facts)) return 'protected';
    try {
      await work();
      return 'deleted';
    } catch (error) {
      if (isRefusal(error, alreadyDone())) return 'gone';
      if (isRefusal(error, changedMeanwhile())) return 'protected';
      throw error;
    }
  }

  /** Takes everything but the head itself. */
  async function clear(head: Assessed, asOf: Day): Promise<void> {
    const concerned = lawOnly?.concerns(head.kind) === true;
    if (concerned || hasBelongings(registry, head.kind)) await begin(head);
    if (concerned) await lawOnly.leave(head, asOf);
    await removeBelongings(head);
  }

  const one = (head: Assessed, sheet: TallySheet, asOf: Day = dayOf(now())): Promise<Deleted> =>
    unlessMeanwhile(head, async () => {
      await clear(head, asOf);
      await commit([head], sheet);
    });

  return {
    /** Deletes one head, whenever it is due. `asOf`: the day of a run. */
    one,

    /**
     * Deletes many: those without belongings share transactions, the others and whatever was in the way go one by one. One that
     * fails keeps no other. Gives the failures.
     */
    async many(heads: readonly Assessed[], sheet: TallySheet, asOf?: Day): Promise<unknown[]> {
      const singly = (head: Assessed) => one(head, sheet, asOf);
      const plain = heads.filter((head) => !goesSingly(head.kind) && !isProtected(head, head.facts));
      const failures = await inBatches(plain, sheet, singly);
      return [
        ...failures,
        ...(await failuresOf(
          heads.filter(({ kind }) => goesSingly(kind)),
          singly,
        )),
      ];
    },

    /** Takes everything of many but the heads themselves, which are left for `cleared` or `lot`; those that may not go, or are gone, are not among `ready`. */
    async clear(heads: readonly Assessed[], asOf: Day): Promise<{ ready: Assessed[]; failures: unknown[] }> {
      const ready: Assessed[] = [];
      const failures = await failuresOf(heads, async (head) => {
        if ((await unlessMeanwhile(head, () => clear(head, asOf))) === 'deleted') ready.push(head);
      });
      return { ready, failures };
    },

    /** Deletes heads that `clear` has left. Gives the failures. */
    cleared: (heads: readonly Assessed[], sheet: TallySheet): Promise<unknown[]> =>
      inBatches(heads, sheet, (head) => unlessMeanwhile(head, () => commit([head], sheet))),

    /**
     * Deletes heads that `clear` has left, and counts them in a cell of the statistics: all of them or none.
     * @throws what the transaction throws, also when one of them has changed or is gone.
     */
    lot: (heads: readonly Assessed[], cell: Cell, sheet: TallySheet) =>
      db.commit({ writes: [...heads.map(deleteWrite), ...stillFree(heads), addToCell(cell, heads.length), ...counting(heads, sheet, () => 'anonymised')] }),
  };
}

export type Deletion = ReturnType<typeof deletion>;

/** What deleting items of a kind is counted as, unless the statistics count them. */
export const becameOf = (kind: ItemKind): Extract<Counted, 'deleted' | 'auxiliary'> => (headEnding(kind)!.auxiliary ? 'auxiliary' : 'deleted');

/** One bad item must not keep the others: what fails is collected, and the rest goes on. */
export async function failuresOf<T>(all: readonly T[], handle: (one: T) => Promise<unknown>): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const one of all) await handle(one).catch((error: unknown) => failures.push(error));
  return failures;
}

/** Nothing due may be deleted if it was protected, or dated anew, since it was read. */
const unchanged = (item: Item): Condition => both({ equals: { dueOn: String(item.dueOn) } }, notKept);

/** Heads that fit into one transaction together, with what guards and counts them. */
function* batches(heads: readonly Assessed[]): Generator<Assessed[]> {
  let batch: Assessed[] = [];
  const size = (some: readonly Assessed[]): number => some.length + stillFree(some).length;
  for (const head of heads) {
    if (batch.length > 0 && size([...batch, head]) > mostWrites) {
      yield batch;
      batch = [];
    }
    batch.push(head);
  }
  if (batch.length > 0) yield batch;
}
