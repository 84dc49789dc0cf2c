import { ticketMerged } from '../../events/ticket-merged.ts';
import { ticketSeparated } from '../../events/ticket-separated.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction } from './interaction.ts';
import { endedByMerge } from './merge.ts';
import { mergedAway, mergedWith, mergeUndone, separatedAgain } from './ticket-dating.ts';
import { leaving } from './ticket-table.ts';
import type { Ticket } from './ticket.ts';
import { freed, givenAgain } from './workload-table.ts';

/** Two cases before and after a change of both. */
export interface Both {
  readonly ticket: Ticket;
  readonly other: Ticket;
}

/** What makes one case of two, and two of them again. What lies on them follows (`FilingTable`). */
export interface MergeTable {
  /**
   * A case (`merged`) becomes part of another (`joinedBy`), and its clerk has one less; the steps are written on the other.
   * @throws DomainError `stale/ticket-changed`, `conflict/changed-meanwhile`, `conflict/being-filed`, `conflict/ticket-locked`, `conflict/processing-restricted`,
   *   `conflict/customer-erased`
   */
  merge(after: Both, before: Both, steps: readonly Interaction[], once: Once, now: Date): Promise<Committed>;
  /**
   * It is one of its own again (`separated`), and so is the other (`separatedFrom`); a step says so on each. With a clerk, who has one more.
   * @throws DomainError as above, and `conflict/ticket-not-merged`, `conflict/assignee-left`
   */
  separate(after: Both, before: Both, steps: readonly Interaction[], now: Date): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const mergeNeeds: NeedsOf<MergeTable> = {
  merge: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  separate: ['updates tickets', 'puts tickets', 'puts events', 'checks customers'],
};

export interface MergeTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** No case that is held as evidence is merged: under another it would not be. */
const notHeld = { heldSince: undefined };

export function mergeTable({ db, rules, newId }: MergeTableParts): MergeTable {
  return {
    merge({ ticket, other }, before, steps, once, now) {
      const dating = { rules, today: dayOf(now) };
      const clerk = before.ticket.status === 'closed' ? undefined : before.ticket.assignee;
      return leaving(clerk, (counted) =>
        db.commit({
          once: { ...once, now },
          customer: { id: ticket.customerId },
          writes: [
            mergedAway(ticket, { versionSeen: before.ticket.version, ...notHeld }, dating),
            mergedWith(other, { versionSeen: before.other.version, ...notHeld }, before.other, before.ticket, dating),
            ...steps.flatMap((step) => stepWrites(ticket.customerId, step, dating)),
            ...(counted ? [freed(counted)] : []),
          ],
          events: [ticketMerged.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
        }),
      );
    },

    async separate({ ticket, other }, before, steps, now) {
      const dating = { rules, today: dayOf(now) };
      const clerk = endedByMerge(before.ticket) ? ticket.assignee : undefined;
      await db.commit({
        customer: { id: ticket.customerId },
        writes: [
          mergeUndone(ticket, before.ticket, { versionSeen: before.ticket.version, ...notHeld }, now, dating),
          separatedAgain(other, { versionSeen: before.other.version, ...notHeld }, dating),
          ...steps.flatMap((step) => stepWrites(ticket.customerId, step, dating)),
          ...(clerk === undefined ? [] : [givenAgain(clerk)]),
        ],
        events: [ticketSeparated.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
      });
    },
  };
}
