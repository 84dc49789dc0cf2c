import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { agentLeft } from '../../events/agent-left.ts';
import { reminderDue } from '../../events/reminder-due.ts';
import { taskDue } from '../../events/task-due.ts';
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
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { taskTables } from '../../shared/tasks/task-tables.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { putInInbox, type PutInInboxDeps } from './put-in-inbox.ts';
import { reminderMail } from './reminder-mail.ts';

const { DESK_URL } = environment({ DESK_URL: z.url().optional() });
const sender = { ...mailSender(), deskUrl: DESK_URL };
const db = liveDatabase();
const log = logger('put-in-inbox');
const provider = emailProvider(new SESv2Client(providerClient), sender);
const { tasks, reminders, inbox } = taskTables({ db, rules: deletionRules(sector()), newId });
const deps: PutInInboxDeps = {
  tasks,
  reminders,
  inbox,
  customers: customerReader(db),
  tickets: ticketReader(db),
  staff: staffReader(db),
  mail: async (to, ticketNumber) => (await provider.send({ to, ...reminderMail(ticketNumber, sender) })).status,
  log,
  now: () => new Date(),
};

export const handler = liveQueueWorker({ log, message: fromBus(reminderDue, taskDue, agentLeft), handle: (event) => putInInbox(event, deps) });
