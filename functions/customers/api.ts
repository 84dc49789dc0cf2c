import { customerTable } from '../../shared/customers/customer-table.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { customerEndpoints } from './endpoints.ts';

export const handler = api(customerEndpoints, {
  deps: { customers: customerTable({ db: liveDatabase(), rules: deletionRules(sector()) }), now: () => new Date() },
  log: logger('customers-api'),
  identity: identityClaims(),
});
