import { assigneeLeft, type Agent } from '../../shared/staff/agent.ts';
import { invalidField } from '../../shared/domain-error.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { requireHealthSkill } from '../../shared/staff/health-skill.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { isAtWork } from '../../shared/tasks/inbox.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import type { TicketReader } from '../../shared/tickets/ticket-reader.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';

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

/**
 * That work can be given to somebody: an agent who is here.
 * @throws DomainError `invalid/invalid-body` for who is no agent, `conflict/assignee-left`
 */
export async function requireAtWork(staff: Pick<StaffReader, 'agent'>, id: string, field: `body.${string}`): Promise<void> {
  const agent: Agent | undefined = await staff.agent(id);
  if (isAtWork(agent)) return;
  throw agent?.leftOn === undefined ? invalidField(field, 'is no agent') : assigneeLeft(field);
}
