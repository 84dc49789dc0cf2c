import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { liveFileUploads } from '../../shared/files/live-file-uploads.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { serviceClient } from '../../shared/lambda/service-client.ts';
import { importTable } from '../../shared/letters/imports/import-table.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { kmsLookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { letterImportEndpoints } from './import-endpoints.ts';

const db = liveDatabase();
const rules = deletionRules(sector());
const { LOOKUP_KEY_ID } = environment({ LOOKUP_KEY_ID: z.string().min(1) });

export const handler = api(letterImportEndpoints, {
  deps: {
    imports: importTable({ db, rules, newId }),
    letters: letterTable({ db, rules, newId }),
    customers: customerReader(db),
    tickets: ticketReader(db),
    staff: staffReader(db),
    keys: kmsLookupKeys({ client: new KMSClient(serviceClient()), keyId: LOOKUP_KEY_ID }),
    uploads: liveFileUploads('letter-quarantine'),
    now: () => new Date(),
  },
  log: logger('letter-imports-api'),
  identity: identityClaims(),
});
