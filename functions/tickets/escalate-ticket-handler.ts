import { ticketEscalationDue } from '../../events/ticket-escalation-due.ts';
import { ticketWaitsForClerk } from '../../events/ticket-waits-for-clerk.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { escalationTable } from '../../shared/tickets/escalation-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { officeHours } from './environment.ts';
import { escalateTicket, type EscalateDeps } from './escalate-ticket.ts';

const parts = { db: liveDatabase(), rules: deletionRules(sector()), newId };
const log = logger('escalate-ticket');
const deps: EscalateDeps = {
  tickets: ticketTable(parts),
  escalations: escalationTable(parts),
  staff: staffReader(parts.db),
  hours: officeHours(),
  log,
  now: () => new Date(),
};

export const handler = liveQueueWorker({
  log,
  message: fromBus(ticketEscalationDue, ticketWaitsForClerk),
  handle: (event) => escalateTicket(event, deps),
});
