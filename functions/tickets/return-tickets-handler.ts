import { agentAbsent } from '../../events/agent-absent.ts';
import { agentLeft } from '../../events/agent-left.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { staffLogins } from '../../shared/logins/live-logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { workloadTable } from '../../shared/tickets/workload-table.ts';
import { officeHours } from './environment.ts';
import { returnTickets, type ReturnDeps } from './return-tickets.ts';

const db = liveDatabase();
const deps: ReturnDeps = {
  tickets: ticketTable({ db, rules: deletionRules(sector()), newId }),
  workloads: workloadTable(db),
  staff: staffReader(db),
  logins: staffLogins(),
  now: () => new Date(),
  hours: officeHours(),
};

export const handler = liveQueueWorker({
  log: logger('return-tickets'),
  message: fromBus(agentLeft, agentAbsent),
  handle: (event) => returnTickets(event, deps),
});
