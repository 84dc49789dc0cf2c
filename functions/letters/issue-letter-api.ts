import { fileURLToPath } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterFiles } from '../../shared/letters/letter-files.ts';
import { assertPrintable, letterAssets } from '../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../shared/letters/typesetting/pdf.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { issuing, lettersBucket } from './environment.ts';
import { issueLetterEndpoints } from './issue-letter-endpoints.ts';

const db = liveDatabase(['letters', 'events', 'idempotency', 'customers', 'tickets', 'staff']);
const rules = deletionRules(sector());
const { keyArn, sender } = issuing();
// Beside the bundle lies a copy of the fonts.
const assets = letterAssets(fileURLToPath(new URL('fonts', import.meta.url)));

export const handler = api(issueLetterEndpoints, {
  deps: {
    letters: letterTable({ db, rules, newId }),
    files: letterFiles({ s3: new S3Client({}), bucket: lettersBucket(), keyArn }),
    customers: customerReader(db),
    tickets: ticketReader(db),
    staff: staffReader(db),
    sender,
    rule: rules['letter-centre'],
    assertPrintable: (value, name) => assertPrintable(value, name, assets),
    render: (content, date) => renderLetter(content, assets, date),
    newId,
    now: () => new Date(),
  },
  log: logger('issue-letter'),
  identity: identityClaims(),
});
