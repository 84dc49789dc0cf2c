import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ruleReader } from '../../shared/rules/rule-reader.ts';
import { ruleTable } from '../../shared/rules/rule-table.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { ruleEndpoints } from './endpoints.ts';

const db = liveDatabase();

export const handler = api(ruleEndpoints, {
  deps: {
    rules: ruleTable({ db, rules: deletionRules(sector()) }),
    acting: ruleReader(db),
    textModules: textModuleReader(db),
    staff: staffReader(db),
    newId,
    now: () => new Date(),
  },
  log: logger('rules-api'),
  identity: identityClaims(),
});
