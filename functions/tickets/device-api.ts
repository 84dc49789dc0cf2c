import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { deviceEndpoints } from './device-endpoints.ts';
import { officeHours } from './environment.ts';

const db = liveDatabase();

export const handler = api(deviceEndpoints, {
  deps: {
    tickets: ticketTable({ db, rules: deletionRules(sector()), newId }),
    newId,
    newNumber: newTicketNumber,
    now: () => new Date(),
    hours: officeHours(),
  },
  log: logger('devices-api'),
  identity: identityClaims(),
});
