import { notificationFailed } from '../../events/notification-failed.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { notificationUnknown } from '../../events/notification-unknown.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { recordNotification, type RecordNotificationDeps } from './record-notification.ts';

const db = liveDatabase();
const deps: RecordNotificationDeps = {
  letters: letterTable({ db, rules: deletionRules(sector()), newId }),
  notifications: notificationReader(db),
};

export const handler = liveQueueWorker({
  log: logger('record-letter-notification'),
  message: fromBus(notificationSent, notificationFailed, notificationUnknown),
  handle: (event) => recordNotification(event, deps),
});
