import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect } from '../storage/earlier.ts';
import { earlierNeeds } from '../storage/earlier.ts';
import type { Once } from '../storage/idempotency.ts';
import { isHidden } from '../storage/item-states.ts';
import { putHead, remove, type Dating } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { checkTicketThere } from '../tickets/ticket-check.ts';
import { accounted } from './accounting.ts';
import { accountingNeeds, counting } from './accounting-writes.ts';
import { noStopwatch, stopwatchRunning, type Stopwatch } from './stopwatch.ts';
import { stopwatchAttributes, stopwatchKey, stopwatchKind, stopwatchOf } from './stopwatch-item.ts';
import type { TimeEntry } from './time-entry.ts';
import { unlessFull } from './full-day.ts';
import { newEntryWrites, spentOnWrites } from './time-table.ts';

export interface StopwatchTable {
  /**
   * Starts it, unless the clerk has one that runs: of two at once one starts.
   * @throws DomainError `conflict/stopwatch-running`, `not-found/no-such-ticket`, `conflict/ticket-merged`, `conflict/processing-restricted`,
   *   `conflict/customer-erased`, `invalid/invalid-body` for a step or a task that is none of the ticket
   */
  start(stopwatch: Stopwatch, once: Once, now: Date): Promise<Committed>;
  /** That of a clerk; strongly consistent. */
  ofAgent(agentId: string): Promise<Stopwatch | undefined>;
  /** It runs no more, and its time is entered and counted, in one; that there are its step or task was looked at as it was started. @throws DomainError `conflict/no-stopwatch`, and as the entry of time */
  stop(stopwatch: Stopwatch, entry: TimeEntry, once: Once, now: Date): Promise<Committed>;
  /** It was forgotten: it runs no more, and its time stands there until somebody says how long it was. @throws DomainError as `stop` */
  runOut(stopwatch: Stopwatch, entry: TimeEntry): Promise<void>;
  /** It runs no more, and nothing comes of it. @throws DomainError `conflict/no-stopwatch` */
  discard(stopwatch: Pick<Stopwatch, 'agentId' | 'entryId'>): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const stopwatchNeeds: NeedsOf<StopwatchTable> = {
  start: ['puts time', 'checks tickets', 'checks tasks', 'checks customers', 'puts idempotency'],
  ofAgent: ['gets time'],
  stop: [...accountingNeeds, 'deletes time', 'checks tickets', 'checks customers', 'puts idempotency', ...earlierNeeds],
  runOut: ['puts time', 'deletes time', 'checks tickets', 'checks customers'],
  discard: ['deletes time'],
};

export function stopwatchTable({ db, rules }: { readonly db: Database; readonly rules: DeletionRules }): StopwatchTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });
  return {
    start: (stopwatch, once, now) =>
      db.commit({
        once: { ...once, now },
        customer: { id: stopwatch.customerId },
        writes: [
          checkTicketThere({ customerId: stopwatch.customerId, id: stopwatch.ticketId }),
          putHead(stopwatchKind, stopwatchAttributes(stopwatch), datingAt(now), { refusal: stopwatchRunning }),
          ...spentOnWrites(stopwatch),
        ],
      }),

    async ofAgent(agentId) {
      const item = await db.get('time', stopwatchKey(agentId));
      return item && !isHidden(item) ? stopwatchOf(item) : undefined;
    },

    stop: (stopwatch, entry, once, now) =>
      unlessFull(
        () => earlierEffect(db, once.request, now),
        () =>
          counting(db, entry.by, accounted(undefined, entry), datingAt(now), (writes) =>
            db.commit({
              once: { ...once, now },
              customer: { id: entry.customerId },
              writes: [gone(stopwatch), ...newEntryWrites(entry), ...writes],
            }),
          ),
      ),

    async runOut(stopwatch, entry) {
      await db.commit({ customer: { id: entry.customerId }, writes: [gone(stopwatch), ...newEntryWrites(entry)] });
    },

    async discard(stopwatch) {
      await db.commit({ writes: [gone(stopwatch)] });
    },
  };
}

/** That one, and none that was started since. */
const gone = ({ agentId, entryId }: Pick<Stopwatch, 'agentId' | 'entryId'>): Write =>
  remove(stopwatchKind, stopwatchKey(agentId), { if: { equals: { entryId } }, refusal: noStopwatch });
