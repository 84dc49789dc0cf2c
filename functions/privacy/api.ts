import * as z from 'zod';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';
import { erasureTable } from '../../shared/privacy/erasure/erasure-table.ts';
import { privacyEndpoints } from './endpoints.ts';

const { ALLOW_AS_OF } = environment({ ALLOW_AS_OF: z.enum(['true', 'false']) });
const db = liveDatabase();
const rules = deletionRules(sector());

export const handler = api(privacyEndpoints, {
  deps: {
    db,
    erasures: erasureTable({ db, rules, newId }),
    runs: deletionRunTable({ db, rules, newId }),
    customers: customerReader(db),
    rules,
    newId,
    ownLogins: !process.env.IDENTITY_CLAIMS,
    now: () => new Date(),
    allowAsOf: ALLOW_AS_OF === 'true',
  },
  log: logger('privacy-api'),
  identity: identityClaims(),
});
