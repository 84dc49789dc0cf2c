import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { keptAlready, keptFor, Retention, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'setRetention') };

interface SetRetentionDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const setRetention = endpoint({
  method: 'PATCH',
  path: '/v1/tickets/{ticketId}',
  allow: ['agent'],
  summary: 'Choose how long a case is kept after its end, where the claims at stake ask for more than the regular period',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ retention: Retention }),
  example: { retention: 'thirty-years' },
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body: { retention }, caller, ifMatch }, { tickets, newId, now }: SetRetentionDeps) {
    const ticket = await theirTicket(tickets, await findTicket(tickets, caller, ticketId));
    if (keptAlready(ticket, retention)) return ticketFor(caller, ticket);
    const at = now();
    const choice: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: { type: 'retention', retention },
    };
    const kept = keptFor({ ...ticket, version: ifMatch }, retention);
    await tickets.setRetention(kept, choice, ifMatch, at);
    return ticketFor(caller, kept);
  },
});
