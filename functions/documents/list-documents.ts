import * as z from 'zod';
import { documentNeeds } from '../../shared/documents/document-table.ts';
import { DocumentId } from '../../shared/documents/document.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { documentFor, DocumentView } from './views.ts';

const uses = {
  documents: only(documentNeeds, 'ofTicket'),
  tickets: only(ticketReaderNeeds, 'ticket', 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
};

export const listDocuments = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/documents',
  allow: ['customer', 'agent', 'officer'],
  summary: 'The documents of a ticket, whatever became of each, newest first',
  params: z.strictObject({ ticketId: TicketId }),
  query: PageRequest(DocumentId),
  returns: PageOf(DocumentView),
  status: 200,
  uses,
  async handle({ params: { ticketId }, query: { limit, cursor }, caller }, { documents, tickets, staff }: Used<typeof uses>) {
    const { items, next } = await documents.ofTicket(await theirTicket({ tickets, staff }, caller, ticketId), limit, cursor);
    return { items: items.map((document) => documentFor(caller, document)), next };
  },
});
