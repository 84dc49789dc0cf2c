import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { linkNeeds } from '../../shared/tickets/link-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket } from './find-ticket.ts';
import { linkFor, LinkView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer'), links: only(linkNeeds, 'links') };

export const listLinks = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/links',
  allow: ['agent', 'officer'],
  summary: 'The cases that a case is connected with, as they are',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(TicketId),
  returns: PageOf(LinkView),
  status: 200,
  uses,
  async handle({ params, query: { limit, cursor }, caller }, { tickets, links }: Used<typeof uses>) {
    const { items, next } = await links.links(await findTicket(tickets, caller, params.ticketId), limit, cursor);
    return { items: items.map(linkFor), next };
  },
});
