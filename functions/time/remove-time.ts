import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId, ticketMerged } from '../../shared/tickets/ticket.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { checkOpen, TimeEntryId } from '../../shared/time/time-entry.ts';

const uses = {
  times: only(timeNeeds, 'entry', 'remove'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface RemoveTimeDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const removeTime = endpoint({
  method: 'DELETE',
  path: '/v1/tickets/{ticketId}/time-entries/{timeEntryId}',
  allow: ['agent'],
  summary: 'Take away time that you entered by mistake; it counts nowhere any more. For a month: what is older stands',
  params: z.strictObject({ ticketId: TicketId, timeEntryId: TimeEntryId }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { ticketId, timeEntryId }, caller }, { times, tickets, staff, now }: RemoveTimeDeps) {
    const at = now();
    const ticket = await ticketForStaff({ tickets, staff }, caller, ticketId);
    if (ticket.mergedInto !== undefined) throw ticketMerged();
    const entry = await times.entry(ticket, timeEntryId);
    checkOpen(entry, caller.id, at);
    await times.remove(entry, at);
  },
});
