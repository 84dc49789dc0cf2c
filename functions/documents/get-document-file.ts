import * as z from 'zod';
import { documentNeeds } from '../../shared/documents/document-table.ts';
import { documentFileKey, DocumentId, documentNotAvailable } from '../../shared/documents/document.ts';
import type { FileLinks } from '../../shared/files/file-links.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { DocumentFileView } from './views.ts';

const uses = {
  documents: only(documentNeeds, 'document'),
  tickets: only(ticketReaderNeeds, 'ticket', 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface GetDocumentFileDeps extends Used<typeof uses> {
  readonly links: FileLinks;
  readonly now: () => Date;
}

export const getDocumentFile = endpoint({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/documents/{documentId}/file',
  allow: ['customer', 'agent'],
  summary: 'A short-lived address of the file of a document that is available; browsers save it under its name, and never show it',
  params: z.strictObject({ ticketId: TicketId, documentId: DocumentId }),
  returns: DocumentFileView,
  status: 200,
  uses,
  async handle({ params: { ticketId, documentId }, caller }, { documents, tickets, staff, links, now }: GetDocumentFileDeps) {
    const { state, file, customerId } = await documents.document(await theirTicket({ tickets, staff }, caller, ticketId), documentId);
    if (state !== 'available' || !file) throw documentNotAvailable(state);
    const link = await links.link(documentFileKey(customerId, file.id), file.versionId, now());
    return { ...link, sha256: file.sha256, sizeBytes: file.sizeBytes };
  },
});
