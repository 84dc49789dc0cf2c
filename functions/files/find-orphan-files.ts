import * as z from 'zod';
import { fileOfKey } from '../../shared/files/file-key.ts';
import { filesNamed, type OwnedStore } from '../../shared/files/file-owners.ts';
import type { FileWalk, ListedFile } from '../../shared/files/file-walk.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import type { Database } from '../../shared/storage/database.ts';

/** A walk through the files of a store, as far as it has come. */
export const FilesStep = z.strictObject({
  walk: z.literal('files'),
  store: z.string(),
  after: z.strictObject({ key: z.string(), versionId: z.string() }).optional(),
  /** How many files were looked at, how many of them no item names, and how many have a name that none of ours has. */
  files: z.int().default(0),
  orphans: z.int().default(0),
  unknown: z.int().default(0),
  /** Keys of the orphans, as long as they are few enough to be removed. */
  keys: z.array(z.string()).default([]),
  /** Somebody has looked at what the brake kept: orphans go, however many there are. */
  released: z.boolean().default(false),
});
export type FilesStep = z.infer<typeof FilesStep>;

export interface FindOrphansDeps {
  readonly db: Database;
  readonly owned: OwnedStore;
  readonly files: FileWalk;
  /** Hands files that no item names to the one that looks again, and removes them. */
  readonly handOver: (keys: readonly string[]) => Promise<void>;
  /** Hands the rest of the walk to another worker. */
  readonly continueLater: (step: FilesStep) => Promise<void>;
  /** Whether there is time for another page. */
  readonly hasTime: () => boolean;
  /** How many orphans of one walk are removed at most; if there are more, somebody has to look. */
  readonly brake: number;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * If a walk finds more orphans, none of them is removed: there should be none. A table that was restored to an earlier day, or a mistake
 * of ours, makes many, and then the files are all that is left.
 */
export const mostRemoved = 10;

/** A file that is younger may belong to something in flight. */
const restMs = 24 * 60 * 60 * 1000;

/** How the log words what somebody should look at: an alarm counts these lines. */
export const orphansAmiss = { some: 'files-without-items', tooMany: 'too-many-files-without-items', unknown: 'files-of-unknown-name' } as const;

/** Looks through the files of a store for those that no item names. Page by page, in constant memory; nothing is removed before all were seen. */
export async function findOrphanFiles(step: FilesStep, deps: FindOrphansDeps): Promise<void> {
  let at = step;
  do {
    const page = await deps.files.page(at.after);
    at = { ...(await seen(at, page.files, deps)), after: page.next };
    if (at.after && !deps.hasTime()) return deps.continueLater(at);
  } while (at.after);
  await finish(at, deps);
}

/** The walk with a page more. */
async function seen(step: FilesStep, files: readonly ListedFile[], deps: FindOrphansDeps): Promise<FilesStep> {
  const { orphans, unknown } = await judged(files, deps);
  const count = step.orphans + orphans.length;
  if (step.released) await deps.handOver(orphans);
  const keys = step.released || count > deps.brake ? [] : [...step.keys, ...orphans];
  return { ...step, files: step.files + files.length, unknown: step.unknown + unknown, orphans: count, keys };
}

/** Which files of a page are orphans. Files of a person come together, so a person's items are read once per page. */
async function judged(files: readonly ListedFile[], { db, owned, now }: FindOrphansDeps): Promise<{ orphans: string[]; unknown: number }> {
  const old = files.filter(({ changedAt }) => changedAt.getTime() < now().getTime() - restMs).map(({ key }) => key);
  const byPerson = Map.groupBy(old, (key) => fileOfKey(owned.store, key)?.customerId);
  const unknown = byPerson.get(undefined)?.length ?? 0;
  byPerson.delete(undefined);
  const orphans = await Promise.all(
    [...byPerson].map(async ([customerId, keys]) => {
      const left = new Set(keys);
      for await (const named of filesNamed(db, owned, customerId!)) for (const key of named) left.delete(key);
      return [...left];
    }),
  );
  return { orphans: orphans.flat(), unknown };
}

async function finish({ store, files, orphans, unknown, keys, released }: FilesStep, { handOver, brake, log }: FindOrphansDeps): Promise<void> {
  if (orphans > brake && !released) log.error(orphansAmiss.tooMany, { store, count: orphans });
  else if (orphans > 0) {
    await handOver(keys);
    log.warn(orphansAmiss.some, { store, count: orphans });
  }
  if (unknown > 0) log.error(orphansAmiss.unknown, { store, count: unknown });
  log.info('files-looked-at', { store, count: files });
}
