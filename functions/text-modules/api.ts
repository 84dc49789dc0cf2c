import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { textModuleEndpoints } from './endpoints.ts';

export const handler = api(textModuleEndpoints, {
  deps: {
    textModules: textModuleTable({ db: liveDatabase(), rules: deletionRules(sector()) }),
    staff: staffReader(liveDatabase()),
    newId,
    now: () => new Date(),
  },
  log: logger('text-modules-api'),
  identity: identityClaims(),
});
