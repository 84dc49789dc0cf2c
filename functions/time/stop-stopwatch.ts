import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { goingOn } from '../../shared/tickets/merge.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { noStopwatch, Stopped, stopped } from '../../shared/time/stopwatch.ts';
import { stopwatchNeeds } from '../../shared/time/stopwatch-table.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { spenderOf } from './spender.ts';
import { ofCase } from '../../shared/time/of-case.ts';
import { entryFor, TimeEntryView } from './views.ts';

const uses = {
  stopwatches: only(stopwatchNeeds, 'ofAgent', 'stop'),
  times: only(timeNeeds, 'earlier', 'entry'),
  tickets: only(ticketReaderNeeds, 'ticket', 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface StopStopwatchDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const stopStopwatch = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/stopwatch/stop',
  allow: ['agent'],
  summary: 'Stop your stopwatch: its time is entered on the ticket, or on the one of which that has become part meanwhile',
  params: z.strictObject({ ticketId: TicketId }),
  body: Stopped,
  example: { note: 'Mit der Werkstatt gesprochen.' },
  returns: TimeEntryView,
  status: 201,
  version: (entry) => entry.version,
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { stopwatches, times, tickets, staff, now }: StopStopwatchDeps) {
    const at = now();
    const [found, by, again, runs] = await Promise.all([
      ticketForStaff({ tickets, staff }, caller, ticketId),
      spenderOf(staff, caller),
      times.earlier(once, at),
      stopwatches.ofAgent(caller.id),
    ]);
    const ticket = await goingOn(tickets, found);
    if (again) return entryFor(caller.id, await times.entry(ticket, again.id));
    if (runs?.ticketId !== ticketId) throw noStopwatch();
    const entry = stopped(runs, ofCase(ticket), body, by, at);
    const { earlier } = await stopwatches.stop(runs, entry, { request: once, status: 201, madeId: entry.id, subjectId: ticket.customerId }, at);
    return entryFor(caller.id, earlier ? await times.entry(ticket, earlier.id) : entry);
  },
});
