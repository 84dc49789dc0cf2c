import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import { file } from '../../shared/lambda/answer.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { DeletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { DeletionRunId, statusOf } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunNeeds } from '../../shared/privacy/runs/deletion-run-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { deletionLogFile } from './deletion-log-file.ts';
import { findRun } from './find-run.ts';

const uses = { runs: only(deletionRunNeeds, 'read') };

interface GetDeletionLogDeps extends Used<typeof uses> {
  readonly rules: DeletionRules;
}

export const getDeletionLog = endpoint({
  method: 'GET',
  path: '/v1/privacy/deletion-runs/{runId}/log',
  allow: ['officer'],
  summary: 'The log of a finished deletion run as a file for the records [Löschprotokoll]: numbers without any identifier',
  params: z.strictObject({ runId: DeletionRunId }),
  returns: file('text/csv'),
  status: 200,
  uses,
  async handle({ params }, { runs, rules }: GetDeletionLogDeps) {
    const run = await findRun(runs, params.runId);
    // Half a log would look like a whole one in a folder.
    if (statusOf(run) !== 'done') throw new DomainError('conflict', 'run-not-finished');
    return deletionLogFile(run, rules);
  },
});
