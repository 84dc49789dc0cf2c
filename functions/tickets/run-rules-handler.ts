import { fileURLToPath } from 'node:url';
import { interactionAdded } from '../../events/interaction-added.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { ticketReopened } from '../../events/ticket-reopened.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { liveFileKeeper } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { sector } from '../../shared/lambda/environment.ts';
import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { fromBus } from '../../shared/lambda/queue-worker.ts';
import { assertPrintable, letterAssets } from '../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../shared/letters/typesetting/pdf.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { ruleReader } from '../../shared/rules/rule-reader.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { firingTable } from '../../shared/tickets/firing-table.ts';
import { ticketTables } from '../../shared/tickets/ticket-tables.ts';
import { officeHours } from './environment.ts';
import { letterSender } from './rule-environment.ts';
import { runRules, type RunRulesDeps } from './run-rules.ts';

const db = liveDatabase();
const rules = deletionRules(sector());
const log = logger('run-rules');
// Beside the bundle lies a copy of the fonts.
const assets = letterAssets(fileURLToPath(new URL('fonts', import.meta.url)));

const deps: RunRulesDeps = {
  ...ticketTables({ db, rules, newId }),
  rules: ruleReader(db),
  firings: firingTable({ db, rules, newId }),
  documents: documentReader(db),
  customers: customerReader(db),
  textModules: textModuleReader(db),
  staff: staffReader(db),
  files: liveFileKeeper('letter-files'),
  sender: letterSender(),
  letterRule: rules['letter-centre'],
  assertPrintable,
  render: (content, date) => renderLetter(content, assets, date),
  newId,
  hours: officeHours(),
  log,
  now: () => new Date(),
};

export const handler = liveQueueWorker({
  log,
  message: fromBus(ticketOpened, ticketReopened, interactionAdded),
  // Side by side they would get in each other's way at the same case: what comes together is often about one.
  oneByOne: true,
  handle: (event) => runRules(event, deps),
});
