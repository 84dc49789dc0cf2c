import { announceDocument } from './announce-document.ts';
import { getDocumentFile } from './get-document-file.ts';
import { getDocument } from './get-document.ts';
import { listDocuments } from './list-documents.ts';
import { redactDocument } from './redact-document.ts';

/** Everything that can be asked of documents. */
export const documentEndpoints = [announceDocument, listDocuments, getDocument, getDocumentFile, redactDocument];
