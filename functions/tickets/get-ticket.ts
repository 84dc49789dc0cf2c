import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import type { TicketDeps } from './deps.ts';
import { findTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

export const getTicket = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}',
  allow: ['customer', 'agent', 'officer'],
  summary: 'The state of a ticket',
  params: z.strictObject({ ticketId: TicketId }),
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  async handle({ params, caller }, { tickets }: TicketDeps) {
    return ticketFor(caller, await findTicket(tickets, caller, params.ticketId));
  },
});
