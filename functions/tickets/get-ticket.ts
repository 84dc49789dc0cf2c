import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, findTicketNeeds, type TicketFinder } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

interface GetTicketDeps {
  readonly tickets: TicketFinder;
}

export const getTicket = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}',
  allow: ['customer', 'agent', 'officer'],
  summary: 'The state of a ticket',
  params: z.strictObject({ ticketId: TicketId }),
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  needs: findTicketNeeds,
  async handle({ params, caller }, { tickets }: GetTicketDeps) {
    return ticketFor(caller, await findTicket(tickets, caller, params.ticketId));
  },
});
