import { fileURLToPath } from 'node:url';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { liveFileKeeper } from '../../shared/files/live-files.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterModuleReader } from '../../shared/letters/modules/letter-module-reader.ts';
import { assertPrintable, letterAssets } from '../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../shared/letters/typesetting/pdf.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { letterSender } from './environment.ts';
import { issueLetterEndpoints } from './issue-letter-endpoints.ts';

const db = liveDatabase();
const rules = deletionRules(sector());
// Beside the bundle lies a copy of the fonts.
const assets = letterAssets(fileURLToPath(new URL('fonts', import.meta.url)));

export const handler = api(issueLetterEndpoints, {
  deps: {
    letters: letterTable({ db, rules, newId }),
    files: liveFileKeeper('letter-files'),
    customers: customerReader(db),
    tickets: ticketReader(db),
    staff: staffReader(db),
    modules: letterModuleReader(db),
    sender: letterSender(),
    rule: rules['letter-centre'],
    assertPrintable,
    render: (content, date) => renderLetter(content, assets, date),
    newId,
    now: () => new Date(),
  },
  log: logger('issue-letter'),
  identity: identityClaims(),
});
