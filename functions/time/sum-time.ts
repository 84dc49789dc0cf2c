import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { TimeSumView } from './views.ts';

const uses = { times: only(timeNeeds, 'sum'), tickets: only(ticketReaderNeeds, 'ticket'), staff: only(staffReaderNeeds, 'agent') };

export const sumTime = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/time',
  allow: ['agent'],
  summary: 'How much time was spent on a ticket, in all and by activity',
  params: z.strictObject({ ticketId: TicketId }),
  returns: TimeSumView,
  status: 200,
  uses,
  async handle({ params: { ticketId }, caller }, { times, tickets, staff }: Used<typeof uses>) {
    const { minutes, byActivity } = await times.sum(await ticketForStaff({ tickets, staff }, caller, ticketId));
    return { minutes, byActivity: [...byActivity] };
  },
});
