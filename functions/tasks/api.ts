import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { taskTables } from '../../shared/tasks/task-tables.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { taskEndpoints } from './endpoints.ts';

const db = liveDatabase();

export const handler = api(taskEndpoints, {
  deps: {
    ...taskTables({ db, rules: deletionRules(sector()), newId }),
    tickets: ticketReader(db),
    customers: customerReader(db),
    staff: staffReader(db),
    newId,
    now: () => new Date(),
  },
  log: logger('tasks-api'),
  identity: identityClaims(),
});
