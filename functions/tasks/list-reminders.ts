import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { reminderNeeds } from '../../shared/tasks/reminder-table.ts';
import { ReminderId } from '../../shared/tasks/reminder.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { ReminderView } from './views.ts';

const uses = { reminders: only(reminderNeeds, 'ofTicket'), tickets: only(ticketReaderNeeds, 'ticket'), staff: only(staffReaderNeeds, 'agent') };

export const listReminders = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/reminders',
  allow: ['agent', 'officer'],
  summary: 'The reminders of a ticket, to come and come up, in the order in which they were set',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(ReminderId),
  returns: PageOf(ReminderView),
  status: 200,
  uses,
  async handle({ params: { ticketId }, query: { limit, cursor }, caller }, { reminders, tickets, staff }: Used<typeof uses>) {
    return reminders.ofTicket(await ticketForStaff({ tickets, staff }, caller, ticketId), limit, cursor);
  },
});
