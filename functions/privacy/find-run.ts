import { DomainError } from '../../shared/domain-error.ts';
import type { DeletionRun } from '../../shared/privacy/runs/deletion-run.ts';
import type { DeletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';

/** @throws DomainError `not-found/no-such-run` */
export async function findRun(runs: Pick<DeletionRunTable, 'read'>, runId: string): Promise<DeletionRun> {
  const run = await runs.read(runId);
  if (!run) throw new DomainError('not-found', 'no-such-run');
  return run;
}
