import * as z from 'zod';
import { invalidField } from '../../shared/domain-error.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { linkNeeds } from '../../shared/tickets/link-table.ts';
import { otherCustomers, Relation } from '../../shared/tickets/link.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket } from './find-ticket.ts';
import { linkFor, LinkView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer'), links: only(linkNeeds, 'link') };

interface LinkTicketsDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const linkTickets = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/links',
  allow: ['agent'],
  summary: 'Connect a case with another of the same customer; it stands on both',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ relation: Relation.describe('What this case is to the other'), ticketId: TicketId.describe('The other') }),
  example: { relation: 'same-event', ticketId: 'tck_01JQ0000000000000000000001' },
  returns: LinkView,
  status: 201,
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { tickets, links, now }: LinkTicketsDeps) {
    if (body.ticketId === ticketId) throw invalidField('body.ticketId', 'is this ticket itself');
    const { customerId } = await findTicket(tickets, caller, ticketId);
    const other = await tickets.ofCustomer(customerId, body.ticketId);
    if (!other) throw (await tickets.byId(body.ticketId)) ? otherCustomers('body.ticketId') : invalidField('body.ticketId', 'is no ticket');
    const at = now();
    const link = { ticketId, otherId: other.id, relation: body.relation, at: at.toISOString(), byId: caller.id };
    await links.link(customerId, link, { request: once, status: 201, madeId: other.id, subjectId: customerId }, at);
    return linkFor({ link, other });
  },
});
