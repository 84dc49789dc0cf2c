import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { InteractionId, MinutesSpent, type Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { closed, Outcome, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { timeOf, whoseTime } from './time-of.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'close'), staff: only(staffReaderNeeds, 'agent') };

interface CloseTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const closeTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/close',
  allow: ['agent'],
  summary: 'End the case, with everything in view that the customer wrote; its retention periods run from here',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({
    outcome: Outcome,
    lastInteractionId: InteractionId.describe('The last step that the clerk saw; where the customer wrote since, 412 `newer-customer-message`'),
    openTasksSeen: z.boolean().optional().describe('That tasks of the ticket are still to be done is known; without it, 409 `open-tasks` where some are'),
    minutesSpent: MinutesSpent.optional(),
  }),
  example: { outcome: 'settled', lastInteractionId: 'int_01JQ0000000000000000000000', minutesSpent: 5 },
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body, caller, once, ifMatch }, { tickets, staff, newId, now }: CloseTicketDeps) {
    const [found, clerk] = await Promise.all([findTicket(tickets, caller, ticketId), whoseTime(staff, caller, body.minutesSpent)]);
    const ticket = await theirTicket(tickets, found);
    const at = now();
    const closing: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: { type: 'closing', outcome: body.outcome },
      minutesSpent: body.minutesSpent,
    };
    // Judged under the version that the caller saw, so that a replay and a stale version are told apart by the write itself.
    const done = ticket.status === 'closed' ? ticket : closed({ ...ticket, version: ifMatch }, body.outcome, at);
    const seen = { version: ifMatch, lastInteractionId: body.lastInteractionId, ...(body.openTasksSeen && { openTasksSeen: true }) };
    const made = { request: once, status: 200, madeId: ticketId, subjectId: ticket.customerId };
    const { earlier } = await tickets.close(done, closing, seen, made, at, timeOf(clerk, ticket, closing, newId));
    return ticketFor(caller, earlier ? await theirTicket(tickets, found) : { ...done, unreadMessages: undefined }, now());
  },
});
