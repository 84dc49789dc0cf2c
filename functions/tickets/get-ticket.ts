import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket } from './find-ticket.ts';
import { ticketFor, TicketView, type Clocked } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer') };

export const getTicket = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}',
  allow: ['customer', 'agent', 'officer'],
  summary: 'The state of a ticket',
  params: z.strictObject({ ticketId: TicketId }),
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params, caller }, { tickets, now }: Used<typeof uses> & Clocked) {
    return ticketFor(caller, await findTicket(tickets, caller, params.ticketId), now());
  },
});
