import { randomBytes } from 'node:crypto';
import { announceImport } from '../../functions/letters/announce-import.ts';
import { checkImport, lookAtImport, type CheckImportDeps } from '../../functions/letters/check-import.ts';
import { decideImport } from '../../functions/letters/decide-import.ts';
import { getImportFile } from '../../functions/letters/get-import-file.ts';
import { getImport } from '../../functions/letters/get-import.ts';
import { listReviews } from '../../functions/letters/list-reviews.ts';
import { withdrawImport } from '../../functions/letters/withdraw-import.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import type { FileCame } from '../../shared/files/file-came.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Announcement } from '../../shared/letters/imports/announcement.ts';
import { importTable } from '../../shared/letters/imports/import-table.ts';
import { quarantineKey } from '../../shared/letters/imports/import-state.ts';
import { type ImportDecision } from '../../shared/letters/imports/letter-import.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { letterTable } from '../../shared/letters/letter-table.ts';
import type { WithdrawalReason } from '../../shared/letters/letter-withdrawal.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { judged } from '../unit/letters/gate/judged.ts';
import { addressed, madePdf } from '../unit/letters/gate/made-pdf.ts';
import type { Storage } from './harness.ts';
import { digest, memoryFiles } from './memory-files.ts';
import { privacyWorld, rules } from './privacy-fixtures.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };

/** A print PDF for somebody; no two are the same. */
export const letterTo = ({ givenName = '', familyName, address }: Customer): Uint8Array => {
  const lines = [`${givenName} ${familyName}`, address.street, `${address.postalCode} ${address.city}`];
  return madePdf({ content: addressed(...lines), trailer: `/ID [<${randomBytes(16).toString('hex')}> <00>]` });
};

export const oms: Caller = { id: '4oms', roles: ['oms'] };

/** Imports on a storage engine, with files in memory: what they lie under is what an erasure finds there too. */
export function importWorld(storage: Storage, options: Parameters<typeof privacyWorld>[1] = {}) {
  const world = privacyWorld(storage, options);
  const now = () => world.clock.at;
  const log = memoryLog();
  const files = memoryFiles(world.outside);
  const { bytes, keptAs } = files;
  const signed: { readonly key: string; readonly expected: object }[] = [];

  const apiOver = (db: Database) => ({
    imports: importTable({ db, rules, newId }),
    letters: letterTable({ db, rules, newId }),
    customers: customerReader(db),
    tickets: ticketReader(db),
    staff: staffReader(db),
    keys: {
      insuranceNumber: async (value: string) => `mac-${value}`,
      letterReference: async (sender: string, reference: string) => digest(Buffer.from(JSON.stringify([sender, reference]))).slice(0, 43),
    },
    uploads: {
      form: async (key: string, expected: object) => {
        signed.push({ key, expected });
        return { url: 'https://made-up.example/', fields: { key }, expiresAt: now().toISOString() };
      },
    },
    links: {
      link: async (key: string, versionId: string) => ({ url: `https://made-up.example/${key}?versionId=${versionId}`, expiresAt: now().toISOString() }),
    },
    quarantine: files.came,
    files: files.kept,
    rule: rules['letter-centre'],
    newId,
    now,
  });
  const workerOver = (db: Database): CheckImportDeps => ({ ...apiOver(db), letters: letterReader(db), judge: judged, log });
  const deps = apiOver(storage.db);
  const once = (): IdempotentRequest => ({ key: newId('acc'), body: '{}' });

  const saidOf = (customer: Customer, file: Uint8Array, changes: Partial<Announcement> = {}): Announcement => ({
    reference: `OMS-2026/${newId('imp').slice(-8)}`,
    recipient: { customerId: customer.id, familyName: customer.familyName, postalCode: customer.address.postalCode! },
    title: 'Ihre Beitragsrechnung',
    importance: 'important',
    category: 'payment',
    topic: 'annual-premium-invoice',
    issuedOn: dayOf(now()),
    post: 'replaced',
    sha256: digest(file),
    sizeBytes: file.length,
    ...changes,
  });

  return {
    ...world,
    now,
    importLog: log,
    bytes,
    keptAs,
    signed,
    apiOver,
    workerOver,
    saidOf,
    announce: (body: Announcement, caller = oms, request = once()) => announceImport.handle({ ...none, body, caller, once: request }, deps),
    get: (importId: string, caller = oms) => getImport.handle({ ...none, params: { importId }, caller }, deps),
    reviews: (caller: Caller, limit = 25, cursor?: string) =>
      listReviews.handle({ ...none, query: { status: 'needs-review', limit, ...(cursor && { cursor }) }, caller }, deps),
    file: (importId: string, caller: Caller) => getImportFile.handle({ ...none, params: { importId }, caller }, deps),
    decide: (importId: string, body: ImportDecision, caller: Caller, request = once()) =>
      decideImport.handle({ ...none, params: { importId }, body, caller, once: request }, deps),
    withdraw: (importId: string, reason: WithdrawalReason, caller = oms, request = once()) =>
      withdrawImport.handle({ ...none, params: { importId }, body: { reason }, caller, once: request }, deps),
    /** The file comes, and nobody has looked at it yet. */
    come: (customerId: string, importId: string, file: Uint8Array): FileCame => files.come(quarantineKey(customerId, importId), file),
    check: (came: FileCame, worker = workerOver(storage.db)) => checkImport(came, worker),
    /** The clock came by. */
    look: (importId: string, worker = workerOver(storage.db)) => lookAtImport({ id: newId('evt'), aggregateId: importId }, worker),
    /** Announced, come, and looked at. */
    async handedIn(customer: Customer, file: Uint8Array, changes: Partial<Announcement> = {}) {
      const { id } = await this.announce(saidOf(customer, file, changes));
      await this.check(this.come(customer.id, id, file));
      return this.get(id);
    },
  };
}
