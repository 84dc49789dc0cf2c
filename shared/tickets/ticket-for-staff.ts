import type { Caller } from '../lambda/caller.ts';
import { requireHealthSkill } from '../staff/health-skill.ts';
import type { StaffReader } from '../staff/staff-reader.ts';
import { tellsOfHealth } from './kinds/kinds.ts';
import type { TicketReader } from './ticket-reader.ts';
import { noSuchTicket, type Ticket } from './ticket.ts';

interface TicketFinder {
  readonly tickets: Pick<TicketReader, 'ticket'>;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/**
 * The ticket of a path, by the index, if whoever of staff asks may read what is written on it; what is changed of it asks whether it is still so.
 * @throws DomainError `not-found/no-such-ticket`; `forbidden/health-skill-required` to agents without the skill, where it tells of health
 */
export async function ticketForStaff({ tickets, staff }: TicketFinder, caller: Caller, ticketId: string): Promise<Ticket> {
  const ticket = await tickets.ticket(ticketId);
  if (!ticket) throw noSuchTicket();
  if (!caller.roles.includes('officer') && tellsOfHealth(ticket.matter)) await requireHealthSkill(staff, caller.id);
  return ticket;
}
