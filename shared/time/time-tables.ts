import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { effortTable, type EffortTable } from './effort-table.ts';
import { stopwatchTable, type StopwatchTable } from './stopwatch-table.ts';
import { timeTable, type TimeTable } from './time-table.ts';

/** Everything that is stored of time: for the API, and for whoever tries it. */
export interface TimeTables {
  readonly times: TimeTable;
  readonly stopwatches: StopwatchTable;
  readonly efforts: EffortTable;
}

export const timeTables = (parts: { readonly db: Database; readonly rules: DeletionRules }): TimeTables => ({
  times: timeTable(parts),
  stopwatches: stopwatchTable(parts),
  efforts: effortTable(parts.db),
});
