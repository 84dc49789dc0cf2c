import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { reminderNeeds } from '../../shared/tasks/reminder-table.ts';
import { ReminderId } from '../../shared/tasks/reminder.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

const uses = { reminders: only(reminderNeeds, 'remove'), tickets: only(ticketReaderNeeds, 'ticket'), staff: only(staffReaderNeeds, 'agent') };

export const removeReminder = endpoint({
  method: 'DELETE',
  path: '/v1/tickets/{ticketId}/reminders/{reminderId}',
  allow: ['agent'],
  summary: 'Take a reminder away, whether it has come up or not, and whoever set it',
  params: z.strictObject({ ticketId: TicketId, reminderId: ReminderId }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { ticketId, reminderId }, caller }, { reminders, tickets, staff }: Used<typeof uses>) {
    await reminders.remove(await ticketForStaff({ tickets, staff }, caller, ticketId), reminderId);
  },
});
