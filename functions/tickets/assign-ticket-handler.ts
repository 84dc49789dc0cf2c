import { ticketOpened } from '../../events/ticket-opened.ts';
import { ticketWaitsForClerk } from '../../events/ticket-waits-for-clerk.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { workloadTable } from '../../shared/tickets/workload-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { assignTicket, type AssignDeps } from './assign-ticket.ts';

const db = liveDatabase();
const log = logger('assign-ticket');
const now = () => new Date();
const deps: Omit<AssignDeps, 'hasTime'> = {
  tickets: ticketTable({ db, rules: deletionRules(sector()), newId }),
  clerks: clerksAtWork({ workloads: workloadTable(db), staff: staffReader(db), now, random: Math.random }),
  log,
  now,
};

/** Enough for the attempt that is being made, and to let the rest of the batch sleep. */
const reserve = 25_000;

export const handler = liveQueueWorker({
  log,
  message: fromBus(ticketOpened, ticketWaitsForClerk),
  // Side by side they would get in each other's way at the same few counts.
  oneByOne: true,
  handle: (event, timeLeft) => assignTicket(event, { ...deps, hasTime: () => timeLeft() > reserve }),
});
