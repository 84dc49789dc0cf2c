import { DomainError } from '../../domain-error.ts';
import { dayOf } from '../../personal-data/calendar.ts';
import type { Database } from '../../storage/database.ts';
import { parseItem } from '../../storage/item-kind.ts';
import type { Item } from '../../storage/item.ts';
import type { Write } from '../../storage/transact.ts';
import { statusOf, type DeletionRun } from '../runs/deletion-run.ts';
import type { DeletionRunTable } from '../runs/deletion-run-table.ts';
import {
  addToCell,
  addWaiting,
  pendingCases,
  pendingCasesKind,
  runOfPending,
  takePending,
  takeWaiting,
  waitingCasesKind,
  waitingKey,
} from './statistics-item.ts';
import { anyCase, fewest } from './statistics-ladder.ts';
import { casesIn, lotsOf, type Lot, type PendingCases } from './statistics-lots.ts';

export interface StatisticsFoldParts {
  readonly db: Database;
  readonly runs: Pick<DeletionRunTable, 'read' | 'isFinished'>;
}

/** How often others may get in the way: each time they have done a part of the work. */
const attempts = 10;

/**
 * Moves the cases that runs have deleted from the pending counts into the cells of the statistics. Every step takes from the one
 * and adds to the other in one transaction, on condition that nobody else has: so it may be stopped and started anywhere, and be
 * done by several at once.
 */
export function statisticsFold({ db, runs }: StatisticsFoldParts) {
  async function pendingOf(runId: string): Promise<PendingCases[]> {
    const pending = [];
    for await (const items of db.each({ table: 'privacy', pk: pendingCases, prefix: `${runId}#`, limit: 1000 }))
      pending.push(...items.map((item) => parseItem(pendingCasesKind, item)));
    return pending;
  }

  async function foldRun(runId: string): Promise<void> {
    const pending = await pendingOf(runId);
    const lines = (await runs.read(runId))?.lines ?? [];
    const cases = lines.reduce((sum, { counts }) => sum + counts.anonymised, 0);
    for (const step of lotsOf(pending, cases)) await db.commit({ writes: step.flatMap(writesOf) });
  }

  /** Whether nothing more is to come of an earlier run: it is finished, or a run of a later day has overtaken it. */
  async function isOver(runId: string, { startedAt }: Started): Promise<boolean> {
    const run = await runs.read(runId);
    return !run || statusOf(run) === 'done' || dayOf(new Date(run.startedAt)) < dayOf(new Date(startedAt));
  }

  /** Runs that have left pending cases, each once, the oldest first; up to this one if it has `finished`. */
  async function* runsWithPending(runId: string, finished: boolean): AsyncGenerator<string> {
    // Run ids sort by the time they were made, and `~` behind everything that follows one.
    const query = { table: 'privacy', pk: pendingCases, below: finished ? `${runId}~` : runId, limit: 1 } as const;
    let found: string | undefined;
    do {
      const after: Item | undefined = found === undefined ? undefined : { pk: pendingCases, sk: `${found}~` };
      const [first] = (await db.page({ ...query, after })).items;
      found = first && runOfPending(first);
      if (found !== undefined) yield found;
    } while (found !== undefined && found !== runId);
  }

  /** What has waited until it was eleven. */
  async function publishWaiting(): Promise<void> {
    const item = await db.get('privacy', waitingKey);
    const count = item ? parseItem(waitingCasesKind, item).count : 0;
    if (count >= fewest) await db.commit({ writes: [takeWaiting(count), addToCell(anyCase, count)] });
  }

  return {
    /**
     * When a part of a run has ended: takes what earlier runs have left, finished or not; and where it was the last part, what
     * this run has counted.
     * @throws DomainError `unavailable/storage-busy` when others get in the way again and again; what is left is left for the next.
     */
    async afterPart(run: Started): Promise<void> {
      const finished = await runs.isFinished(run.id);
      for await (const runId of runsWithPending(run.id, finished)) {
        if (runId === run.id || (await isOver(runId, run))) await insisting(() => foldRun(runId));
      }
      if (finished) await insisting(publishWaiting);
    },
  };
}

type Started = Pick<DeletionRun, 'id' | 'startedAt'>;

export type StatisticsFold = ReturnType<typeof statisticsFold>;

const writesOf = ({ to, takes }: Lot): Write[] => [
  to === 'waiting' ? addWaiting(casesIn(takes)) : addToCell(to, casesIn(takes)),
  ...takes.map(({ from, count }) => takePending(from, count)),
];

/** Begins anew when somebody else was quicker. */
async function insisting(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'changed-meanwhile')) throw error;
    }
  }
  throw new DomainError('unavailable', 'storage-busy');
}
