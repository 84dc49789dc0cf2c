import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { letterEndpoints } from '../../functions/letters/endpoints.ts';
import { issueLetter, type IssueLetterDeps } from '../../functions/letters/issue-letter.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { fileLinks, type FileLinks } from '../../shared/files/file-links.ts';
import { fileStores } from '../../shared/files/file-stores.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { DepsOf } from '../../shared/lambda/endpoint.ts';
import { assertPrintable, letterAssets } from '../../shared/letters/typesetting/font.ts';
import { letterModuleReader } from '../../shared/letters/modules/letter-module-reader.ts';
import { renderLetter } from '../../shared/letters/typesetting/pdf.ts';
import { letterAttributes, letterKind } from '../../shared/letters/letter-item.ts';
import { issued, type Letter } from '../../shared/letters/letter.ts';
import { letterFeedbackTable } from '../../shared/letters/letter-feedback-table.ts';
import { letterTable, type LetterTable } from '../../shared/letters/letter-table.ts';
import { claimSettlement } from '../../shared/letters/templates/claim-settlement.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { headItem } from '../../shared/storage/item-writes.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { sender } from '../letters/samples.ts';
import { filesOf } from './file-fixtures.ts';
import { customerItem } from './customer-item.ts';
import type { Storage } from './harness.ts';

export const rules = deletionRules('insurer');
export const now = new Date('2026-11-15T10:00:00Z');
const assets = letterAssets('node_modules/source-sans/TTF');

export const table = (storage: Storage): LetterTable => letterTable({ db: storage.db, rules, newId });
export const filesIn = ({ s3 }: Storage, bucket: string) => filesOf(fileStores['letter-files'], s3, bucket);

export const linksTo = ({ cloud }: Storage, bucket: string): FileLinks => fileLinks({ bucket, ...cloud, credentials: async () => cloud.credentials });

/** A customer with a ticket, and a clerk: what a letter needs. */
export interface Case {
  readonly customer: Caller;
  readonly clerk: Caller;
  readonly customerId: string;
  readonly ticketId: string;
}

export async function someCase(storage: Storage): Promise<Case> {
  const [customerId, ticketId, agentId] = [newId('cus'), newId('tck'), newId('agt')];
  await storage.put('customers', customerItem(customerId));
  await storage.put('tickets', ticketItem(customerId, ticketId));
  await storage.put('staff', agentItem(agentId));
  return { customerId, ticketId, customer: { id: customerId, roles: ['customer'] }, clerk: { id: agentId, roles: ['agent'] } };
}

export const ticketItem = (customerId: string, id: string, status: 'open' | 'closed' = 'open') => ({
  pk: customerId,
  sk: `tck#${id}`,
  kind: 'ticket',
  id,
  number: newTicketNumber(now),
  matter: 'bicycle-accident',
  status,
  openedAt: '2026-11-01T10:00:00.000Z',
  version: 1,
  gsi1pk: id,
  gsi1sk: 'ticket',
  gsi2pk: `nobody#${status}`,
  gsi2sk: id,
  dueOn: '2030-04-01',
});

const agentItem = (id: string) => ({
  pk: id,
  sk: 'agent',
  kind: 'agent',
  displayName: 'Tobias Krüger',
  email: 'tobias@lindenhof.example',
  role: 'agent',
  team: 'claims',
  skills: [{ skill: 'claims', level: 3 }],
  languages: [],
  workingHours: [],
  status: 'available',
  absences: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  version: 1,
  gsi1pk: 'staff',
  gsi1sk: id,
  dueOn: '2027-01-01',
});

/** A letter of the case, as if its file were stored. */
export const someLetter = ({ customerId, ticketId, clerk }: Case, id = newId('let')): Letter =>
  issued(
    { id, customerId, ticketId, ticketNumber: '26-7K3M-9QXN', issuedBy: clerk.id },
    claimSettlement,
    { sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' },
    now,
  );

/** The same as it is stored. */
export const letterItem = (customerId: string, ticketId: string, id: string) => {
  const letter = issued(
    { id, customerId, ticketId, ticketNumber: '26-7K3M-9QXN', issuedBy: 'agt_01' },
    claimSettlement,
    { sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' },
    now,
  );
  return headItem(letterKind, letterAttributes(letter), { rules, today: dayOf(now) });
};

/** What the request that makes a letter leaves behind. */
export const once = (letter: Letter, key: string = letter.id, body = '{}') => ({
  request: { key, body },
  status: 201,
  madeId: letter.id,
  subjectId: letter.customerId,
});

/** Sets letters as the Lambda does. Most tests are content with a text that differs when the letter does. */
export const realPrinter: Pick<IssueLetterDeps, 'render'> = { render: (content, date) => renderLetter(content, assets, date) };

export function issueDeps(storage: Storage, bucket: string, more: Partial<IssueLetterDeps> = {}): IssueLetterDeps {
  const { db } = storage;
  return {
    letters: table(storage),
    files: filesIn(storage, bucket),
    customers: customerReader(db),
    tickets: ticketTable({ db, rules, newId }),
    staff: staffReader(db),
    modules: letterModuleReader(db),
    sender,
    rule: rules['letter-centre'],
    assertPrintable,
    render: async (content) => Buffer.from(`%PDF-1.7 ${JSON.stringify(content)}`),
    newId,
    now: () => now,
    ...more,
  };
}

export const letterDeps = (storage: Storage, bucket: string, at: () => Date = () => now): DepsOf<typeof letterEndpoints> => ({
  letters: table(storage),
  letterFeedback: letterFeedbackTable({ db: storage.db, rules }),
  staff: staffReader(storage.db),
  links: linksTo(storage, bucket),
  now: at,
});

/** Issues the settlement letter of a case, as the API would call the use case. */
export function issue(
  of: Case,
  deps: IssueLetterDeps,
  { key, body: text = 'a', incident = 'Fahrradunfall' }: { key: string; body?: string; incident?: string },
) {
  const body = { ...issueLetter.example!, customerId: of.customerId, ticketId: of.ticketId, values: { ...issueLetter.example!.values, incident } };
  return issueLetter.handle({ body, caller: of.clerk, once: { key, body: text }, params: undefined, query: undefined, ifMatch: undefined }, deps);
}

/** Keys of everything in a bucket, a key once per version or delete marker. */
export async function storedKeys({ s3 }: Storage, bucket: string): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  return [...Versions, ...DeleteMarkers].map(({ Key }) => Key!);
}

export async function storedBytes({ s3 }: Storage, bucket: string, key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from(await Body!.transformToByteArray());
}
