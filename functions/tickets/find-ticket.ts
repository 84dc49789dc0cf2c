import { isAgent, isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import type { TicketRef } from '../../shared/tickets/ticket-check.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';
import type { TicketTable } from '../../shared/tickets/ticket-table.ts';

/** What finding a ticket works with. */
export type TicketFinder = Pick<TicketTable, 'byId' | 'ofCustomer'>;

interface ContentFinder {
  readonly tickets: TicketFinder;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/**
 * The ticket, if the caller may see it. A customer's lies in their own partition, so somebody else's is not there at all.
 * @throws DomainError `not-found/no-such-ticket`, the same for a missing ticket and another's.
 */
export async function findTicket(tickets: TicketFinder, caller: Caller, ticketId: string): Promise<Ticket> {
  const ticket = isStaff(caller) ? await tickets.byId(ticketId) : await tickets.ofCustomer(caller.id, ticketId);
  if (!ticket) throw noSuchTicket();
  return ticket;
}

/**
 * The ticket, if the caller may read what is written on it.
 * @throws DomainError `not-found/no-such-ticket`; `forbidden/health-skill-required` to agents without the skill, where it tells of health
 */
export async function findReadable({ tickets, staff }: ContentFinder, caller: Caller, ticketId: string): Promise<Ticket> {
  const ticket = await findTicket(tickets, caller, ticketId);
  if (isAgent(caller) && tellsOfHealth(ticket.matter)) await requireHealthSkill(staff, caller.id);
  return ticket;
}

/** A ticket as it is: the index that found it lags a little, so what is changed is read from the table. @throws DomainError `not-found/no-such-ticket` */
export async function theirTicket(tickets: Pick<TicketFinder, 'ofCustomer'>, { customerId, id }: TicketRef): Promise<Ticket> {
  const ticket = await tickets.ofCustomer(customerId, id);
  if (!ticket) throw noSuchTicket();
  return ticket;
}
