/** What the data protection officer and people with rights do, through the public API. */
import { until, type Person } from './portal.ts';

export interface RunBody {
  readonly id: string;
  readonly status: string;
  readonly asOf: string;
  readonly lines: readonly { readonly class: string; readonly table: string; readonly counts: Readonly<Record<string, number>> }[];
}

/** Starts a deletion run and waits for its log. */
export async function deletionRun(officer: Person, asOf: string, dryRun = false): Promise<RunBody> {
  const { id } = await officer.must<{ id: string }>('POST', '/v1/privacy/deletion-runs', { body: { dryRun, asOf } });
  return until('the deletion run is done', async () => {
    const run = await officer.must<RunBody>('GET', `/v1/privacy/deletion-runs/${id}`);
    return run.status === 'done' ? run : undefined;
  });
}

/** A run's counts in one line, e.g. `case-notes 1 anonymised; business-letter 3 deleted`. */
export function summed({ lines }: RunBody): string {
  const parts = lines.flatMap(({ class: cls, counts }) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${cls}: ${count} ${what}`),
  );
  return parts.length === 0 ? 'nothing was due' : parts.join('; ');
}

export interface ErasureBody {
  readonly id: string;
  readonly status: string;
  readonly outcome?: string;
  readonly lines?: readonly { readonly title: string; readonly result: string; readonly count: number; readonly ground?: string; readonly endsOn?: string }[];
}

/** Asks for erasure. Afterwards the login is gone, so the officer looks for the answer. */
export async function erased(customer: Person, officer: Person): Promise<ErasureBody> {
  const { id } = await customer.must<{ id: string }>('POST', '/v1/privacy/erasure-requests', { body: {} });
  return until('the erasure request is answered', async () => {
    const { status, body } = await officer.ask('GET', `/v1/privacy/erasure-requests/${id}`);
    return status === 200 && body.status === 'answered' ? (body as ErasureBody) : undefined;
  });
}
