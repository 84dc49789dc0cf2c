import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { handedOver, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'release') };

interface ReturnTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const returnTicket = endpoint({
  method: 'DELETE',
  path: '/v1/tickets/{ticketId}/assignment',
  allow: ['agent'],
  summary: 'Take a ticket from its clerk: another one is looked for, and it comes back to this one only by hand',
  params: z.strictObject({ ticketId: TicketId }),
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, caller, ifMatch }, { tickets, newId, now, hours }: ReturnTicketDeps) {
    const ticket = await theirTicket(tickets, await findTicket(tickets, caller, ticketId));
    // Who asks again after a lost answer is told how it is.
    if (ticket.status === 'open') return ticketFor(caller, ticket, now());
    const at = now();
    const step: Interaction = { id: newId('int'), ticketId, at: at.toISOString(), by: { role: 'agent', id: caller.id }, content: { type: 'hand-over' } };
    const free = timed(ticket, handedOver({ ...ticket, version: ifMatch }, ticket.team, at), at, hours);
    await tickets.release(free, step, { version: ifMatch, assignee: ticket.assignee }, undefined, at);
    return ticketFor(caller, free, now());
  },
});
