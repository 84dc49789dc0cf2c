import { liveFileErasers } from '../../shared/files/live-files.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import { fileStored, removeOrphanFile } from './remove-orphan-file.ts';

const deps = { db: liveDatabase(), stores: allStores, erasers: liveFileErasers() };

export const handler = liveQueueWorker({ log: logger('remove-orphan-file'), message: fileStored, handle: (key) => removeOrphanFile(key, deps) });
