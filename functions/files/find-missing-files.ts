import * as z from 'zod';
import { filesOfItem, type OwnedStore } from '../../shared/files/file-owners.ts';
import type { FileWalk } from '../../shared/files/file-walk.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { Database } from '../../shared/storage/database.ts';
import { dueShard, dueShards } from '../../shared/storage/due-index.ts';
import { isOnItsWayOut } from '../../shared/storage/item-states.ts';
import { keyOf, type Item } from '../../shared/storage/item.ts';

/** A walk through the items that name files of a store, as far as it has come. */
export const ItemsStep = z.strictObject({
  walk: z.literal('items'),
  store: z.string(),
  shard: z.int().min(0),
  lastShard: z
    .int()
    .min(0)
    .max(dueShards - 1),
  /** Goes on behind this key of the index. */
  after: z.record(z.string(), z.string()).optional(),
  /** How many items were looked at, and how many files of theirs are not there. */
  items: z.int().default(0),
  missing: z.int().default(0),
});
export type ItemsStep = z.infer<typeof ItemsStep>;

export interface FindMissingDeps {
  readonly db: Database;
  readonly owned: OwnedStore;
  readonly files: FileWalk;
  /** Hands the rest of the walk to another worker. */
  readonly continueLater: (step: ItemsStep) => Promise<void>;
  /** Whether there is time for another page. */
  readonly hasTime: () => boolean;
  readonly log: Log;
}

/** How the log words what somebody should look at: an alarm counts these lines. */
export const missingAmiss = 'items-without-files';

/** Items of a page; all of them are asked after at once. */
const pageSize = 20;

/**
 * A quarter of the shards, another one each week: asking after a file is a request of its own, and whoever loses files loses more
 * than one. So each item is looked at once in four weeks.
 */
export function shardsOfWeek(now: Date): Pick<ItemsStep, 'shard' | 'lastShard'> {
  const week = Math.floor(Date.parse(dayOf(now)) / (7 * 24 * 60 * 60 * 1000));
  const quarter = dueShards / 4;
  const shard = (week % 4) * quarter;
  return { shard, lastShard: shard + quarter - 1 };
}

/**
 * Looks for items whose file is not there, by the due index, which every head is in that is not kept from being deleted: no table
 * is scanned, and no list of files is held. What is missing can't be brought back here; it is counted, and an alarm rings.
 */
export async function findMissingFiles(step: ItemsStep, deps: FindMissingDeps): Promise<void> {
  let at = step;
  while (at.shard <= at.lastShard) {
    const page = await deps.db.page({ table: deps.owned.kind.table, index: 'due', pk: dueShard(at.shard), limit: pageSize, after: at.after });
    const items = page.items.filter(({ kind }) => kind === deps.owned.kind.kind);
    const missing = await Promise.all(items.map((item) => missingOf(item, deps)));
    const sum = missing.reduce((all, count) => all + count, at.missing);
    const next = page.next as Record<string, string> | undefined;
    at = { ...at, items: at.items + items.length, missing: sum, ...(next ? { after: next } : { after: undefined, shard: at.shard + 1 }) };
    if (at.shard <= at.lastShard && !deps.hasTime()) return deps.continueLater(at);
  }
  const { kind } = deps.owned.kind;
  if (at.missing > 0) deps.log.error(missingAmiss, { store: at.store, kind, count: at.missing });
  deps.log.info('items-looked-at', { store: at.store, kind, count: at.items });
}

/** How many files of an item are not there. */
async function missingOf(item: Item, { db, owned, files }: FindMissingDeps): Promise<number> {
  const there = await Promise.all(filesOfItem(owned, item).map((key) => files.has(key)));
  const missing = there.filter((one) => !one).length;
  if (missing === 0) return 0;
  // The index lags, and files go before their item: but the item is marked before its files go.
  const current = await db.get(owned.kind.table, keyOf(item));
  return current && !isOnItsWayOut(current) ? missing : 0;
}
