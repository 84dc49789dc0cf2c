import * as z from 'zod';
import { cursorAfter, PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { InteractionId } from '../../shared/tickets/interaction.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import type { TicketDeps } from './deps.ts';
import { findTicket } from './find-ticket.ts';
import { interactionsFor, InteractionView } from './views.ts';

export const listInteractions = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/interactions',
  allow: ['customer', 'agent', 'officer'],
  summary: 'The steps of a case in their order; a customer sees those meant for them',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(InteractionId),
  returns: PageOf(InteractionView),
  status: 200,
  async handle({ params, query: { limit, cursor }, caller }, { tickets }: TicketDeps) {
    const ticket = await findTicket(tickets, caller, params.ticketId);
    const { items, next } = await tickets.interactions(ticket, limit, cursor);
    return { items: interactionsFor(caller, items), next: cursorAfter(next) };
  },
});
