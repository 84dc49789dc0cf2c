import * as z from 'zod';
import { byRole } from '../../shared/lambda/by-role.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { InteractionId } from '../../shared/tickets/interaction.ts';
import { NewsId } from '../../shared/tickets/news.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView, type Clocked } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'markRead', 'lookedAt') };

export const markRead = endpoint({
  method: 'PUT',
  path: '/v1/tickets/{ticketId}/read',
  allow: ['customer', 'agent'],
  summary:
    'A clerk has read what the customer wrote, up to a step; where the customer wrote since, 412 `newer-customer-message`. A customer has looked at what is new, up to the last of it; where more came since, 412 `newer-news`',
  params: z.strictObject({ ticketId: TicketId }),
  body: byRole({
    agent: z.strictObject({ lastInteractionId: InteractionId.describe('The last step that the clerk saw') }),
    customer: z.strictObject({ upTo: NewsId.describe('The last that was new, as the ticket said it (`news.upTo`)') }),
  }),
  example: { agent: { lastInteractionId: 'int_01JQ0000000000000000000000' }, customer: { upTo: 'int_01JQ0000000000000000000000' } },
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body, caller }, { tickets, now }: Used<typeof uses> & Clocked) {
    if ('upTo' in body) {
      const own = { id: ticketId, customerId: caller.id };
      await tickets.lookedAt(own, body.upTo);
      return ticketFor(caller, await theirTicket(tickets, own), now());
    }
    const found = await findTicket(tickets, caller, ticketId);
    await tickets.markRead(found, body.lastInteractionId);
    return ticketFor(caller, await theirTicket(tickets, found), now());
  },
});
