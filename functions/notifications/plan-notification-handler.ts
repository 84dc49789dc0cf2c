import * as z from 'zod';
import { interactionAdded } from '../../events/interaction-added.ts';
import { letterIssued } from '../../events/letter-issued.ts';
import { letterWithdrawn } from '../../events/letter-withdrawn.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { smsCountries } from '../../shared/lambda/sms-countries.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { notificationTable } from '../../shared/notifications/notification-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { planNotification, type PlanDeps } from './plan-notification.ts';

const { GATHER_SECONDS } = environment({ GATHER_SECONDS: z.coerce.number().positive() });
const db = liveDatabase();
const deps: PlanDeps = {
  notifications: notificationTable({ db, rules: deletionRules(sector()), newId }),
  tickets: ticketReader(db),
  letters: letterReader(db),
  customers: customerReader(db),
  now: () => new Date(),
  gatherMs: GATHER_SECONDS * 1000,
  smsGoesTo: smsCountries(),
};

export const handler = liveQueueWorker({
  log: logger('plan-notification'),
  message: fromBus(ticketOpened, letterIssued, letterWithdrawn, interactionAdded),
  handle: (event) => planNotification(event, deps),
});
