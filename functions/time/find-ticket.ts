import type { Caller } from '../../shared/lambda/caller.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import type { TicketReader } from '../../shared/tickets/ticket-reader.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';
import { inNoTeam, type Spender } from '../../shared/time/time-entry.ts';

interface TicketFinder {
  readonly tickets: Pick<TicketReader, 'ticket'>;
  readonly staff: Pick<StaffReader, 'agent'>;
}

/**
 * The ticket of a path, by the index, if the caller may read what is written on it; what is changed of it asks whether it is still so.
 * @throws DomainError `not-found/no-such-ticket`; `forbidden/health-skill-required` to agents without the skill, where it tells of health
 */
export async function theirTicket({ tickets, staff }: TicketFinder, caller: Caller, ticketId: string): Promise<Ticket> {
  const ticket = await tickets.ticket(ticketId);
  if (!ticket) throw noSuchTicket();
  if (tellsOfHealth(ticket.matter)) await requireHealthSkill(staff, caller.id);
  return ticket;
}

/** Under which team the caller's time counts. @throws DomainError `forbidden/no-such-agent` */
export async function spenderOf(staff: Pick<StaffReader, 'agent'>, caller: Caller): Promise<Spender> {
  const agent = await staff.agent(caller.id);
  if (!agent) throw inNoTeam();
  return { id: caller.id, team: agent.team };
}
