import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { notificationPlanned } from '../../events/notification-planned.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { mailSender } from '../../shared/lambda/mail-sender.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { emailProvider } from '../../shared/notifications/email-provider.ts';
import { providerClient } from '../../shared/notifications/handover.ts';
import { notificationTable } from '../../shared/notifications/notification-table.ts';
import { pace } from '../../shared/notifications/pace.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ownTime } from './own-time.ts';
import { portal } from './portal.ts';
import { sendEmail, type SendEmailDeps } from './send-email.ts';

const { SENDS_PER_SECOND } = environment({ SENDS_PER_SECOND: z.coerce.number().positive() });
const from = mailSender();
const db = liveDatabase();
const log = logger('send-email');
const deps: SendEmailDeps = {
  notifications: notificationTable({ db, rules: deletionRules(sector()), newId }),
  customers: customerReader(db),
  email: emailProvider(new SESv2Client(providerClient), from),
  sender: { ...from, ...portal() },
  log,
  now: () => new Date(),
  random: Math.random,
  turn: pace(SENDS_PER_SECOND, ownTime),
};

export const handler = liveQueueWorker({ log, message: fromBus(notificationPlanned), handle: (event) => sendEmail(event, deps) });
