import { deletionRunRequested } from '../../../events/deletion-run-requested.ts';
import { alreadyDone } from '../../domain-error.ts';
import type { NewId } from '../../id.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import { parseItem } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import { putHead, update } from '../../storage/item-writes.ts';
import type { Once } from '../../storage/idempotency.ts';
import type { NeedsOf } from '../../storage/needs.ts';
import type { Committed, Write, WriteOptions } from '../../storage/transact.ts';
import { deletionRunKind, partKey, runCountKind, runKey, runOf, runPartKind } from './deletion-run-item.ts';
import { shardsPerPart, type DeletionRun, type RunPart } from './deletion-run.ts';
import { counted, sumTallies } from '../deletion/tally.ts';

type NewRun = Omit<DeletionRun, 'lines' | 'partsDone' | 'finishedAt'>;

export interface DeletionRunTable {
  /** A run that somebody asked for, with its event, once. */
  request(run: NewRun, once: Once, now: Date): Promise<Committed>;
  /** A run that the schedule started; the same day makes the same run, so a doubled schedule changes nothing. */
  start(run: NewRun): Promise<void>;
  read(runId: string): Promise<DeletionRun | undefined>;
  /** The shard at which a part goes on; behind its last one when it is done. */
  nextShard(part: RunPart): Promise<number>;
  /** Notes that shards of a part are finished, `from` until before `next`, with counts that belong to them; the last one finishes the part. */
  finishShards(part: RunPart, shards: { readonly from: number; readonly next: number }, counts: readonly Write[], now: Date): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const deletionRunNeeds: NeedsOf<DeletionRunTable> = {
  request: ['puts privacy', 'puts idempotency', 'puts events'],
  start: ['puts privacy'],
  read: ['gets privacy', 'queries privacy'],
  nextShard: ['gets privacy'],
  finishShards: ['updates privacy'],
};

export function deletionRunTable({ db, rules, newId }: { db: Database; rules: DeletionRules; newId: NewId }): DeletionRunTable {
  const runWrite = ({ id, ...run }: NewRun, options?: WriteOptions): Write =>
    putHead(deletionRunKind, { ...runKey(id), ...run, partsDone: 0 }, { rules, today: run.asOf }, options);

  return {
    request: (run, once, now) =>
      db.commit({
        once: { ...once, now },
        writes: [runWrite(run)],
        events: [deletionRunRequested.make({ id: newId('evt'), aggregateId: run.id, at: now, data: { dryRun: run.dryRun } })],
      }),

    async start(run) {
      const refusal = alreadyDone;
      await db.commit({ writes: [runWrite(run, { refusal })] });
    },

    async read(runId) {
      const item = await db.get('privacy', runKey(runId));
      if (!item) return undefined;
      const counts = [];
      for await (const page of db.each({ table: 'privacy', pk: runId, prefix: 'log#count#', limit: 200 }))
        counts.push(...page.map((count) => parseItem(runCountKind, count)));
      return { ...runOf(parseItem(deletionRunKind, item)), lines: sumTallies(counts, counted) };
    },

    async nextShard(part) {
      const item = await db.get('privacy', partKey(part));
      return item ? parseItem(runPartKind, item).nextShard : part.firstShard;
    },

    async finishShards(part, { from, next }, counts, now) {
      const first = from === part.firstShard;
      const last = next === part.firstShard + shardsPerPart;
      await db.commit({
        writes: [
          update(
            runPartKind,
            partKey(part),
            { set: { kind: 'run-part', nextShard: next } },
            { if: first ? { exists: false } : { equals: { nextShard: from } }, refusal: alreadyDone },
          ),
          ...counts,
          ...(last
            ? [update(deletionRunKind, runKey(part.runId), { set: { finishedAt: now.toISOString() }, add: { partsDone: 1 } }, { if: { exists: true } })]
            : []),
        ],
      });
    },
  };
}
