import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { TimeEntryId } from '../../shared/time/time-entry.ts';
import { entryFor, TimeEntryView } from './views.ts';

const uses = { times: only(timeNeeds, 'ofTicket'), tickets: only(ticketReaderNeeds, 'ticket'), staff: only(staffReaderNeeds, 'agent') };

export const listTime = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/time-entries',
  allow: ['agent'],
  summary: 'The time that was entered on a ticket, in the order in which it was; not whose it is',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(TimeEntryId),
  returns: PageOf(TimeEntryView),
  status: 200,
  uses,
  async handle({ params: { ticketId }, query: { limit, cursor }, caller }, { times, tickets, staff }: Used<typeof uses>) {
    const { items, next } = await times.ofTicket(await ticketForStaff({ tickets, staff }, caller, ticketId), limit, cursor);
    return { items: items.map((entry) => entryFor(caller.id, entry)), next };
  },
});
