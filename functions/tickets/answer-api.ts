import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { answerTables } from '../../shared/tickets/answer-table.ts';
import { answerEndpoints } from './answer-endpoints.ts';
import { officeHours } from './environment.ts';

const db = liveDatabase();

export const handler = api(answerEndpoints, {
  deps: {
    ...answerTables({ db, rules: deletionRules(sector()), newId }),
    textModules: textModuleReader(db),
    customers: customerReader(db),
    staff: staffReader(db),
    newId,
    now: () => new Date(),
    hours: officeHours(),
  },
  log: logger('answers-api'),
  identity: identityClaims(),
});
