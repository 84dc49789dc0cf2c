import { ticketMerged } from '../../events/ticket-merged.ts';
import { ticketSeparated } from '../../events/ticket-separated.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { fileMerged, type FileMergedDeps } from './file-merged.ts';

const db = liveDatabase();
const deps: FileMergedDeps = {
  tickets: ticketTable({ db, rules: deletionRules(sector()), newId }),
  filing: filingTable({ db, registry: storedItems }),
};

export const handler = liveQueueWorker({
  log: logger('file-merged'),
  message: fromBus(ticketMerged, ticketSeparated),
  handle: (event) => fileMerged(event, deps),
});
