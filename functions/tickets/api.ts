import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { interactionTable } from '../../shared/tickets/interaction-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { ticketEndpoints } from './endpoints.ts';

const db = liveDatabase();
const parts = { db, rules: deletionRules(sector()), newId };

export const handler = api(ticketEndpoints, {
  deps: { tickets: ticketTable(parts), interactions: interactionTable(parts), customers: customerReader(db), newId, now: () => new Date() },
  log: logger('tickets-api'),
  identity: identityClaims(),
});
