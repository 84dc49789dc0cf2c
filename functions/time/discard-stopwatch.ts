import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { noStopwatch } from '../../shared/time/stopwatch.ts';
import { stopwatchNeeds } from '../../shared/time/stopwatch-table.ts';

const uses = { stopwatches: only(stopwatchNeeds, 'ofAgent', 'discard') };

export const discardStopwatch = endpoint({
  method: 'DELETE',
  path: '/v1/tickets/{ticketId}/stopwatch',
  allow: ['agent'],
  summary: 'Discard your stopwatch: it runs no more, and no time is entered; also where the ticket is no longer yours to read',
  params: z.strictObject({ ticketId: TicketId }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { ticketId }, caller }, { stopwatches }: Used<typeof uses>) {
    const runs = await stopwatches.ofAgent(caller.id);
    if (runs?.ticketId !== ticketId) throw noStopwatch();
    await stopwatches.discard(runs);
  },
});
