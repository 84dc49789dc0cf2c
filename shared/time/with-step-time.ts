import { isRefusal } from '../domain-error.ts';
import type { Database } from '../storage/database.ts';
import { putChild, type Dating } from '../storage/item-writes.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { accounted } from './accounting.ts';
import { counting } from './accounting-writes.ts';
import { dayFull, unlessFull } from './full-day.ts';
import type { StepTime } from './step-time.ts';
import { caseOf, recordedTimeKind, timeEntryAttributes } from './time-entry-item.ts';

/** What counting a step's time asks of the tables, besides what the step asks. */
export { accountingNeeds as stepTimeNeeds } from './accounting-writes.ts';

/** What whoever writes a step works with. */
interface Writing {
  readonly db: Pick<Database, 'getAll'>;
  readonly dating: Dating;
  /** What an earlier request with the same key made, where there is a key. */
  readonly earlier?: (() => Promise<Committed['earlier']>) | undefined;
}

/**
 * Has a step written together with the time that was given with it: the entry, and all that counts it, in the step's own transaction, which looks at the case
 * and its customer. Without such time nothing more is read or written.
 * @throws DomainError `conflict/day-full`, and whatever the step is refused for
 */
export async function withStepTime(
  { db, dating, earlier }: Writing,
  time: StepTime | undefined,
  commit: (writes: readonly Write[]) => Promise<Committed>,
): Promise<Committed> {
  if (!time) return commit([]);
  const { entry, cameWith } = time;
  const attributes = { ...timeEntryAttributes(entry), ...(cameWith && { cameWith: [...cameWith] }) };
  const written = putChild(recordedTimeKind, caseOf({ customerId: entry.customerId, id: entry.ticketId }), entry.id, attributes);
  return unlessFull(earlier, () =>
    counting(db, entry.by, accounted(undefined, entry), dating, (counted) => commit([written, ...counted])).catch((error: unknown) => {
      throw isRefusal(error, dayFull()) ? dayFull('body.minutesSpent') : error;
    }),
  );
}
