import { DomainError, isRefusal } from '../domain-error.ts';
import type { Committed } from '../storage/transact.ts';

/** Minutes of a day: nobody works longer on one. */
export const minutesOfDay = 24 * 60;

/** More was entered for a day than it has. `field`: where of a request it stood. */
export const dayFull = (field: 'body.minutes' | 'body.minutesSpent' = 'body.minutes'): DomainError =>
  new DomainError('conflict', 'day-full', [
    { field, problem: 'would make more than 24 hours of that day, with what you entered before (GET /v1/time-entries): correct that first' },
  ]);

/** Work that may make a day too full. That may be so by the same request, which somebody sent twice: then it is answered with what that made, and not refused. */
export async function unlessFull(earlier: (() => Promise<Committed['earlier']>) | undefined, work: () => Promise<Committed>): Promise<Committed> {
  try {
    return await work();
  } catch (error) {
    const made = isRefusal(error, dayFull()) ? await earlier?.() : undefined;
    if (!made) throw error;
    return { earlier: made };
  }
}
