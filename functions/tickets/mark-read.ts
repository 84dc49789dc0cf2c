import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { InteractionId } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView, type Clocked } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'markRead') };

export const markRead = endpoint({
  method: 'PUT',
  path: '/v1/tickets/{ticketId}/read',
  allow: ['agent'],
  summary: 'A clerk has read what the customer wrote, up to a step; where the customer wrote since, 412 `newer-customer-message`',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ lastInteractionId: InteractionId.describe('The last step that the clerk saw') }),
  example: { lastInteractionId: 'int_01JQ0000000000000000000000' },
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body: { lastInteractionId }, caller }, { tickets, now }: Used<typeof uses> & Clocked) {
    const found = await findTicket(tickets, caller, ticketId);
    await tickets.markRead(found, lastInteractionId);
    return ticketFor(caller, await theirTicket(tickets, found), now());
  },
});
