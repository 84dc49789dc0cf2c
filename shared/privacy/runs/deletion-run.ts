import * as z from 'zod';
import { idOf } from '../../id.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import { dueShards } from '../../storage/due-index.ts';
import type { TableName } from '../../storage/tables.ts';
import type { TallyLine } from '../deletion/tally.ts';

export const DeletionRunId = idOf('run');

/** A deletion run. It says what was due on a day and what became of it, in numbers: it is its own deletion log. */
export interface DeletionRun {
  readonly id: string;
  /** Everything due on this day or before. */
  readonly asOf: Day;
  /** Counts what would go, and changes nothing. */
  readonly dryRun: boolean;
  readonly trigger: 'schedule' | 'request';
  readonly startedAt: string;
  readonly partsTotal: number;
  readonly partsDone: number;
  readonly finishedAt?: string | undefined;
  readonly lines: readonly TallyLine[];
}

export type RunStatus = 'running' | 'done';

export const statusOf = (run: Pick<DeletionRun, 'partsDone' | 'partsTotal'>): RunStatus => (run.partsDone >= run.partsTotal ? 'done' : 'running');

/** A run that is not done so long after it began: somebody should look, even if it still gets somewhere. */
const slowAfterMs = 6 * 3_600_000;

export const isSlow = (run: Pick<DeletionRun, 'partsDone' | 'partsTotal' | 'startedAt'>, now: Date): boolean =>
  statusOf(run) === 'running' && now.getTime() - Date.parse(run.startedAt) >= slowAfterMs;

/** Whether all that was due on its day is gone with a run that is done: it deletes, and does not look back to an earlier day. */
export const coversItsDay = ({ dryRun, asOf, startedAt }: Pick<DeletionRun, 'dryRun' | 'asOf' | 'startedAt'>): boolean =>
  !dryRun && asOf >= dayOf(new Date(startedAt));

/** A piece of a run, small enough for one worker: some shards of one table's due index. */
export const RunPart = z.strictObject({
  runId: DeletionRunId,
  table: z.string() as unknown as z.ZodType<TableName>,
  firstShard: z
    .int()
    .min(0)
    .max(dueShards - 1),
});
export type RunPart = z.infer<typeof RunPart>;

/** Shards of one part. */
export const shardsPerPart = 4;

/** All parts of a run. Independent of what is stored: a run with nothing due reads each shard once. */
export const partsOf = (runId: string, tables: readonly TableName[]): RunPart[] =>
  tables.flatMap((table) => Array.from({ length: dueShards / shardsPerPart }, (_, part) => ({ runId, table, firstShard: part * shardsPerPart })));
