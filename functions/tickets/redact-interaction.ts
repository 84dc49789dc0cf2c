import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { partsToRedact } from '../../shared/tickets/correction.ts';
import { correctionNeeds } from '../../shared/tickets/correction-table.ts';
import { InteractionId, RedactionGround, Written, type Interaction } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { findTicket } from './find-ticket.ts';
import { interactionsFor, InteractionView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'interaction', 'earlier'),
  corrections: only(correctionNeeds, 'redact'),
};

interface RedactInteractionDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const redactInteraction = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/interactions/{interactionId}/redaction',
  allow: ['officer'],
  summary: 'Take out of a step, and of all that corrected it, what must not stand there: it is kept nowhere. Not while a legal hold keeps the case as evidence',
  params: z.strictObject({ ticketId: TicketId, interactionId: InteractionId }),
  body: z.strictObject({
    reason: RedactionGround,
    parts: z.array(Written).min(1).max(Written.options.length).optional().describe('Which parts of the step; everything that was written in it if absent'),
  }),
  example: { reason: 'wrongly-sent-health-data' },
  returns: InteractionView,
  status: 201,
  uses,
  async handle({ params: { ticketId, interactionId }, body, caller, once }, { tickets, interactions, corrections, newId, now }: RedactInteractionDeps) {
    const ticket = await findTicket(tickets, caller, ticketId);
    const at = now();
    const shown = async (id: string) => interactionsFor(caller, [await interactions.interaction(ticket, id)])[0]!;
    // Once it is done there is nothing left to take out, and a repeat must not find that.
    const again = await interactions.earlier(once, at);
    if (again) return shown(again.id);
    const step = await interactions.interaction(ticket, interactionId);
    const redaction: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'officer', id: caller.id },
      content: { type: 'redaction', redacts: interactionId, ground: body.reason, parts: partsToRedact(step, body.parts) },
      cameWith: step.cameWith,
    };
    const made = { request: once, status: 201, madeId: redaction.id, subjectId: ticket.customerId };
    const { earlier } = await corrections.redact(ticket, step, redaction, made, at);
    return earlier ? shown(earlier.id) : interactionsFor(caller, [redaction])[0]!;
  },
});
