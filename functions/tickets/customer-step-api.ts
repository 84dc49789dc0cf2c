import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketTables } from '../../shared/tickets/ticket-tables.ts';
import { customerStepEndpoints } from './customer-step-endpoints.ts';

const db = liveDatabase();

export const handler = api(customerStepEndpoints, {
  deps: { ...ticketTables({ db, rules: deletionRules(sector()), newId }), staff: staffReader(db), newId, now: () => new Date() },
  log: logger('customer-steps-api'),
  identity: identityClaims(),
});
