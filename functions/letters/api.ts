import { S3Client } from '@aws-sdk/client-s3';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterFiles } from '../../shared/letters/letter-files.ts';
import { letterTable } from '../../shared/letters/letters-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { letterEndpoints } from './endpoints.ts';
import { lettersBucket } from './environment.ts';

const db = liveDatabase(['letters', 'events', 'customers']);

export const handler = api(letterEndpoints, {
  deps: {
    letters: letterTable({ db, rules: deletionRules(sector()), newId }),
    files: letterFiles({ s3: new S3Client({}), bucket: lettersBucket() }),
    now: () => new Date(),
  },
  log: logger('letters-api'),
  identity: identityClaims(),
});
