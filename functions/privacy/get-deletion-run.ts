import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { DeletionRunId, statusOf } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunNeeds } from '../../shared/privacy/runs/deletion-run-table.ts';
import { counted } from '../../shared/privacy/deletion/tally.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { findRun } from './find-run.ts';

const Counts = z.object(Object.fromEntries(counted.map((what) => [what, z.int()])));

const uses = { runs: only(deletionRunNeeds, 'read') };

export const getDeletionRun = endpoint({
  method: 'GET',
  path: '/v1/privacy/deletion-runs/{runId}',
  allow: ['officer'],
  summary: 'The log of a deletion run: what was due and what became of it, in numbers without any identifier',
  params: z.strictObject({ runId: DeletionRunId }),
  returns: z
    .object({
      id: DeletionRunId,
      status: z.enum(['running', 'done']),
      asOf: z.iso.date(),
      dryRun: z.boolean(),
      trigger: z.enum(['schedule', 'request']),
      startedAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().optional(),
      lines: z.array(z.object({ class: z.string(), table: z.string(), counts: Counts })),
    })
    .meta({ id: 'DeletionRun' }),
  status: 200,
  uses,
  async handle({ params }, { runs }: Used<typeof uses>) {
    const run = await findRun(runs, params.runId);
    const status = statusOf(run);
    return { ...run, status, finishedAt: status === 'done' ? run.finishedAt : undefined, lines: [...run.lines] };
  },
});
