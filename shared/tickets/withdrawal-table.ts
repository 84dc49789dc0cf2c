import { ticketClosed } from '../../events/ticket-closed.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { cameUp } from '../tasks/new-reminder.ts';
import type { Told } from './escalation-table.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction } from './interaction.ts';
import { knowingHold, takenBack } from './ticket-dating.ts';
import { leaving } from './ticket-table.ts';
import type { Ticket } from './ticket.ts';
import { freed } from './workload-table.ts';

/** What becomes of a case that its customer takes back [Rücknahme]. */
export interface WithdrawalTable {
  /**
   * The case as it has ended then (`withdrawn`), under the version that was seen; a step that says so, and what comes up before whoever had it. Its clerk has
   * one less, and its retention periods run from here.
   * @throws DomainError `stale/ticket-changed`, `conflict/already-withdrawn`, `conflict/ticket-closed`, `conflict/paid-already`, `conflict/ticket-merged`,
   *   `conflict/being-filed`, `conflict/processing-restricted`, `conflict/customer-erased`, `not-found/no-such-ticket`
   */
  withdraw(ticket: Ticket, step: Interaction, told: Told | undefined, versionSeen: number, once: Once, now: Date): Promise<Committed>;
}

/** What each of its methods asks of the tables. */
export const withdrawalNeeds: NeedsOf<WithdrawalTable> = {
  withdraw: ['updates tickets', 'puts tickets', 'puts tasks', 'puts idempotency', 'puts events', 'checks customers'],
};

export function withdrawalTable({ db, rules, newId }: { readonly db: Database; readonly rules: DeletionRules; readonly newId: NewId }): WithdrawalTable {
  return {
    async withdraw(ticket, step, told, versionSeen, once, now) {
      const { customerId, id, matter } = ticket;
      const dating = { rules, today: dayOf(now) };
      return leaving(ticket.assignee, (busy) =>
        knowingHold((heldSince) =>
          db.commit({
            once: { ...once, now },
            customer: { id: customerId },
            writes: [
              takenBack(ticket, { versionSeen, heldSince }, dating),
              ...stepWrites(customerId, step, dating),
              ...(busy ? [freed(busy)] : []),
              ...(told ? [cameUp(told.reminder, told.owner, told.entryId, dating)] : []),
            ],
            events: [ticketClosed.make({ id: newId('evt'), aggregateId: id, at: now, data: { kind: matter, outcome: 'withdrawn' } })],
          }),
        ),
      );
    },
  };
}
