import { liveFileLinks } from '../../shared/files/live-file-links.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterFeedbackTable } from '../../shared/letters/letter-feedback-table.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { letterEndpoints } from './endpoints.ts';

const db = liveDatabase();
const rules = deletionRules(sector());

export const handler = api(letterEndpoints, {
  deps: {
    letters: letterTable({ db, rules, newId }),
    letterFeedback: letterFeedbackTable({ db, rules }),
    staff: staffReader(db),
    links: liveFileLinks('letter-files'),
    now: () => new Date(),
  },
  log: logger('letters-api'),
  identity: identityClaims(),
});
