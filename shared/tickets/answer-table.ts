import { interactionAdded } from '../../events/interaction-added.ts';
import { ticketClosed } from '../../events/ticket-closed.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import type { Dating } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { newTaskEvent, newTaskWrite } from '../tasks/new-task.ts';
import { checkTextModuleUsable } from '../text-modules/text-module-check.ts';
import type { StepTime } from '../time/step-time.ts';
import { stepTimeNeeds, withStepTime } from '../time/with-step-time.ts';
import type { Answer } from './answer.ts';
import type { Interaction } from './interaction.ts';
import { interactionTable, stepWrites, type InteractionTable } from './interaction-table.ts';
import { answeredOn, inState } from './state-change.ts';
import { ended, knowingHold } from './ticket-dating.ts';
import { checkStepSeen } from './ticket-reading.ts';
import { ticketReader } from './ticket-reader.ts';
import { leaving, type TicketTable } from './ticket-table.ts';
import { freed } from './workload-table.ts';

export interface AnswerTable {
  /**
   * The message, what becomes of the ticket, the task that is added, and the time that it took: all of it, or nothing. Under the version that was seen: of two who answer at once one is stale.
   * @throws DomainError `stale/ticket-changed`, `stale/text-module-changed`, `conflict/text-module-retired`, `not-found/no-such-text-module`,
   *   `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`, `conflict/day-full`, and of the state what `setState` and `close` throw
   */
  send(answer: Answer, once: Once, now: Date, time?: StepTime): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
}

/** What each of its methods asks of the tables. */
export const answerNeeds: NeedsOf<AnswerTable> = {
  send: [
    'puts tickets',
    'updates tickets',
    'checks tickets',
    'puts tasks',
    'checks staff',
    'puts idempotency',
    'puts events',
    'checks customers',
    ...stepTimeNeeds,
    ...earlierNeeds,
  ],
  earlier: earlierNeeds,
};

export interface AnswerTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function answerTable({ db, rules, newId }: AnswerTableParts): AnswerTable {
  const told = ({ ticketId, content, by }: Interaction, at: Date) =>
    interactionAdded.make({ id: newId('evt'), aggregateId: ticketId, at, data: { type: content.type, by: by.role } });

  /** What is told of the ticket besides the message: that it has ended, or that its clerk waits. */
  const ofTicket = ({ ticket, step }: Answer, at: Date) => {
    if (!step) return [];
    if (ticket.status !== 'closed') return [told(step, at)];
    return [ticketClosed.make({ id: newId('evt'), aggregateId: ticket.id, at, data: { kind: ticket.matter, outcome: ticket.outcome! } })];
  };

  const written = (answer: Answer, onTicket: readonly Write[], once: Once, now: Date): Promise<Committed> => {
    const { ticket, from, message, step, task } = answer;
    const dating: Dating = { rules, today: dayOf(now) };
    return db.commit({
      once: { ...once, now },
      customer: { id: ticket.customerId },
      writes: [
        ...onTicket,
        checkTextModuleUsable(from),
        ...stepWrites(ticket.customerId, message, dating),
        ...(step ? stepWrites(ticket.customerId, step, dating) : []),
        ...(task ? [newTaskWrite(task, dating)] : []),
      ],
      events: [told(message, now), ...ofTicket(answer, now), ...(task ? [newTaskEvent(task, newId('evt'), now)] : [])],
    });
  };

  const send = (answer: Answer, counted: readonly Write[], once: Once, now: Date): Promise<Committed> => {
    const { ticket, seen, message, step, task } = answer;
    const moreTasks = task ? 1 : 0;
    const first = ticket.answeredAt === message.at ? message.at : undefined;
    const readUpTo = seen.lastInteractionId;
    const known = readUpTo === undefined ? [] : [checkStepSeen(ticket, readUpTo)];
    const write = (onTicket: readonly Write[]) => written(answer, [...onTicket, ...counted], once, now);
    if (!step) return write([answeredOn(ticket, { moreTasks, readUpTo, answeredAt: first, newsId: message.id }), ...known]);
    if (ticket.status !== 'closed') return write([inState(ticket, { moreTasks, readUpTo, newsId: message.id }), ...known]);
    const { version: versionSeen, openTasksSeen = false } = seen;
    const lastInteractionId = seen.lastInteractionId!;
    return leaving(ticket.assignee, (busy) =>
      knowingHold((heldSince) =>
        write([
          ended(ticket, { versionSeen, heldSince, lastInteractionId, openTasksSeen }, message.id, { rules, today: dayOf(now) }, moreTasks),
          checkStepSeen(ticket, lastInteractionId),
          ...(busy ? [freed(busy)] : []),
        ]),
      ),
    );
  };

  return {
    send: (answer, once, now, time) =>
      withStepTime({ db, dating: { rules, today: dayOf(now) }, earlier: () => earlierEffect(db, once.request, now) }, time, (counted) =>
        send(answer, counted, once, now),
      ),

    earlier: (request, now) => earlierEffect(db, request, now),
  };
}

/** Everything that answering works with: of tickets it only finds them, and starts sooner without the rest. */
export function answerTables(parts: AnswerTableParts): {
  readonly answers: AnswerTable;
  readonly tickets: Pick<TicketTable, 'byId' | 'ofCustomer'>;
  readonly interactions: InteractionTable;
} {
  const { ticket: byId, ofCustomer } = ticketReader(parts.db);
  return { answers: answerTable(parts), tickets: { byId, ofCustomer }, interactions: interactionTable(parts) };
}
