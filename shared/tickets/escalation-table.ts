import { interactionAdded } from '../../events/interaction-added.ts';
import { alreadyDone, changedMeanwhile, processingRestricted } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { both, isHidden, isStopped, notHidden, notStopped } from '../storage/item-states.ts';
import { update, type Dating } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { InboxOwner } from '../tasks/inbox.ts';
import { cameUp } from '../tasks/new-reminder.ts';
import type { Reminder } from '../tasks/reminder.ts';
import type { Escalation } from './clock.ts';
import type { Interaction } from './interaction.ts';
import { stepWrites } from './interaction-table.ts';
import { clockOf } from './ticket-clock.ts';
import { ticketAttributes, ticketKey, ticketKind } from './ticket-item.ts';
import type { Ticket } from './ticket.ts';

/** What comes up before whom. */
export interface Told {
  readonly reminder: Reminder;
  readonly owner: InboxOwner;
  readonly entryId: string;
}

/** What becomes of cases whose time runs. */
export interface EscalationTable {
  /**
   * The case as it is then, a step that says so, and what comes up before somebody, once: of two at a time one is refused.
   * @throws DomainError `conflict/changed-meanwhile` when it is not as it was seen, `conflict/already-done` when it is gone, `conflict/processing-restricted`,
   *   `conflict/customer-erased`
   */
  escalate(escalation: Escalation, step: Interaction, told: Told, now: Date): Promise<void>;
  /**
   * Lets a case that somebody has sleep until its next moment, as it was seen, or takes it out of the wake index where nothing is to happen. Its version stays.
   * @throws DomainError `conflict/already-done` when somebody changed it meanwhile, who has said until when it sleeps, or it is gone
   */
  sleepOn(ticket: Ticket): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const escalationNeeds: NeedsOf<EscalationTable> = {
  escalate: ['updates tickets', 'puts tickets', 'puts tasks', 'puts events', 'checks customers'],
  sleepOn: ['updates tickets'],
};

export function escalationTable({ db, rules, newId }: { readonly db: Database; readonly rules: DeletionRules; readonly newId: NewId }): EscalationTable {
  return {
    async escalate({ step: { of }, after }, step, { reminder, owner, entryId }, now) {
      const dating: Dating = { rules, today: dayOf(now) };
      const { customerId, id, status, priority, version } = after;
      // One that nobody has sleeps until a clerk is looked for, whatever else happens.
      const { queuePk, queueSk } = ticketAttributes(after);
      const { set, remove } = status === 'open' ? { set: { clock: after.clock, queuePk, queueSk }, remove: [] } : clockOf(after);
      const unanswered = of === 'first-answer' ? (['answeredAt'] as const) : [];
      const asSeen = both({ equals: { version: version - 1 }, absent: unanswered }, notStopped);
      const refusal = (current: Item | undefined): Error => {
        if (!current || isHidden(current)) return alreadyDone();
        return current.version === version - 1 && isStopped(current) ? processingRestricted() : changedMeanwhile();
      };
      await db.commit({
        customer: { id: customerId },
        writes: [
          update(ticketKind, ticketKey(customerId, id), { set: { ...set, priority, version }, remove }, { if: asSeen, refusal }),
          ...stepWrites(customerId, step, dating),
          cameUp(reminder, owner, entryId, dating),
        ],
        events: [interactionAdded.make({ id: newId('evt'), aggregateId: id, at: now, data: { type: step.content.type, by: step.by.role } })],
      });
    },

    // No customer guard: it leaves an entry in an index on what is there.
    async sleepOn(ticket) {
      const { customerId, id, version, status } = ticket;
      const asSeen = both({ equals: { version, status } }, notHidden);
      await db.commit({ writes: [update(ticketKind, ticketKey(customerId, id), clockOf(ticket), { if: asSeen, refusal: alreadyDone })] });
    },
  };
}
