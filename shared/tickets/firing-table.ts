import type { DomainEvent } from '../../events/event.ts';
import { interactionAdded } from '../../events/interaction-added.ts';
import { ticketAssigned } from '../../events/ticket-assigned.ts';
import { ticketClosed } from '../../events/ticket-closed.ts';
import type { NewId } from '../id.ts';
import type { Letter } from '../letters/letter.ts';
import { newLetterEvent, newLetterWrite } from '../letters/new-letter.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Dating } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Write } from '../storage/transact.ts';
import { newTaskEvent, newTaskWrite } from '../tasks/new-task.ts';
import { checkTextModuleUsable } from '../text-modules/text-module-check.ts';
import { interactionKey } from './interaction-item.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction } from './interaction.ts';
import { ruled } from './ruled-ticket.ts';
import { leaving } from './ticket-table.ts';
import type { TicketRef } from './ticket-check.ts';
import type { Ticket } from './ticket.ts';
import { freed, givenOneMore } from './workload-table.ts';
import { markId, type Plan } from '../rules/plan.ts';
import { checkRuleActs } from '../rules/rule-check.ts';

/** What becomes of cases on which rules act. */
export interface FiringTable {
  /**
   * All that a rule does, with the step that says so, once for each cause. The files of its letters are stored already.
   * @throws DomainError `conflict/already-done` when it acted for this cause before, `stale/rule-changed`, of the ticket what `ruled` throws,
   *   `conflict/text-module-retired`, `stale/text-module-changed`, `conflict/assignee-left`, `conflict/customer-erased`, `conflict/processing-restricted`
   */
  act(plan: Plan, letters: readonly Letter[], now: Date): Promise<void>;
  /** Which of these rules have acted on a case for a cause. Strongly consistent. */
  actedFor(ticket: TicketRef, causeId: string, ruleIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What each of its methods asks of the tables. */
export const firingNeeds: NeedsOf<FiringTable> = {
  act: ['puts tickets', 'updates tickets', 'puts tasks', 'puts letters', 'checks staff', 'puts events', 'checks customers'],
  actedFor: ['gets tickets'],
};

/** How events say that a rule did it: rules answer to none of these (`triggers.ts`). */
const byRule = 'rule';

export function firingTable({ db, rules, newId }: { readonly db: Database; readonly rules: DeletionRules; readonly newId: NewId }): FiringTable {
  const told = ({ ticketId, content: { type } }: Interaction, at: Date): DomainEvent =>
    interactionAdded.make({ id: newId('evt'), aggregateId: ticketId, at, data: { type, by: byRule } });

  /** What is told of a step: of an end, and of a clerk who has the case, by the event of that. */
  const eventOf = (step: Interaction, after: Ticket, at: Date): DomainEvent => {
    const { content } = step;
    const about = { id: newId('evt'), aggregateId: after.id, at };
    if (content.type === 'closing') return ticketClosed.make({ ...about, data: { kind: after.matter, outcome: content.outcome } });
    if (content.type === 'hand-over' && content.assignee !== undefined) return ticketAssigned.make({ ...about, data: { kind: after.matter } });
    return told(step, at);
  };

  return {
    async act({ rule, before, after, mark, steps, tasks, texts, paidCents }, letters, now) {
      const dating: Dating = { rules, today: dayOf(now) };
      const { customerId } = before;
      const [from, to] = countedFor(before, after);
      await leaving(from, (counted) =>
        db.commit({
          customer: { id: customerId },
          writes: [
            // First: who acted before is told so, whatever has become of the case since.
            ...stepWrites(customerId, mark, dating),
            ruled(before, after, { moreTasks: tasks.length, paidCents, news: newsOf(steps, letters) }, now, dating),
            checkRuleActs(rule),
            ...texts.map(checkTextModuleUsable),
            ...steps.flatMap((step) => stepWrites(customerId, step, dating)),
            ...tasks.map((task) => newTaskWrite(task, dating)),
            ...letters.map((letter) => newLetterWrite(letter, dating)),
            ...(to === undefined ? [] : [givenOneMore(to)]),
            ...(counted === undefined ? [] : [freed(counted)]),
          ] satisfies Write[],
          events: [
            told(mark, now),
            ...steps.map((step) => eventOf(step, after, now)),
            ...tasks.map((task) => newTaskEvent(task, newId('evt'), now)),
            ...letters.map((letter) => newLetterEvent(letter, newId('evt'), now)),
          ],
        }),
      );
    },

    async actedFor({ customerId, id }, causeId, ruleIds) {
      const byMark = new Map(ruleIds.map((ruleId) => [markId(causeId, ruleId), ruleId]));
      const items = await db.getAll(
        'tickets',
        [...byMark.keys()].map((mark) => interactionKey(customerId, id, mark)),
      );
      return new Set(items.flatMap((item) => byMark.get(String(item.id)) ?? []));
    },
  };
}

/** What is new for the customer: letters, what was written to them, and the end of the case. */
const newsOf = (steps: readonly Interaction[], letters: readonly Letter[]): string[] => [
  ...letters.map(({ id }) => id),
  ...steps.filter(({ content: { type } }) => type === 'message' || type === 'closing').map(({ id }) => id),
];

/** Which clerk has one ticket less then, and which one more. What has ended counts for nobody. */
function countedFor(before: Ticket, after: Ticket): readonly [string | undefined, string | undefined] {
  const counts = ({ status, assignee }: Ticket): string | undefined => (status === 'closed' ? undefined : assignee);
  const [from, to] = [counts(before), counts(after)];
  return from === to ? [undefined, undefined] : [from, to];
}
