import * as z from 'zod';
import { DomainError, invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { healthSkillRequired, mayReadOfHealth } from '../../shared/staff/health-skill.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { assigned, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'reassign'), staff: only(staffReaderNeeds, 'agent') };

interface TakeTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const takeTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/assignment',
  allow: ['agent'],
  summary: 'Take a ticket, or give it to another agent, whoever had it before and whatever they are skilled in, but for what tells of health',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ assignee: AgentId.optional().describe('Whoever asks, if left out') }),
  example: {},
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body, caller, once, ifMatch }, { tickets, staff, newId, now }: TakeTicketDeps) {
    const assignee = body.assignee ?? caller.id;
    const [found, agent] = await Promise.all([findTicket(tickets, caller, ticketId), staff.agent(assignee)]);
    if (agent?.role !== 'agent' || agent.leftOn !== undefined)
      throw body.assignee ? invalidField('body.assignee', 'is no agent') : new DomainError('forbidden', 'no-such-agent');
    const ticket = await theirTicket(tickets, found);
    if (tellsOfHealth(ticket.matter) && !mayReadOfHealth(agent))
      throw body.assignee ? invalidField('body.assignee', 'has not the skill `health`, without which nobody reads this ticket') : healthSkillRequired();
    const at = now();
    const step: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: { type: 'assignment', assignee },
    };
    // Judged under the version that the caller saw, so that a replay and a stale version are told apart by the write itself.
    const given = ticket.status === 'closed' ? { ...ticket, assignee } : assigned({ ...ticket, version: ifMatch }, assignee);
    const made = { request: once, status: 200, madeId: ticketId, subjectId: ticket.customerId };
    const { earlier } = await tickets.reassign(given, step, { version: ifMatch, assignee: ticket.assignee }, made, at);
    return ticketFor(caller, earlier ? await theirTicket(tickets, found) : given);
  },
});
