import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ruleTable } from '../../shared/rules/rule-table.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { ticketTables } from '../../shared/tickets/ticket-tables.ts';
import { worklistTable } from '../../shared/tickets/worklist-table.ts';
import { ruleEndpoints } from './endpoints.ts';
import { officeHours } from './environment.ts';

const db = liveDatabase();
const rules = deletionRules(sector());

export const handler = api(ruleEndpoints, {
  deps: {
    ...ticketTables({ db, rules, newId }),
    rules: ruleTable({ db, rules }),
    worklists: worklistTable(db),
    documents: documentReader(db),
    textModules: textModuleReader(db),
    customers: customerReader(db),
    staff: staffReader(db),
    hours: officeHours(),
    newId,
    now: () => new Date(),
  },
  log: logger('rules-api'),
  identity: identityClaims(),
});
