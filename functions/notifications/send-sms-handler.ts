import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { notificationPlanned } from '../../events/notification-planned.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { environment, sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { smsCountries } from '../../shared/lambda/sms-countries.ts';
import { providerClient } from '../../shared/notifications/handover.ts';
import { notificationTable } from '../../shared/notifications/notification-table.ts';
import { pace } from '../../shared/notifications/pace.ts';
import { smsProvider } from '../../shared/notifications/sms-provider.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ownTime } from './own-time.ts';
import { portal } from './portal.ts';
import { sendSms, type SendSmsDeps } from './send-sms.ts';

const settings = environment({
  SENDS_PER_SECOND: z.coerce.number().positive(),
  COMPANY_NAME: z.string().min(1),
  COMPANY_PHONE: z.string().min(1).optional(),
  /** `{"+43":"Muster"}` */
  SMS_SENDER_IDS: z.string().default('{}'),
});
const db = liveDatabase();
const log = logger('send-sms');
const deps: SendSmsDeps = {
  notifications: notificationTable({ db, rules: deletionRules(sector()), newId }),
  customers: customerReader(db),
  sms: smsProvider(new SNSClient(providerClient), z.record(z.string(), z.string()).parse(JSON.parse(settings.SMS_SENDER_IDS))),
  sender: { company: settings.COMPANY_NAME, phone: settings.COMPANY_PHONE, ...portal() },
  goesTo: smsCountries(),
  log,
  now: () => new Date(),
  random: Math.random,
  turn: pace(settings.SENDS_PER_SECOND, ownTime),
};

export const handler = liveQueueWorker({ log, message: fromBus(notificationPlanned), handle: (event) => sendSms(event, deps) });
