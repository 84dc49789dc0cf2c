import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { onTicket } from '../../shared/tasks/on-ticket.ts';
import { reminderNeeds } from '../../shared/tasks/reminder-table.ts';
import { NewReminder, reminderSet } from '../../shared/tasks/reminder.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { requireAtWork } from './at-work.ts';
import { ReminderView } from './views.ts';

const uses = {
  reminders: only(reminderNeeds, 'set', 'earlier', 'reminder'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface SetReminderDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const setReminder = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/reminders',
  allow: ['agent'],
  summary: 'Be reminded of a ticket at a time, or remind a colleague: once, in the inbox and if wished by e-mail',
  params: z.strictObject({ ticketId: TicketId }),
  body: NewReminder,
  example: { at: '2027-03-16T09:00:00+01:00', note: 'Liegt das Gutachten vor?', byMail: true },
  returns: ReminderView,
  status: 201,
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { reminders, tickets, staff, newId, now }: SetReminderDeps) {
    const at = now();
    // A repeat must not be judged by what is past, or who has left, since.
    const [ticket, again] = await Promise.all([ticketForStaff({ tickets, staff }, caller, ticketId), reminders.earlier(once, at)]);
    if (again) return reminders.reminder(ticket, again.id);
    if (body.forAgent !== undefined) await requireAtWork(staff, body.forAgent, 'body.forAgent');
    const reminder = reminderSet(newId('rem'), onTicket(ticket), body, { id: caller.id, at });
    const { earlier } = await reminders.set(reminder, { request: once, status: 201, madeId: reminder.id, subjectId: ticket.customerId }, at);
    return earlier ? reminders.reminder(ticket, earlier.id) : reminder;
  },
});
