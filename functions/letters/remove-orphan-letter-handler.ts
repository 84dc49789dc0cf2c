import { S3Client } from '@aws-sdk/client-s3';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterFiles } from '../../shared/letters/letter-files.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { lettersBucket } from './environment.ts';
import { fileStored, removeOrphanLetter } from './remove-orphan-letter.ts';

const deps = {
  letters: letterTable({ db: liveDatabase(['letters']), rules: deletionRules(sector()), newId }),
  files: letterFiles({ s3: new S3Client({}), bucket: lettersBucket() }),
};

export const handler = liveQueueWorker({ log: logger('remove-orphan-letter'), message: fileStored, handle: (key) => removeOrphanLetter(key, deps) });
