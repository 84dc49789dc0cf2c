import * as z from 'zod';
import { liveFileWalks } from '../../shared/files/live-files.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { queueSender } from '../../shared/lambda/queue-sender.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import { mostRemoved } from './find-orphan-files.ts';
import { reconcileFiles, Reconciliation, type ReconcileDeps } from './reconcile-files.ts';
import { tellingOf } from './remove-orphan-file.ts';

const { RECONCILE_QUEUE_URL, ORPHAN_QUEUE_URL } = environment({ RECONCILE_QUEUE_URL: z.string().min(1), ORPHAN_QUEUE_URL: z.string().min(1) });
const tell = queueSender(ORPHAN_QUEUE_URL);
const log = logger('reconcile-files');

/** Enough for the page that is being worked on. */
const reserve = 30_000;

const deps: Omit<ReconcileDeps, 'hasTime'> = {
  db: liveDatabase(),
  stores: allStores,
  walks: liveFileWalks(),
  handOver: (keys) => tell(keys.map(tellingOf)),
  send: queueSender(RECONCILE_QUEUE_URL),
  brake: mostRemoved,
  log,
  now: () => new Date(),
};

export const handler = liveQueueWorker({
  log,
  message: Reconciliation,
  handle: (message, timeLeft) => reconcileFiles(message, { ...deps, hasTime: () => timeLeft() > reserve }),
});
