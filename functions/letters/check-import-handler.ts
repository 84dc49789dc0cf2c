import { letterImportLookDue } from '../../events/letter-import-look-due.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { FileCame } from '../../shared/files/file-came.ts';
import { liveFileEraser, liveFileKeeper, liveFileReader } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { judgeInWorker } from '../../shared/letters/gate/judge-in-worker.ts';
import { importTable } from '../../shared/letters/imports/import-table.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { checkImport, lookAtImport, type CheckImportDeps } from './check-import.ts';
import * as z from 'zod';

const log = logger('check-letter-import');
const db = liveDatabase();
const rules = deletionRules(sector());

const deps: CheckImportDeps = {
  imports: importTable({ db, rules, newId }),
  customers: customerReader(db),
  letters: letterReader(db),
  tickets: ticketReader(db),
  quarantine: { ...liveFileReader('letter-quarantine'), ...liveFileEraser('letter-quarantine') },
  files: liveFileKeeper('letter-files'),
  judge: judgeInWorker,
  rule: rules['letter-centre'],
  newId,
  log,
  now: () => new Date(),
};

export const handler = liveQueueWorker({
  log,
  message: z.union([FileCame, fromBus(letterImportLookDue)]),
  handle: (told) => ('key' in told ? checkImport(told, deps) : lookAtImport(told, deps)),
});
