import * as z from 'zod';
import { allStores } from '../../shared/files/all-stores.ts';
import { filesNamedNeeds, tablesNaming, type OwnedStore } from '../../shared/files/file-owners.ts';
import type { FileWalk } from '../../shared/files/file-walk.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import type { Database } from '../../shared/storage/database.ts';
import { indexOfEach, toEach } from '../../shared/storage/needs.ts';
import { doing, type Used } from '../../shared/storage/uses.ts';
import { findMissingFiles, ItemsStep, shardsOfWeek } from './find-missing-files.ts';
import { FilesStep, findOrphanFiles } from './find-orphan-files.ts';

const Begin = z.strictObject({ begin: z.literal('reconciliation') });

/** What a worker is told: to begin, by the schedule, or to go on with a walk from where another worker stopped. */
export const Reconciliation = z.union([Begin, FilesStep, ItemsStep]);
export type Reconciliation = z.infer<typeof Reconciliation>;

/** The message of the schedule. */
export const beginning: z.infer<typeof Begin> = { begin: 'reconciliation' };

/** Stores whose files are there as long as items name them. */
const missedStores = allStores.filter(({ store }) => !store.comesLater);

/** What it works with on the tables: who names a file, and whether those that name some are still there. */
export const reconcileFilesUses = {
  db: doing<Database>(filesNamedNeeds(allStores), indexOfEach('due', tablesNaming(missedStores)), toEach('gets', tablesNaming(missedStores))),
};

export interface ReconcileDeps extends Used<typeof reconcileFilesUses> {
  readonly stores: readonly OwnedStore[];
  /** By the name of the store. */
  readonly walks: Readonly<Record<string, FileWalk>>;
  /** Hands files that no item names to the one that looks again, and removes them. */
  readonly handOver: (keys: readonly string[]) => Promise<void>;
  /** Hands walks to workers. A repeat does no harm: nothing is removed here, and what is handed over twice goes once. */
  readonly send: (walks: readonly z.input<typeof Reconciliation>[]) => Promise<void>;
  /** Whether there is time for another page; the rest is left to the next worker. */
  readonly hasTime: () => boolean;
  /** How many orphans of one walk are removed at most; if there are more, somebody has to look. */
  readonly brake: number;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Holds files and items against each other, store by store, page by page: files that no item names, and items whose file is not
 * there. Neither should ever be found. A file comes before its item and goes before it, and there is always a message by which
 * somebody finishes what was begun; what a lost message or a mistake of ours leaves is met here.
 */
export async function reconcileFiles(message: Reconciliation, deps: ReconcileDeps): Promise<void> {
  if ('begin' in message) return begin(deps);
  const owned = deps.stores.find(({ name }) => name === message.store);
  const files = deps.walks[message.store];
  if (!owned || !files) throw new Error('A walk through a store that is not there');
  const walking = { ...deps, owned, files, continueLater: (step: Reconciliation) => deps.send([step]) };
  return message.walk === 'files' ? findOrphanFiles(message, walking) : findMissingFiles(message, walking);
}

async function begin({ stores, send, now }: ReconcileDeps): Promise<void> {
  await send(
    stores.flatMap(({ name: store, store: { comesLater } }) => [
      { walk: 'files' as const, store },
      ...(comesLater ? [] : [{ walk: 'items' as const, store, ...shardsOfWeek(now()) }]),
    ]),
  );
}
