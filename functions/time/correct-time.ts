import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId, ticketMerged } from '../../shared/tickets/ticket.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { saysAlready, SpentTime, timeCorrected, timeEntryChanged, TimeEntryId } from '../../shared/time/time-entry.ts';
import { entryFor, TimeEntryView } from './views.ts';

const uses = {
  times: only(timeNeeds, 'entry', 'change'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface CorrectTimeDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const correctTime = endpoint({
  method: 'PUT',
  path: '/v1/tickets/{ticketId}/time-entries/{timeEntryId}',
  allow: ['agent'],
  summary:
    'Put time right that you entered, all of it; what is left out is absent from now on. For a month: what is older stands. What is so already is answered with the version that it has',
  params: z.strictObject({ ticketId: TicketId, timeEntryId: TimeEntryId }),
  body: SpentTime,
  example: { minutes: 15, activity: 'assessment', on: '2027-03-16' },
  returns: TimeEntryView,
  status: 200,
  ifMatch: true,
  version: (entry) => entry.version,
  uses,
  async handle({ params: { ticketId, timeEntryId }, body, caller, ifMatch }, { times, tickets, staff, now }: CorrectTimeDeps) {
    const at = now();
    const ticket = await ticketForStaff({ tickets, staff }, caller, ticketId);
    // What was on it lies on the other by now, or is on its way.
    if (ticket.mergedInto !== undefined) throw ticketMerged();
    const before = await times.entry(ticket, timeEntryId);
    if (before.by === caller.id && saysAlready(before, body)) return entryFor(caller.id, before);
    const after = timeCorrected(before, body, caller.id, at);
    if (before.version !== ifMatch) throw timeEntryChanged();
    await times.change(before, after, at);
    return entryFor(caller.id, after);
  },
});
