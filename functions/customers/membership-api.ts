import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { customerTable } from '../../shared/customers/customer-table.ts';
import { kmsLookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { serviceClient } from '../../shared/lambda/service-client.ts';
import { environment, identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { smsCountries } from '../../shared/lambda/sms-countries.ts';
import { liveLogins } from '../../shared/logins/live-logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { membershipEndpoints } from './membership-endpoints.ts';

const db = liveDatabase();
const { LOOKUP_KEY_ID } = environment({ LOOKUP_KEY_ID: z.string().min(1) });

export const handler = api(membershipEndpoints, {
  deps: {
    customers: customerTable({ db, rules: deletionRules(sector()) }),
    tickets: ticketReader(db),
    lookupKeys: kmsLookupKeys({ client: new KMSClient(serviceClient()), keyId: LOOKUP_KEY_ID }),
    logins: liveLogins(),
    newId,
    now: () => new Date(),
    smsGoesTo: smsCountries(),
  },
  log: logger('membership-api'),
  identity: identityClaims(),
});
