import { invalidField } from '../domain-error.ts';
import { derivedId, type NewId } from '../id.ts';
import { addDays, dayOf } from '../personal-data/calendar.ts';
import { onTicket } from '../tasks/on-ticket.ts';
import { addedTask, type Task, type TaskContent } from '../tasks/task.ts';
import type { AddsTask, Sets, TextModule, UsedTextModule } from '../text-modules/text-module.ts';
import type { Interaction, InteractionContent } from './interaction.ts';
import { closed, waits, type Ticket } from './ticket.ts';

/** What a clerk saw of a ticket before they answered. */
export interface SeenToAnswer {
  readonly version: number;
  /** The last step they read: needed of a ticket that is closed by the answer. With it nothing is unread any more. */
  readonly lastInteractionId?: string | undefined;
  readonly openTasksSeen?: true | undefined;
}

/** An answer to the customer from a text module, with everything that goes with it. */
export interface Answer {
  /** As the ticket is then. */
  readonly ticket: Ticket;
  readonly seen: SeenToAnswer;
  readonly from: UsedTextModule;
  readonly message: Interaction;
  /** That its clerk waits now, or that it has ended. */
  readonly step?: Interaction | undefined;
  readonly task?: Task | undefined;
}

/** What is said, by whom and when, and how long that took. */
export interface Said {
  readonly text: string;
  readonly by: string;
  readonly at: Date;
  readonly minutesSpent?: number | undefined;
}

/**
 * What becomes of a ticket that is answered with a text module.
 * @throws DomainError `conflict/ticket-closed`; `invalid/invalid-body` where the module closes it and nobody says what was read
 */
export function answered(ticket: Ticket, module: TextModule, seen: SeenToAnswer, said: Said, newId: NewId): Answer {
  if (module.sets?.status === 'closed' && seen.lastInteractionId === undefined)
    throw invalidField('body.lastInteractionId', 'is needed: this text module closes the ticket');
  const from = { id: module.id, version: module.version };
  const stepOf = (content: InteractionContent): Interaction => ({
    id: newId('int'),
    ticketId: ticket.id,
    at: said.at.toISOString(),
    by: { role: 'agent', id: said.by },
    content,
  });
  const message = { ...stepOf({ type: 'message', text: said.text, textModule: from }), minutesSpent: said.minutesSpent };
  const task = module.addsTask && addedTask(derivedId('tsk', message.id), onTicket(ticket), taskOf(module.addsTask, said.at), { id: said.by, at: said.at });
  const withAnswer = { ...ticket, version: seen.version, answeredAt: ticket.answeredAt ?? message.at };
  const { after, content } = inState(withAnswer, module.sets, said.at);
  const read = seen.lastInteractionId === undefined ? after : { ...after, unreadMessages: undefined };
  return { ticket: withTask(read, task), seen, from, message, step: content && stepOf(content), task };
}

/** The task that an answer adds, as it is on that day. */
export const taskOf = ({ title, team, dueInDays }: AddsTask, at: Date): TaskContent => ({
  title,
  checklist: [],
  ...(team !== undefined && { team }),
  ...(dueInDays !== undefined && { due: { on: addDays(dayOf(at), dueInDays) } }),
});

function inState(ticket: Ticket, sets: Sets | undefined, at: Date): { readonly after: Ticket; readonly content?: InteractionContent } {
  switch (sets?.status) {
    case 'waiting':
      return { after: waits(ticket, sets.waitingFor, at), content: { type: 'waiting', waitingFor: sets.waitingFor } };
    case 'closed':
      return { after: closed(ticket, sets.outcome, at), content: { type: 'closing', outcome: sets.outcome } };
    default:
      return { after: { ...ticket, version: ticket.version + 1 } };
  }
}

const withTask = (ticket: Ticket, task: Task | undefined): Ticket => (task ? { ...ticket, openTasks: (ticket.openTasks ?? 0) + 1 } : ticket);
