import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { Begun, noStopwatch, stopwatchStarted } from '../../shared/time/stopwatch.ts';
import { stopwatchNeeds } from '../../shared/time/stopwatch-table.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { ofCase } from '../../shared/time/of-case.ts';
import { StopwatchView } from './views.ts';

const uses = {
  stopwatches: only(stopwatchNeeds, 'start', 'ofAgent'),
  times: only(timeNeeds, 'earlier'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface StartStopwatchDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const startStopwatch = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/stopwatch',
  allow: ['agent'],
  summary:
    'Start your stopwatch for a ticket, for one of its interactions, or for a task of it. You have one: while it runs, no other is started. After eight hours it ends by itself, and counts once you say how long it was',
  params: z.strictObject({ ticketId: TicketId }),
  body: Begun,
  example: { activity: 'phone' },
  returns: StopwatchView,
  status: 201,
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { stopwatches, times, tickets, staff, newId, now }: StartStopwatchDeps) {
    const at = now();
    const [ticket, again] = await Promise.all([ticketForStaff({ tickets, staff }, caller, ticketId), times.earlier(once, at)]);
    const started = stopwatchStarted(newId('tim'), ofCase(ticket), body, caller.id, at);
    const sent = { request: once, status: 201, madeId: started.entryId, subjectId: ticket.customerId };
    const earlier = again ?? (await stopwatches.start(started, sent, at)).earlier;
    if (!earlier) return started;
    const runs = await stopwatches.ofAgent(caller.id);
    if (runs?.entryId !== earlier.id) throw noStopwatch();
    return runs;
  },
});
