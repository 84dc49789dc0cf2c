import * as z from 'zod';
import { documentNeeds } from '../../shared/documents/document-table.ts';
import { DocumentId } from '../../shared/documents/document.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { documentFor, DocumentView } from './views.ts';

const uses = {
  documents: only(documentNeeds, 'document'),
  tickets: only(ticketReaderNeeds, 'ticket', 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
};

export const getDocument = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/documents/{documentId}',
  allow: ['customer', 'agent', 'officer'],
  summary: 'What a document is, and what became of its file',
  params: z.strictObject({ ticketId: TicketId, documentId: DocumentId }),
  returns: DocumentView,
  status: 200,
  uses,
  async handle({ params: { ticketId, documentId }, caller }, { documents, tickets, staff }: Used<typeof uses>) {
    return documentFor(caller, await documents.document(await theirTicket({ tickets, staff }, caller, ticketId), documentId));
  },
});
