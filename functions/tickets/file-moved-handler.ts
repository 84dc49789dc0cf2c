import { ticketMoved } from '../../events/ticket-moved.ts';
import { mostBytes } from '../../shared/documents/document-types.ts';
import { fileMover } from '../../shared/files/file-mover.ts';
import { liveFileEraser, liveFileKeeper, liveFileReader } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { carryingTable } from '../../shared/tickets/carrying-table.ts';
import { moveTable } from '../../shared/tickets/move-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { fileMoved, type FileMovedDeps } from './file-moved.ts';

const db = liveDatabase();
const parts = { db, rules: deletionRules(sector()), newId };
const documents = { ...liveFileReader('document-files'), ...liveFileKeeper('document-files'), ...liveFileEraser('document-files') };

const deps: FileMovedDeps = {
  tickets: ticketTable(parts),
  moves: moveTable(parts),
  carrying: carryingTable({ db, registry: storedItems, files: fileMover({ stores: { 'document-files': documents }, mostBytes, newId }) }),
  now: () => new Date(),
};

export const handler = liveQueueWorker({
  log: logger('file-moved'),
  message: fromBus(ticketMoved),
  handle: (event) => fileMoved(event, deps),
});
