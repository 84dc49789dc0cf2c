import * as z from 'zod';
import { invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { RunDay } from '../../shared/personal-data/plausible-days.ts';
import { DeletionRunId, partsOf, statusOf } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunNeeds } from '../../shared/privacy/runs/deletion-run-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { findRun } from './find-run.ts';

const uses = { runs: only(deletionRunNeeds, 'request', 'read') };

interface StartDeletionRunDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  /** Whether runs may be made for another day than today: in stages without real people only. */
  readonly allowAsOf: boolean;
}

export const startDeletionRun = endpoint({
  method: 'POST',
  path: '/v1/privacy/deletion-runs',
  allow: ['officer'],
  summary: 'Start a deletion run by hand; a dry run counts what would go and changes nothing',
  body: z.strictObject({
    dryRun: z.boolean(),
    asOf: RunDay.optional().describe('Day to run for, today if left out; only where the stage allows another day'),
  }),
  example: { dryRun: true },
  returns: z.object({ id: DeletionRunId, status: z.enum(['running', 'done']) }),
  status: 202,
  uses,
  async handle({ body, once }, { runs, newId, now, allowAsOf }: StartDeletionRunDeps) {
    if (body.asOf !== undefined && !allowAsOf) {
      throw invalidField('body.asOf', 'this stage runs for today only');
    }
    const at = now();
    const id = newId('run');
    const partsTotal = partsOf(id, storedItems.tablesWithDueDates).length;
    const run = { id, asOf: body.asOf ?? dayOf(at), dryRun: body.dryRun, trigger: 'request' as const, startedAt: at.toISOString(), partsTotal };
    const { earlier } = await runs.request(run, { request: once, status: 202, madeId: id }, at);
    if (!earlier) return { id, status: 'running' as const };
    const made = await findRun(runs, earlier.id);
    return { id: made.id, status: statusOf(made) };
  },
});
