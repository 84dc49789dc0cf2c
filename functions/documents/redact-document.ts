import * as z from 'zod';
import { documentNeeds, type RedactionStep } from '../../shared/documents/document-table.ts';
import { DocumentId } from '../../shared/documents/document.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { RedactionGround } from '../../shared/tickets/interaction.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { documentFor, DocumentView } from './views.ts';

const uses = {
  documents: only(documentNeeds, 'document', 'takeOut'),
  tickets: only(ticketReaderNeeds, 'ticket', 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface RedactDocumentDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const redactDocument = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/documents/{documentId}/redaction',
  allow: ['officer'],
  summary:
    'Take a document out of a ticket: its file and its name go for good, and a step says who took it out and why. Not while a legal hold keeps it as evidence',
  params: z.strictObject({ ticketId: TicketId, documentId: DocumentId }),
  body: z.strictObject({ reason: RedactionGround }),
  example: { reason: 'wrongly-sent-health-data' },
  returns: DocumentView,
  status: 201,
  uses,
  async handle({ params: { ticketId, documentId }, body, caller, once }, { documents, tickets, staff, newId, now }: RedactDocumentDeps) {
    const at = now();
    const ticket = await theirTicket({ tickets, staff }, caller, ticketId);
    const { interactionId, cameWith } = await documents.document(ticket, documentId);
    const step: RedactionStep = {
      id: newId('int'),
      ticketId: ticket.id,
      at: at.toISOString(),
      by: { role: 'officer', id: caller.id },
      content: { type: 'document-redaction', documentId, ...(interactionId && { redacts: interactionId }), ground: body.reason },
      cameWith,
    };
    await documents.takeOut(ticket, documentId, step, { request: once, status: 201, madeId: step.id, subjectId: ticket.customerId }, at);
    return documentFor(caller, await documents.document(ticket, documentId));
  },
});
