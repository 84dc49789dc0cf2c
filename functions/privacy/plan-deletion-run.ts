import * as z from 'zod';
import { deletionRunRequested } from '../../events/deletion-run-requested.ts';
import { alreadyDone, isRefusal } from '../../shared/domain-error.ts';
import { idOfDay } from '../../shared/id.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { partsOf, type RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunNeeds } from '../../shared/privacy/runs/deletion-run-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';

/** What starts a run: somebody's request, or the daily schedule. */
export const RunTrigger = z.object({
  detail: z.union([deletionRunRequested.reads, z.strictObject({ type: z.literal('deletion-run.scheduled') })]),
});
export type RunTrigger = z.infer<typeof RunTrigger>;

/** What it works with on the tables. */
export const planDeletionRunUses = { runs: only(deletionRunNeeds, 'start') };

export interface PlanRunDeps extends Used<typeof planDeletionRunUses> {
  /** Hands parts to workers. A repeat does no harm: a part that is done stays done. */
  readonly hand: (parts: readonly RunPart[]) => Promise<void>;
  readonly now: () => Date;
}

/** Splits a run into parts. The scheduled run of a day has the day's own id, so a doubled schedule has one effect. */
export async function planDeletionRun({ detail }: RunTrigger, { runs, hand, now }: PlanRunDeps): Promise<void> {
  const runId = 'aggregateId' in detail ? detail.aggregateId : await scheduled(runs, now());
  await hand(partsOf(runId, storedItems.tablesWithDueDates));
}

async function scheduled(runs: PlanRunDeps['runs'], now: Date): Promise<string> {
  const asOf = dayOf(now);
  const id = idOfDay('run', asOf);
  const partsTotal = partsOf(id, storedItems.tablesWithDueDates).length;
  try {
    await runs.start({ id, asOf, dryRun: false, trigger: 'schedule', startedAt: now.toISOString(), partsTotal });
  } catch (error) {
    // Started already: hand out the parts again, in case the first planner was killed before it had handed out all.
    if (!isRefusal(error, alreadyDone())) throw error;
  }
  return id;
}
