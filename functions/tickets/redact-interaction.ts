import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { stepWriting } from '../../shared/tickets/step-writing.ts';
import { namedParts } from '../../shared/tickets/redaction.ts';
import { InteractionId, RedactionGround } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { redactionNeeds } from '../../shared/tickets/redaction-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { takeOut } from './take-out.ts';
import { InteractionView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'interaction', 'earlier'),
  redactions: only(redactionNeeds('tickets'), 'found', 'takeOut', 'finish'),
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
    parts: namedParts(stepWriting).describe('Which parts of the step; everything that was written in it if absent'),
  }),
  example: { reason: 'wrongly-sent-health-data' },
  returns: InteractionView,
  status: 201,
  uses,
  async handle({ params: { ticketId, interactionId: id }, body, caller, once }, deps: RedactInteractionDeps) {
    return takeOut(stepWriting, { ticketId, id, ...body, caller, once }, deps);
  },
});
