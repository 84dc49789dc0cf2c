import { liveFileLinks } from '../../shared/files/live-file-links.ts';
import { liveFileEraser, liveFileKeeper, liveFileReader } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { importTable } from '../../shared/letters/imports/import-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { letterReviewEndpoints } from './review-endpoints.ts';

const db = liveDatabase();
const rules = deletionRules(sector());

export const handler = api(letterReviewEndpoints, {
  deps: {
    imports: importTable({ db, rules, newId }),
    tickets: ticketReader(db),
    staff: staffReader(db),
    quarantine: { ...liveFileReader('letter-quarantine'), ...liveFileEraser('letter-quarantine') },
    files: liveFileKeeper('letter-files'),
    links: liveFileLinks('letter-quarantine'),
    rule: rules['letter-centre'],
    newId,
    now: () => new Date(),
  },
  log: logger('letter-reviews-api'),
  identity: identityClaims(),
});
