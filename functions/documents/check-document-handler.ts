import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentLookDue } from '../../events/document-look-due.ts';
import { knowsEicar } from '../../shared/documents/check/malware.ts';
import { documentTable } from '../../shared/documents/document-table.ts';
import { scannedByGuardDuty } from '../../shared/documents/scan-provider.ts';
import { FileCame } from '../../shared/files/file-came.ts';
import { bucketOf } from '../../shared/files/live-file-links.ts';
import { liveFileEraser, liveFileKeeper, liveFileReader } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { serviceClient } from '../../shared/lambda/service-client.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { checkDocument, lookAtDocument, type CheckDocumentDeps } from './check-document.ts';

const { MALWARE_SCAN } = environment({ MALWARE_SCAN: z.enum(['guardduty', 'test-file-only']) });
const log = logger('check-document');

const parts: Omit<CheckDocumentDeps, 'hasTime'> = {
  documents: documentTable({ db: liveDatabase(), rules: deletionRules(sector()), newId }),
  uploads: { ...liveFileReader('uploads'), ...liveFileEraser('uploads') },
  files: { ...liveFileKeeper('document-files'), ...liveFileEraser('document-files') },
  scan: MALWARE_SCAN === 'guardduty' ? scannedByGuardDuty({ s3: new S3Client(serviceClient()), bucket: bucketOf('uploads') }) : knowsEicar,
  newId,
  log,
  now: () => new Date(),
};

/** So long it may take to keep what was looked at, and to say so. */
const keepingMs = 15_000;

export const handler = liveQueueWorker({
  log,
  message: z.union([FileCame, fromBus(documentLookDue)]),
  handle: (told, timeLeft) => {
    const deps = { ...parts, hasTime: () => timeLeft() > keepingMs };
    return 'key' in told ? checkDocument(told, deps) : lookAtDocument(told, deps);
  },
});
