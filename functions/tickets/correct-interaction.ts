import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { correctionOf } from '../../shared/tickets/correction.ts';
import { correctionNeeds } from '../../shared/tickets/correction-table.ts';
import { Correction, InteractionId, type Interaction } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { earlierStep } from './earlier-step.ts';
import { findReadable } from './find-ticket.ts';
import { interactionsFor, InteractionView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'interaction'),
  corrections: only(correctionNeeds, 'correct'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface CorrectInteractionDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const correctInteraction = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/interactions/{interactionId}/corrections',
  allow: ['agent'],
  summary: 'Put right what staff wrote: a step of its own with the text that holds; where somebody else corrected it since, 412 `newer-correction`',
  params: z.strictObject({ ticketId: TicketId, interactionId: InteractionId }),
  body: Correction,
  example: { text: 'Die Selbstbeteiligung beträgt 150 Euro.', reason: 'Betrag vertippt' },
  returns: InteractionView,
  status: 201,
  uses,
  async handle({ params: { ticketId, interactionId }, body, caller, once }, { tickets, interactions, corrections, staff, newId, now }: CorrectInteractionDeps) {
    const ticket = await findReadable({ tickets, staff }, caller, ticketId);
    const step = await interactions.interaction(ticket, interactionId);
    const at = now();
    const correction: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: correctionOf(step, body),
      cameWith: step.cameWith,
    };
    const made = { request: once, status: 201, madeId: correction.id, subjectId: ticket.customerId };
    const { earlier } = await corrections.correct(ticket, correction, made, at);
    return interactionsFor(caller, [earlier ? await earlierStep({ tickets, interactions }, ticket, earlier.id) : correction])[0]!;
  },
});
