import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { interactionTable } from '../../shared/tickets/interaction-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { ticketEndpoints } from './endpoints.ts';
import { officeHours } from './environment.ts';

const db = liveDatabase();
const parts = { db, rules: deletionRules(sector()), newId };

export const handler = api(ticketEndpoints, {
  deps: {
    // Those that it uses: what customers call starts sooner without the others.
    tickets: ticketTable(parts),
    interactions: interactionTable(parts),
    customers: customerReader(db),
    staff: staffReader(db),
    newId,
    newNumber: newTicketNumber,
    now: () => new Date(),
    hours: officeHours(),
  },
  log: logger('tickets-api'),
  identity: identityClaims(),
});
