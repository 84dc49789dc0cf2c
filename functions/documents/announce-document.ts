import * as z from 'zod';
import { documentNeeds } from '../../shared/documents/document-table.ts';
import { awaited, NewDocument, uploadKey, type Document, type DocumentOrigin } from '../../shared/documents/document.ts';
import type { FileUploads } from '../../shared/files/file-uploads.ts';
import type { NewId } from '../../shared/id.ts';
import { isStaff } from '../../shared/lambda/caller.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';
import { AnnouncedDocumentView, announcedFor } from './views.ts';

const uses = {
  documents: only(documentNeeds, 'announce', 'document'),
  tickets: only(ticketReaderNeeds, 'ticket', 'ofCustomer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface AnnounceDocumentDeps extends Used<typeof uses> {
  readonly uploads: FileUploads;
  readonly newId: NewId;
  readonly now: () => Date;
}

export const announceDocument = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/documents',
  allow: ['customer', 'agent'],
  summary: 'Announce a file for a ticket; the answer is a form to send it by. Only that file is taken, and it is looked at before anybody can fetch it',
  params: z.strictObject({ ticketId: TicketId }),
  body: NewDocument,
  example: {
    fileName: 'Vorderrad nach dem Unfall.jpg',
    type: 'image/jpeg',
    sizeBytes: 2_481_305,
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  },
  returns: AnnouncedDocumentView,
  status: 201,
  limits: { customer: { most: 60, per: 'day' }, agent: { most: 300, per: 'hour' } },
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { documents, tickets, staff, uploads, newId, now }: AnnounceDocumentDeps) {
    const at = now();
    const ticket = await theirTicket({ tickets, staff }, caller, ticketId);
    const origin: DocumentOrigin = {
      id: newId('doc'),
      customerId: ticket.customerId,
      ticketId: ticket.id,
      ticketNumber: ticket.number,
      ...(tellsOfHealth(ticket.matter) && { special: 'health' }),
      by: isStaff(caller) ? { role: 'agent', id: caller.id } : { role: 'customer' },
    };
    const announced = awaited(origin, body, at);
    const { earlier } = await documents.announce(announced, { request: once, status: 201, madeId: announced.id, subjectId: ticket.customerId }, at);
    const document = earlier ? await documents.document(ticket, earlier.id) : announced;
    return announcedFor(caller, document, document.state === 'awaited' ? await formFor(document, uploads, at) : undefined);
  },
});

const formFor = ({ customerId, id, type, sizeBytes, sha256 }: Document, uploads: FileUploads, now: Date) =>
  uploads.form(uploadKey(customerId, id), { contentType: type, sizeBytes, sha256 }, now);
