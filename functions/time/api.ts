import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { timeTables } from '../../shared/time/time-tables.ts';
import { timeEndpoints } from './endpoints.ts';

const db = liveDatabase();

export const handler = api(timeEndpoints, {
  deps: {
    ...timeTables({ db, rules: deletionRules(sector()) }),
    tickets: ticketReader(db),
    staff: staffReader(db),
    newId,
    now: () => new Date(),
  },
  log: logger('time-api'),
  identity: identityClaims(),
});
