import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ruleReader } from '../../shared/rules/rule-reader.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { ticketTables } from '../../shared/tickets/ticket-tables.ts';
import { worklistTable } from '../../shared/tickets/worklist-table.ts';
import { officeHours } from './environment.ts';
import { ruleTrialEndpoints } from './rule-trial-endpoints.ts';

const db = liveDatabase();

export const handler = api(ruleTrialEndpoints, {
  deps: {
    ...ticketTables({ db, rules: deletionRules(sector()), newId }),
    rules: ruleReader(db),
    worklists: worklistTable(db),
    documents: documentReader(db),
    textModules: textModuleReader(db),
    customers: customerReader(db),
    staff: staffReader(db),
    hours: officeHours(),
    newId,
    now: () => new Date(),
  },
  log: logger('rule-trials-api'),
  identity: identityClaims(),
});
