import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { taskNeeds } from '../../shared/tasks/task-table.ts';
import { TaskId } from '../../shared/tasks/task.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { TaskView } from './views.ts';

const uses = { tasks: only(taskNeeds, 'list'), tickets: only(ticketReaderNeeds, 'ticket'), staff: only(staffReaderNeeds, 'agent') };

export const listTasks = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/tasks',
  allow: ['agent', 'officer'],
  summary: 'The tasks of a ticket, done or not, in the order in which they were added',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(TaskId),
  returns: PageOf(TaskView),
  status: 200,
  uses,
  async handle({ params: { ticketId }, query: { limit, cursor }, caller }, { tasks, tickets, staff }: Used<typeof uses>) {
    return tasks.list(await ticketForStaff({ tickets, staff }, caller, ticketId), limit, cursor);
  },
});
