import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import type { Interaction, InteractionContent } from '../../shared/tickets/interaction.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { chosen, newOf, TicketChange, TicketId } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'change') };

interface ChangeTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const changeTicket = endpoint({
  method: 'PATCH',
  path: '/v1/tickets/{ticketId}',
  allow: ['agent'],
  summary:
    'Choose how long a case is kept after its end, where the claims at stake ask for more than the regular period; how pressing it is; what it is called, and words to find it by',
  params: z.strictObject({ ticketId: TicketId }),
  body: TicketChange,
  example: { retention: 'thirty-years', priority: 'high', subject: 'Fahrradunfall Münsterbrücke, Gutachten', tags: ['gutachten'] },
  returns: TicketView,
  status: 200,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body, caller, ifMatch }, { tickets, newId, now, hours }: ChangeTicketDeps) {
    const ticket = await theirTicket(tickets, await findTicket(tickets, caller, ticketId));
    if (body.tags && body.tags.length > 0 && tellsOfHealth(ticket.matter))
      throw invalidField('body.tags', 'are not for tickets that tell of health: all agents see them in their lists');
    if (body.subject !== undefined && tellsOfHealth(ticket.matter))
      throw invalidField('body.subject', 'is not chosen for tickets that tell of health: all agents see it in their lists');
    const change = newOf(ticket, body);
    const choices = contentsOf(change);
    if (choices.length === 0) return ticketFor(caller, ticket, now());
    const at = now();
    const by = { role: 'agent' as const, id: caller.id };
    const steps = choices.map((content): Interaction => ({ id: newId('int'), ticketId, at: at.toISOString(), by, content }));
    const changed = timed(ticket, chosen({ ...ticket, version: ifMatch }, change), at, hours);
    await tickets.change(changed, change, steps, ifMatch, at);
    return ticketFor(caller, changed, now());
  },
});

/** Each choice is a step of its own. */
const contentsOf = ({ retention, priority, tags, subject }: TicketChange): InteractionContent[] => [
  ...(retention ? [{ type: 'retention' as const, retention }] : []),
  ...(priority ? [{ type: 'priority' as const, priority }] : []),
  ...(tags ? [{ type: 'tags' as const, tags }] : []),
  ...(subject === undefined ? [] : [{ type: 'subject' as const, subject }]),
];
