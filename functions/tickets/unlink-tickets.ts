import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { linkNeeds } from '../../shared/tickets/link-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket } from './find-ticket.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer'), links: only(linkNeeds, 'unlink') };

export const unlinkTickets = endpoint({
  method: 'DELETE',
  path: '/v1/tickets/{ticketId}/links/{otherTicketId}',
  allow: ['agent'],
  summary: 'Take away that two cases are connected, from both',
  params: z.strictObject({ ticketId: TicketId, otherTicketId: TicketId }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { ticketId, otherTicketId }, caller }, { tickets, links }: Used<typeof uses>) {
    await links.unlink(await findTicket(tickets, caller, ticketId), otherTicketId);
  },
});
