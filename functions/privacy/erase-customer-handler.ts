import { SESv2Client } from '@aws-sdk/client-sesv2';
import { erasureLookDue } from '../../events/erasure-look-due.ts';
import { erasureRequested } from '../../events/erasure-requested.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import { fileSweep } from '../../shared/files/file-sweep.ts';
import { liveFileErasers } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { mailSender } from '../../shared/lambda/mail-sender.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { emailProvider } from '../../shared/notifications/email-provider.ts';
import { providerClient } from '../../shared/notifications/handover.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletion } from '../../shared/privacy/deletion/deletion.ts';
import { lawOnly } from '../../shared/privacy/deletion/law-only.ts';
import { erasureTable } from '../../shared/privacy/erasure/erasure-table.ts';
import { liveOutsideStores } from '../../shared/privacy/deletion/external-stores.ts';
import { guardState } from '../../shared/privacy/erasure/guard-state.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { eraseCustomer, type EraseDeps } from './erase-customer.ts';
import { erasureAnswer } from './erasure-answer.ts';

const sender = mailSender();
const db = liveDatabase();
const rules = deletionRules(sector());
const now = () => new Date();
const mail = emailProvider(new SESv2Client(providerClient), sender);

const outside = liveOutsideStores();
const customers = customerReader(db);
const log = logger('erase-customer');

const deps: EraseDeps = {
  db,
  erasures: erasureTable({ db, rules, newId }),
  guard: guardState(db, storedItems),
  sweepFiles: fileSweep({ db, stores: allStores, erasers: liveFileErasers() }),
  registry: storedItems,
  deletion: deletion({ db, registry: storedItems, outside, now, tombstones: rules }),
  lawOnly: lawOnly({ db, registry: storedItems, rules, now }),
  rules,
  now,
  log,
  outside,
  emailOf: async (customerId) => (await customers.customer(customerId))?.contactPoints.find(({ channel }) => channel === 'email')?.address,
  async sendAnswer(request, to) {
    const words = erasureAnswer(request, { ...sender, ownLogins: !process.env.IDENTITY_CLAIMS });
    return (await mail.send({ to, ...words })).status;
  },
};

export const handler = liveQueueWorker({
  log,
  message: fromBus(erasureRequested, erasureLookDue),
  handle: (event) => eraseCustomer(event.aggregateId, deps),
});
