import * as z from 'zod';
import { DocumentType } from '../../shared/documents/document-types.ts';
import { DocumentId, DocumentState, type Document } from '../../shared/documents/document.ts';
import type { UploadForm } from '../../shared/files/file-uploads.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { DocumentRefusal, refusalTexts } from '../../shared/tickets/document-refusal.ts';
import { InteractionId, RedactionGround } from '../../shared/tickets/interaction.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

/** A document as the API shows it. */
export const DocumentView = z
  .object({
    id: DocumentId,
    ticketId: TicketId,
    ticketNumber: TicketNumber,
    fileName: z.string().optional().describe('Absent once it was taken out'),
    type: DocumentType,
    sizeBytes: z.int().describe('Of the file as it was announced'),
    sha256: z.string().describe('Likewise, in lower-case hexadecimal'),
    state: DocumentState.describe('Only what is `available` can be fetched'),
    refused: z.object({ for: DocumentRefusal, problem: z.string().describe('What that means, and what to do') }).optional(),
    redacted: z
      .object({ at: z.iso.datetime(), for: RedactionGround })
      .optional()
      .describe('It was taken out of the ticket by an officer, and its file with it'),
    addedAt: z.iso.datetime(),
    by: z.object({ role: z.enum(['customer', 'agent']), id: z.string().optional().describe('Shown to staff only') }),
    checkedAt: z.iso.datetime().optional(),
    interactionId: InteractionId.optional().describe('The step of the ticket by which it became part of it'),
  })
  .meta({ id: 'Document' });

/** A document that was announced, with the way to send its file. */
export const AnnouncedDocumentView = DocumentView.extend({
  upload: z
    .object({
      url: z.url(),
      fields: z.record(z.string(), z.string()).describe('Form fields, sent as they are before the file'),
      expiresAt: z.iso.datetime(),
    })
    .optional()
    .describe('Send the file there as `multipart/form-data`: these fields, and last the file as `file`. Absent where a file came already'),
}).meta({ id: 'AnnouncedDocument' });

/** The file of a document. */
export const DocumentFileView = z
  .object({
    url: z.url().describe('Where whoever has it can fetch the file. Not to be kept or logged'),
    expiresAt: z.iso.datetime(),
    sha256: z.string().describe('Of the file that is fetched; another one than was sent where metadata was taken out of a picture'),
    sizeBytes: z.int(),
  })
  .meta({ id: 'DocumentFile' });

/** What the caller may see of a document. */
export const documentFor = (
  caller: Caller,
  { customerId: _, special: __, file: ___, refusedFor, redactedAt, redactedFor, by, ...document }: Document,
): z.input<typeof DocumentView> => ({
  ...document,
  by: isStaff(caller) ? by : { role: by.role },
  ...(refusedFor && { refused: { for: refusedFor, problem: refusalTexts[refusedFor] } }),
  ...(redactedAt && redactedFor && { redacted: { at: redactedAt, for: redactedFor } }),
});

/** The same with the way to send its file, as long as that is awaited. */
export const announcedFor = (caller: Caller, document: Document, upload: UploadForm | undefined): z.input<typeof AnnouncedDocumentView> => ({
  ...documentFor(caller, document),
  ...(upload && { upload }),
});
