import { stopwatchForgotten } from '../../events/stopwatch-forgotten.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { timeTables } from '../../shared/time/time-tables.ts';
import { endStopwatch, type EndStopwatchDeps } from './end-stopwatch.ts';

const db = liveDatabase();
const { stopwatches } = timeTables({ db, rules: deletionRules(sector()) });
const deps: EndStopwatchDeps = { stopwatches, tickets: ticketReader(db), staff: staffReader(db), now: () => new Date() };

export const handler = liveQueueWorker({
  log: logger('end-stopwatch'),
  message: fromBus(stopwatchForgotten),
  handle: (event) => endStopwatch(event, deps),
});
