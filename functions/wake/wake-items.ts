import { changedMeanwhile, isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { describeError, type Log } from '../../shared/lambda/logger.ts';
import type { Database } from '../../shared/storage/database.ts';
import { headEnding, parseItem, type ItemKind } from '../../shared/storage/item-kind.ts';
import { both, isHidden, notHidden } from '../../shared/storage/item-states.ts';
import { update } from '../../shared/storage/item-writes.ts';
import { keyOf, type Item } from '../../shared/storage/item.ts';
import { indexOfEach, toEach } from '../../shared/storage/needs.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { doing, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { asleep, awake, wakeShard, wakeShards, wakeUpTo } from '../../shared/storage/wake-index.ts';

/** The tables in which items sleep. */
export const tablesThatWake = (kinds: readonly ItemKind[]): TableName[] => [
  ...new Set(kinds.filter((kind) => headEnding(kind)?.wakes).map(({ table }) => table)),
];

const sleepers = tablesThatWake(storedItems.kinds);

/** What it works with on the tables. */
export const wakeItemsUses = {
  db: doing<Database>(indexOfEach('wake', sleepers), toEach('gets', sleepers), toEach('updates', sleepers), ['puts events']),
};

export interface WakeDeps extends Used<typeof wakeItemsUses> {
  /** All kinds of stored item; those that wake say so themselves. */
  readonly kinds: readonly ItemKind[];
  readonly newId: NewId;
  readonly now: () => Date;
  readonly log: Log;
  /** Asked before every page; the rest is left to the next minute. */
  readonly hasTime: () => boolean;
}

/** How the log says that a minute was too short for what was to be woken in it: an alarm counts these lines. */
export const behind = 'wakes-left-over';

/** As many of a shard are woken side by side. */
const pageSize = 10;

/**
 * Wakes every item whose time has come: takes it out of the wake index, or puts it where it is found the next time, and tells what its
 * kind says, in one transaction. What is to be done then is up to who hears it. An item is woken once however often this runs and however
 * many run at the same time, and one that could not be woken is found again a minute later.
 * @throws Error after everything else was woken, when some items could not be
 */
export async function wakeItems(deps: WakeDeps): Promise<void> {
  const upTo = deps.now();
  const shards = tablesThatWake(deps.kinds).flatMap((table) => Array.from({ length: wakeShards }, (_, shard) => ({ table, shard })));
  const counts: Counts = { woken: 0, failed: 0, leftOver: 0 };
  await Promise.all(shards.map(({ table, shard }) => noting(counts, table, deps, () => wakeShardOf(table, shard, upTo, counts, deps))));
  if (counts.woken > 0) deps.log.info('items-woken', { count: counts.woken });
  if (counts.leftOver > 0) deps.log.warn(behind, { count: counts.leftOver });
  if (counts.failed > 0) throw new Error(`${counts.failed} items or shards could not be woken`);
}

/** What came of a minute. `leftOver`: shards for which there was no time. */
interface Counts {
  woken: number;
  failed: number;
  leftOver: number;
}

/** One that fails keeps no other: it is counted, and said in the log. */
async function noting(counts: Counts, table: TableName, { log }: WakeDeps, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    counts.failed += 1;
    log.error('item-not-woken', { table, ...describeError(error) });
  }
}

async function wakeShardOf(table: TableName, shard: number, upTo: Date, counts: Counts, deps: WakeDeps): Promise<void> {
  for await (const entries of deps.db.each({ table, index: 'wake', pk: wakeShard(shard), below: wakeUpTo(upTo), limit: pageSize })) {
    if (!deps.hasTime()) {
      counts.leftOver += 1;
      return;
    }
    // The index says who should be awake, the table how they are: by now some may be gone, or asleep until later.
    const items = await deps.db.getAll(table, entries.map(keyOf));
    const wakeOne = async (item: Item) => {
      if (await wake(table, item, upTo, deps)) counts.woken += 1;
    };
    await Promise.all(items.map((item) => noting(counts, table, deps, () => wakeOne(item))));
  }
}

/** Wakes an item, unless somebody else did. @returns whether it was told */
async function wake(table: TableName, item: Item, upTo: Date, { db, kinds, newId, now }: WakeDeps): Promise<boolean> {
  const kind = kinds.find((one) => one.kind === item.kind && one.table === table);
  const { wakes, sleepsOn } = (kind && headEnding(kind)) ?? {};
  if (!kind || !wakes) throw new Error(`An item of a kind that does not wake sleeps in the table ${table}`);
  const { wakeSk } = item;
  if (typeof wakeSk !== 'string' || wakeSk >= wakeUpTo(upTo)) return false;
  // Nothing becomes of what is kept for the law only, or on its way out: it is taken out of the index, and nobody hears of it.
  const hidden = isHidden(item);
  const unchanged = { equals: { wakeSk } };
  const at = now();
  const until = hidden ? undefined : sleepsOn?.(parseItem(kind, item), at);
  const changes = until ? { set: asleep(String(item.id ?? item.pk), until) } : { remove: awake };
  try {
    await db.commit({
      writes: [update(kind, keyOf(item), changes, { if: hidden ? unchanged : both(unchanged, notHidden), refusal: changedMeanwhile })],
      events: hidden ? [] : [wakes(parseItem(kind, item), { id: newId('evt'), at })],
    });
    return !hidden;
  } catch (error) {
    // Somebody woke it, let it sleep on, or hid it. In the last case the next minute finds it so.
    if (isRefusal(error, changedMeanwhile())) return false;
    throw error;
  }
}
