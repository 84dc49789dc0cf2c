import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { SpentTime, timeSpent } from '../../shared/time/time-entry.ts';
import { spenderOf } from './spender.ts';
import { ofCase } from '../../shared/time/of-case.ts';
import { entryFor, TimeEntryView } from './views.ts';

const uses = {
  times: only(timeNeeds, 'add', 'earlier', 'entry'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface AddTimeDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addTime = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/time-entries',
  allow: ['agent'],
  summary: 'Enter time that you spent on a ticket, on one of its interactions, or on a task of it; also after it was closed',
  params: z.strictObject({ ticketId: TicketId }),
  body: SpentTime,
  example: { minutes: 25, activity: 'assessment', on: '2027-03-16', note: 'Gutachten mit der Rechnung verglichen.' },
  returns: TimeEntryView,
  status: 201,
  version: (entry) => entry.version,
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { times, tickets, staff, newId, now }: AddTimeDeps) {
    const at = now();
    // A repeat must not be judged by what is past, or full, since.
    const [ticket, by, again] = await Promise.all([ticketForStaff({ tickets, staff }, caller, ticketId), spenderOf(staff, caller), times.earlier(once, at)]);
    if (again) return entryFor(caller.id, await times.entry(ticket, again.id));
    const entry = timeSpent(newId('tim'), ofCase(ticket), body, by, at);
    const { earlier } = await times.add(entry, { request: once, status: 201, madeId: entry.id, subjectId: ticket.customerId }, at);
    return entryFor(caller.id, earlier ? await times.entry(ticket, earlier.id) : entry);
  },
});
