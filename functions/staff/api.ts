import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { liveLogins } from '../../shared/logins/live-logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import { staffEndpoints } from './endpoints.ts';

const db = liveDatabase();

export const handler = api(staffEndpoints, {
  deps: { staff: staffTable({ db, rules: deletionRules(sector()) }), logins: liveLogins(), newId, now: () => new Date() },
  log: logger('staff-api'),
  identity: identityClaims(),
});
