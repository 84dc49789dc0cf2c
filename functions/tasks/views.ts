import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { FeedbackId } from '../../shared/feedback/feedback.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { InboxEntryId } from '../../shared/tasks/inbox.ts';
import type { InboxEntry } from '../../shared/tasks/inbox-table.ts';
import { ReminderCause, ReminderId, ReminderMail } from '../../shared/tasks/reminder.ts';
import { Due, Repeats, TaskId, TaskStatus } from '../../shared/tasks/task.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

const onTicket = { ticketId: TicketId, ticketNumber: TicketNumber };
const perhapsOnTicket = { ticketId: TicketId.optional().describe('Absent of what is on no ticket'), ticketNumber: TicketNumber.optional() };

/** A task as the API shows it, to people of the company only. */
export const TaskView = z
  .object({
    id: TaskId,
    customerId: CustomerId,
    ...perhapsOnTicket,
    title: z.string().optional().describe('Absent where it was taken out (`redacted`): whoever changes the task says it anew'),
    assignee: z.string().optional().describe('Whose task it is. Without assignee and team it is of whoever has the ticket'),
    team: z.string().optional(),
    due: z.object(Due.shape).optional(),
    checklist: z.array(z.object({ text: z.string(), done: z.boolean() })),
    repeats: z.object(Repeats.shape).optional(),
    status: TaskStatus,
    addedAt: z.iso.datetime(),
    addedBy: z.string(),
    doneAt: z.iso.datetime().optional(),
    doneBy: z.string().optional(),
    followedBy: TaskId.optional().describe('The next one, where this was done and comes again; it repeats instead of this'),
    redacted: z.literal(true).optional().describe('Its title, its list, or both were taken out by an officer, and are kept nowhere'),
    version: z.int(),
  })
  .meta({ id: 'Task' });

/** A reminder as the API shows it. */
export const ReminderView = z
  .object({
    id: ReminderId,
    ...onTicket,
    at: z.iso.datetime(),
    note: z.string().optional(),
    redacted: z.literal(true).optional().describe('Its note was taken out by an officer, and is kept nowhere'),
    forAgent: z.string().optional().describe('Absent where it came up before a team, or everybody'),
    byMail: z.boolean(),
    setAt: z.iso.datetime(),
    setBy: z.string().optional().describe('Absent where nobody set it, but something happened on the ticket'),
    cause: ReminderCause.optional().describe('What, then: of which clock so much has run, or that the customer took it back'),
    firedAt: z.iso.datetime().optional().describe('When it came up'),
    mail: ReminderMail.optional().describe('What became of its mail; `unknown`: nobody can say, and it is not sent again'),
  })
  .meta({ id: 'Reminder' });

/** What lies in an inbox: a task whose time has come, a reminder, or that something was said on a feedback. */
export const InboxEntryView = z
  .object({
    id: InboxEntryId,
    what: z.enum(['task', 'reminder', 'feedback']),
    ...perhapsOnTicket,
    feedback: z.object({ id: FeedbackId, openedBy: AgentId }).optional().describe('Which feedback, and whose: `GET /v1/staff/{openedBy}/feedback/{id}`'),
    task: TaskView.optional().describe('The task that is due. Absent where it tells of somebody’s health, and whoever asks lacks the skill `health`'),
    reminder: ReminderView.optional().describe('The reminder that came up; absent likewise'),
  })
  .meta({ id: 'InboxEntry' });

/** Whether an entry tells of somebody's health. */
export const isOfHealth = (entry: InboxEntry): boolean => !('feedback' in entry) && ('task' in entry ? entry.task : entry.reminder).special === 'health';

/** An entry as it is shown to who may read of health, or not. */
export function entryFor(entry: InboxEntry, mayReadHealth: boolean): z.input<typeof InboxEntryView> {
  if ('feedback' in entry) return { ...entry, what: 'feedback' };
  const [what, { ticketId, ticketNumber }] = 'task' in entry ? (['task', entry.task] as const) : (['reminder', entry.reminder] as const);
  const frame = { id: entry.id, what, ticketId, ticketNumber };
  return isOfHealth(entry) && !mayReadHealth ? frame : { ...entry, ...frame };
}
