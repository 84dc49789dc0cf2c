import { isAgent, isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { goingOn } from '../../shared/tickets/merge.ts';
import type { TicketReader } from '../../shared/tickets/ticket-reader.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';

interface Finder {
  readonly tickets: Pick<TicketReader, 'ticket' | 'ofCustomer'>;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/**
 * The ticket of a path, or of which that has become part, if the caller may read what is sent to it: a customer their own, which lies in their partition,
 * and staff any.
 * @throws DomainError `not-found/no-such-ticket`; `forbidden/health-skill-required` to agents without the skill, where it tells of health
 */
export async function theirTicket({ tickets, staff }: Finder, caller: Caller, ticketId: string): Promise<Ticket> {
  const found = isStaff(caller) ? await tickets.ticket(ticketId) : await tickets.ofCustomer(caller.id, ticketId);
  if (!found) throw noSuchTicket();
  const ticket = await goingOn(tickets, found);
  if (isAgent(caller) && tellsOfHealth(ticket.matter)) await requireHealthSkill(staff, caller.id);
  return ticket;
}
