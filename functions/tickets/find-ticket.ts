import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { together } from '../../shared/storage/needs.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';
import { ticketNeeds, type TicketTable } from '../../shared/tickets/ticket-table.ts';

/** What finding a ticket works with. */
export type TicketFinder = Pick<TicketTable, 'byId' | 'ofCustomer'>;

/** What it asks of the tables. */
export const findTicketNeeds = together(ticketNeeds.byId, ticketNeeds.ofCustomer);

/**
 * The ticket, if the caller may see it. A customer's lies in their own partition, so somebody else's is not there at all.
 * @throws DomainError `not-found/no-such-ticket`, the same for a missing ticket and another's.
 */
export async function findTicket(tickets: TicketFinder, caller: Caller, ticketId: string): Promise<Ticket> {
  const ticket = isStaff(caller) ? await tickets.byId(ticketId) : await tickets.ofCustomer(caller.id, ticketId);
  if (!ticket) throw noSuchTicket();
  return ticket;
}
