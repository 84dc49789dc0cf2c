import * as z from 'zod';
import { isStaff } from '../../shared/lambda/caller.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { InteractionId } from '../../shared/tickets/interaction.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { findReadable } from './find-ticket.ts';
import { interactionsFor, InteractionView, shownTo } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'interactions'),
  staff: only(staffReaderNeeds, 'agent'),
};

export const listInteractions = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/interactions',
  allow: ['customer', 'agent', 'officer'],
  summary: 'The steps of a case in their order; a customer sees those meant for them',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(InteractionId),
  returns: PageOf(InteractionView),
  status: 200,
  uses,
  async handle({ params, query: { limit, cursor }, caller }, { tickets, interactions, staff }: Used<typeof uses>) {
    const { ticketId } = params;
    const found = findReadable({ tickets, staff }, caller, ticketId);
    // A customer's steps lie in their own partition, so both are asked for at once. The ticket decides whether they are shown:
    // letters and payouts outlive it, for the law only.
    const ticket = isStaff(caller) ? await found : { id: ticketId, customerId: caller.id };
    const [{ items, next }] = await Promise.all([interactions.interactions(ticket, limit, cursor, shownTo(caller)), found]);
    return { items: interactionsFor(caller, items), next };
  },
});
