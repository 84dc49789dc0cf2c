import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { serviceClient } from '../../shared/lambda/service-client.ts';
import { staffLogins } from '../../shared/logins/live-logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { kmsLookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import { staffEndpoints } from './endpoints.ts';

const { LOOKUP_KEY_ID } = environment({ LOOKUP_KEY_ID: z.string().min(1) });

export const handler = api(staffEndpoints, {
  deps: {
    staff: staffTable({ db: liveDatabase(), rules: deletionRules(sector()), newId }),
    lookupKeys: kmsLookupKeys({ client: new KMSClient(serviceClient()), keyId: LOOKUP_KEY_ID }),
    logins: staffLogins(),
    newId,
    now: () => new Date(),
  },
  log: logger('staff-api'),
  identity: identityClaims(),
});
