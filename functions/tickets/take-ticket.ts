import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { assigned, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { checkNewClerk } from './new-clerk.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'reassign'), staff: only(staffReaderNeeds, 'agent') };

interface TakeTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const takeTicket = endpoint({
  method: 'PUT',
  path: '/v1/tickets/{ticketId}/assignment',
  allow: ['agent'],
  summary: 'Take a ticket, or give it to another agent who has the skill for it and is here, whoever had it before',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ assignee: AgentId.optional().describe('Whoever asks, if left out') }),
  example: {},
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body, caller, ifMatch }, { tickets, staff, newId, now, hours }: TakeTicketDeps) {
    const assignee = body.assignee ?? caller.id;
    const ticket = await theirTicket(tickets, await findTicket(tickets, caller, ticketId));
    // Who asks again after a lost answer is told how it is.
    if (ticket.assignee === assignee && ticket.status !== 'closed') return ticketFor(caller, ticket, now());
    await checkNewClerk({ id: assignee, field: 'body.assignee' }, ticket, caller, { staff, now });
    const at = now();
    const step: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: { type: 'assignment', assignee },
    };
    const given = timed(ticket, assigned({ ...ticket, version: ifMatch }, assignee), at, hours);
    await tickets.reassign(given, step, { version: ifMatch, assignee: ticket.assignee }, undefined, at);
    return ticketFor(caller, given, now());
  },
});
