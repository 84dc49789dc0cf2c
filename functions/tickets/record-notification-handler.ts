import { notificationFailed } from '../../events/notification-failed.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { notificationUnknown } from '../../events/notification-unknown.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { interactionTable } from '../../shared/tickets/interaction-table.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { recordNotification, type RecordNotificationDeps } from './record-notification.ts';

const db = liveDatabase();
const deps: RecordNotificationDeps = {
  tickets: ticketReader(db),
  interactions: interactionTable({ db, rules: deletionRules(sector()), newId }),
  notifications: notificationReader(db),
  now: () => new Date(),
};

export const handler = liveQueueWorker({
  log: logger('record-ticket-notification'),
  message: fromBus(notificationSent, notificationUnknown, notificationFailed),
  handle: (event) => recordNotification(event, deps),
});
