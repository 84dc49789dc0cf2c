import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId, WaitingFor, waits } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'setState') };

interface WaitForDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const waitFor = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/waiting',
  allow: ['agent'],
  summary:
    'Its clerk waits for the customer, an expert or somebody else; what the customer writes ends the waiting for them. What is so already is answered with the version that it has',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ waitingFor: WaitingFor }),
  example: { waitingFor: 'customer' },
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body: { waitingFor }, caller, once, ifMatch }, { tickets, newId, now, hours }: WaitForDeps) {
    const found = await findTicket(tickets, caller, ticketId);
    const ticket = await theirTicket(tickets, found);
    // Whoever asks again after a lost answer, or presses twice, is told that it is so.
    if (ticket.status === 'waiting' && ticket.waitingFor === waitingFor) return ticketFor(caller, ticket, now());
    const at = now();
    const step = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent' as const, id: caller.id },
      content: { type: 'waiting' as const, waitingFor },
    };
    const waiting = timed(ticket, waits({ ...ticket, version: ifMatch }, waitingFor, at), at, hours);
    const { earlier } = await tickets.setState(waiting, step, { request: once, status: 200, madeId: ticketId, subjectId: ticket.customerId }, at);
    return ticketFor(caller, earlier ? await theirTicket(tickets, found) : waiting, now());
  },
});
