import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import type { NewId } from '../../shared/id.ts';
import { isStaff } from '../../shared/lambda/caller.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';
import { withItsClerk } from './with-its-clerk.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'reopen') };

interface ReopenTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const reopenTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/reopening',
  allow: ['customer', 'agent'],
  summary: 'A closed case goes on, within the period of its kind; no retention period runs from its end any more',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({}),
  example: {},
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  limits: { customer: { most: 10, per: 'day' } },
  uses,
  async handle({ params: { ticketId }, caller, once, ifMatch }, { tickets, newId, now, hours }: ReopenTicketDeps) {
    const found = await findTicket(tickets, caller, ticketId);
    const seen = await theirTicket(tickets, found);
    const at = now();
    const byStaff = isStaff(caller);
    const step: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: byStaff ? { role: 'agent', id: caller.id } : { role: 'customer' },
      content: { type: 'reopening', cause: byStaff ? 'agent' : 'customer' },
    };
    const request = { request: once, status: 200, madeId: ticketId, subjectId: seen.customerId };
    const { ticket, made } = await withItsClerk({ ...seen, version: ifMatch }, { now: at, hours }, (after) => tickets.reopen(after, step, request, at));
    return ticketFor(caller, made.earlier ? await theirTicket(tickets, found) : ticket, now());
  },
});
