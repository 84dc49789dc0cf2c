import { documentTable } from '../../shared/documents/document-table.ts';
import { liveFileLinks } from '../../shared/files/live-file-links.ts';
import { liveFileUploads } from '../../shared/files/live-file-uploads.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { documentEndpoints } from './endpoints.ts';

const db = liveDatabase();

export const handler = api(documentEndpoints, {
  deps: {
    documents: documentTable({ db, rules: deletionRules(sector()), newId }),
    tickets: ticketReader(db),
    staff: staffReader(db),
    uploads: liveFileUploads('uploads'),
    links: liveFileLinks('document-files'),
    newId,
    now: () => new Date(),
  },
  log: logger('documents-api'),
  identity: identityClaims(),
});
