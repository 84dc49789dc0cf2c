import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketTables } from '../../shared/tickets/ticket-tables.ts';
import { connectionEndpoints } from './connection-endpoints.ts';
import { officeHours } from './environment.ts';

const db = liveDatabase();

export const handler = api(connectionEndpoints, {
  deps: {
    ...ticketTables({ db, rules: deletionRules(sector()), newId }),
    staff: staffReader(db),
    customers: customerReader(db),
    letterReader: letterReader(db),
    documentReader: documentReader(db),
    newId,
    now: () => new Date(),
    hours: officeHours(),
  },
  log: logger('connections-api'),
  identity: identityClaims(),
});
