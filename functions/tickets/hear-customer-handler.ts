import { interactionAdded } from '../../events/interaction-added.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketTables } from '../../shared/tickets/ticket-tables.ts';
import { officeHours } from './environment.ts';
import { hearCustomer, type HearCustomerDeps } from './hear-customer.ts';

const deps: HearCustomerDeps = {
  ...ticketTables({ db: liveDatabase(), rules: deletionRules(sector()), newId }),
  newId,
  newNumber: newTicketNumber,
  now: () => new Date(),
  hours: officeHours(),
};

export const handler = liveQueueWorker({
  log: logger('hear-customer'),
  message: fromBus(interactionAdded),
  handle: (event) => hearCustomer(event, deps),
});
