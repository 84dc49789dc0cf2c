import { dayOf, type Day } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import { putChild, remove, update, type Dating } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { checkTaskThere } from '../tasks/task-there.ts';
import { checkStepThere } from '../tickets/step-there.ts';
import { checkTicketThere, type TicketRef } from '../tickets/ticket-check.ts';
import { accounted } from './accounting.ts';
import { accountingNeeds, counting } from './accounting-writes.ts';
import { caseOf, ownPlace, recordedTimeKind, timeEntryAttributes, timeEntryKey, timeEntryOf, timePrefix } from './time-entry-item.ts';
import { unlessFull } from './full-day.ts';
import { noSuchTimeEntry, timeEntryChanged, type TimeEntry } from './time-entry.ts';
import { sumOf, type TimeSum } from './time-sum.ts';

export interface PagedTimeEntries {
  readonly items: TimeEntry[];
  /** Where the next page begins. */
  readonly next?: string | undefined;
}

export interface TimeTable {
  /**
   * The entry, and all that counts it, once.
   * @throws DomainError `conflict/day-full`, `not-found/no-such-ticket`, `conflict/ticket-merged`, `conflict/processing-restricted`, `conflict/customer-erased`,
   *   `invalid/invalid-body` for a step or a task that is none of the ticket
   */
  add(entry: TimeEntry, once: Once, now: Date): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /**
   * An entry as it is put right, and the difference where it is counted: of two at once one is stale.
   * @throws DomainError `stale/time-entry-changed`, `not-found/no-such-time-entry`, and as `add`
   */
  change(before: TimeEntry, after: TimeEntry, now: Date): Promise<void>;
  /** An entry is gone, and counts nowhere any more. @throws DomainError `not-found/no-such-time-entry`, `stale/time-entry-changed`, and of the ticket as `add` */
  remove(entry: TimeEntry, now: Date): Promise<void>;
  /** Strongly consistent. @throws DomainError `not-found/no-such-time-entry` */
  entry(ticket: TicketRef, entryId: string): Promise<TimeEntry>;
  /** Of a case, in the order in which they were made. Strongly consistent. */
  ofTicket(ticket: TicketRef, limit: number, after?: string): Promise<PagedTimeEntries>;
  /** What was spent on a case, in all. Strongly consistent; of up to 10,000 entries. */
  sum(ticket: TicketRef): Promise<TimeSum>;
  /** What somebody entered for the days of a period, latest day first; lags a little. */
  ofAgent(agentId: string, period: { readonly from: Day; readonly to: Day }, limit: number, after?: string): Promise<PagedTimeEntries>;
}

/** What looks at the case, its customer, and what of it time was spent on. */
const touching = ['checks tickets', 'checks tasks', 'checks customers'] as const;

/** What each of its methods asks of the tables. */
export const timeNeeds: NeedsOf<TimeTable> = {
  add: [...accountingNeeds, ...touching, 'puts idempotency', ...earlierNeeds],
  earlier: earlierNeeds,
  change: [...accountingNeeds, ...touching],
  remove: [...accountingNeeds, 'deletes time', 'checks tickets', 'checks customers'],
  entry: ['gets time'],
  ofTicket: ['queries time'],
  sum: ['queries time'],
  ofAgent: ['queries time worklist'],
};

/** So many entries are read at once for a sum, and so often. */
const [entriesAtOnce, mostQueries] = [1000, 10];

export interface TimeTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function timeTable({ db, rules }: TimeTableParts): TimeTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });

  return {
    add: (entry, once, now) =>
      unlessFull(
        () => earlierEffect(db, once.request, now),
        () =>
          counting(db, entry.by, accounted(undefined, entry), datingAt(now), (writes) =>
            db.commit({ once: { ...once, now }, customer: { id: entry.customerId }, writes: [...newEntryWrites(entry), ...spentOnWrites(entry), ...writes] }),
          ),
      ),

    earlier: (request, now) => earlierEffect(db, request, now),

    async change(before, after, now) {
      const { minutes, activity, on, note, interactionId, taskId, version } = after;
      const absent = (['note', 'interactionId', 'taskId', 'unconfirmed'] as const).filter((name) => after[name] === undefined);
      const set = { minutes, activity, on, note, interactionId, taskId, version, gsi2sk: ownPlace(after) };
      await counting(db, after.by, accounted(before, after), datingAt(now), (writes) =>
        db.commit({
          customer: { id: after.customerId },
          writes: [
            checkTicketThere(ticketOf(after)),
            update(recordedTimeKind, keyOfEntry(after), { set, remove: absent }, asSeen(before)),
            ...spentOnWrites(after, before),
            ...writes,
          ],
        }),
      );
    },

    async remove(entry, now) {
      await counting(db, entry.by, accounted(entry, undefined), datingAt(now), (writes) =>
        db.commit({
          customer: { id: entry.customerId },
          writes: [checkTicketThere(ticketOf(entry)), remove(recordedTimeKind, keyOfEntry(entry), asSeen(entry)), ...writes],
        }),
      );
    },

    async entry(ticket, entryId) {
      const item = await db.get('time', timeEntryKey(ticket, entryId));
      if (!item) throw noSuchTimeEntry();
      return timeEntryOf(item);
    },

    async ofTicket(ticket, limit, after) {
      const prefix = timePrefix(ticket.id);
      const from = after ? { ...timeEntryKey(ticket, after) } : undefined;
      const { items, next } = await db.page({ table: 'time', pk: ticket.customerId, prefix, limit, after: from });
      return { items: items.map(timeEntryOf), next: next && String(next.sk).slice(prefix.length) };
    },

    async sum(ticket) {
      const entries: TimeEntry[] = [];
      let pages = 0;
      for await (const items of db.each({ table: 'time', pk: ticket.customerId, prefix: timePrefix(ticket.id), limit: entriesAtOnce })) {
        entries.push(...items.map(timeEntryOf));
        if (++pages === mostQueries) break;
      }
      return sumOf(entries);
    },

    async ofAgent(agentId, { from, to }, limit, after) {
      const below = after ?? `${to}~~`;
      const { items, next } = await db.page({ table: 'time', index: 'worklist', pk: agentId, newestFirst: true, below, limit });
      const inPeriod = items.filter(({ gsi2sk }) => String(gsi2sk) >= from).map(timeEntryOf);
      const last = inPeriod.at(-1);
      return { items: inPeriod, next: next && last && inPeriod.length === items.length ? ownPlace(last) : undefined };
    },
  };
}

const ticketOf = ({ customerId, ticketId }: Pick<TimeEntry, 'customerId' | 'ticketId'>): TicketRef => ({ customerId, id: ticketId });
const keyOfEntry = (entry: TimeEntry) => timeEntryKey(ticketOf(entry), entry.id);

const asSeen = ({ version }: TimeEntry) => ({
  if: { exists: true, equals: { version } },
  refusal: (current: Item | undefined) => (current ? timeEntryChanged() : noSuchTimeEntry()),
});

/** Part of a change by which a case has an entry more: it may be worked on then, whether it has ended or not. */
export const newEntryWrites = (entry: TimeEntry): Write[] => [
  checkTicketThere(ticketOf(entry)),
  putChild(recordedTimeKind, caseOf(ticketOf(entry)), entry.id, timeEntryAttributes(entry)),
];

/** What names a case, and perhaps a step or a task of it. */
type Named = Pick<TimeEntry, 'customerId' | 'ticketId' | 'interactionId' | 'taskId'>;

/** That the step or task on which time was spent is one of the case. One that the entry named before may have gone since. */
export const spentOnWrites = (entry: Named, before?: Named): Write[] => [
  ...(entry.interactionId === undefined || entry.interactionId === before?.interactionId ? [] : [checkStepThere(ticketOf(entry), entry.interactionId)]),
  ...(entry.taskId === undefined || entry.taskId === before?.taskId ? [] : [checkTaskThere(ticketOf(entry), entry.taskId)]),
];
