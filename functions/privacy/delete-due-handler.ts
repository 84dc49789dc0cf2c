import * as z from 'zod';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { describeError, logger } from '../../shared/lambda/logger.ts';
import { queueSender } from '../../shared/lambda/queue-sender.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletion } from '../../shared/privacy/deletion/deletion.ts';
import { lawOnly } from '../../shared/privacy/deletion/law-only.ts';
import { RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import { deletionRunTable } from '../../shared/privacy/runs/deletion-run-table.ts';
import { liveOutsideStores } from '../../shared/privacy/deletion/external-stores.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { deleteDue, type DeleteDueDeps } from './delete-due.ts';

const { DUE_QUEUE_URL } = environment({ DUE_QUEUE_URL: z.string().min(1) });
const db = liveDatabase();
const rules = deletionRules(sector());
const now = () => new Date();
const send = queueSender(DUE_QUEUE_URL);
const log = logger('delete-due');

/** Enough for the page that is being worked on, and for the cases that were gathered to end together. */
const reserve = 30_000;

const deps: Omit<DeleteDueDeps, 'hasTime'> = {
  db,
  runs: deletionRunTable({ db, rules, newId }),
  registry: storedItems,
  deletion: deletion({ db, registry: storedItems, outside: liveOutsideStores(), now, lawOnly: lawOnly({ db, registry: storedItems, rules, now }) }),
  rules,
  now,
  continueLater: (part) => send([part]),
  log,
  report: (code, error, fields) => log.error(code, { ...fields, ...describeError(error) }),
};

export const handler = liveQueueWorker({
  log,
  message: RunPart,
  handle: (part, timeLeft) => deleteDue(part, { ...deps, hasTime: () => timeLeft() > reserve }),
});
