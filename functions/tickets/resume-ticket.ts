import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { resumed, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'setState') };

interface ResumeTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const resumeTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/resumption',
  allow: ['agent'],
  summary: 'Its clerk goes on, who waited',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({}),
  example: {},
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, caller, once, ifMatch }, { tickets, newId, now, hours }: ResumeTicketDeps) {
    const found = await findTicket(tickets, caller, ticketId);
    const ticket = await theirTicket(tickets, found);
    const at = now();
    const step = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent' as const, id: caller.id },
      content: { type: 'resumption' as const, cause: 'agent' as const },
    };
    const going = timed(ticket, resumed({ ...ticket, version: ifMatch }), at, hours);
    const { earlier } = await tickets.setState(going, step, { request: once, status: 200, madeId: ticketId, subjectId: ticket.customerId }, at);
    return ticketFor(caller, earlier ? await theirTicket(tickets, found) : going, now());
  },
});
