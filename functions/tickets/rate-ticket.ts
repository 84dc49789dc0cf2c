import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { Satisfaction, type Interaction } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { satisfactionNeeds } from '../../shared/tickets/satisfaction-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { interactionsFor, InteractionView } from './views.ts';

const uses = {
  satisfaction: only(satisfactionNeeds, 'rate'),
  interactions: only(interactionNeeds, 'interaction'),
};

interface RateTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const rateTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/satisfaction',
  allow: ['customer'],
  summary: 'How content the customer is with how the case ended; once it is closed, and said again as they like: the last one counts',
  params: z.strictObject({ ticketId: TicketId }),
  body: Satisfaction,
  example: { score: 4, comment: 'Schnell gelöst, nur der Brief kam spät.' },
  returns: InteractionView,
  status: 201,
  limits: { customer: { most: 20, per: 'day' } },
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { satisfaction, interactions, newId, now }: RateTicketDeps) {
    // In their own partition: the write itself finds out whether it is there.
    const ticket = { id: ticketId, customerId: caller.id };
    const at = now();
    const rating: Interaction = { id: newId('int'), ticketId, at: at.toISOString(), by: { role: 'customer' }, content: { type: 'satisfaction', ...body } };
    const { earlier } = await satisfaction.rate(ticket, rating, { request: once, status: 201, madeId: rating.id, subjectId: caller.id }, at);
    return interactionsFor(caller, [earlier ? await interactions.interaction(ticket, earlier.id) : rating])[0]!;
  },
});
