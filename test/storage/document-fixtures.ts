import { announceDocument } from '../../functions/documents/announce-document.ts';
import { checkDocument, lookAtDocument, type CheckDocumentDeps } from '../../functions/documents/check-document.ts';
import { getDocumentFile } from '../../functions/documents/get-document-file.ts';
import { getDocument } from '../../functions/documents/get-document.ts';
import { listDocuments } from '../../functions/documents/list-documents.ts';
import { redactDocument } from '../../functions/documents/redact-document.ts';
import { knowsEicar } from '../../shared/documents/check/malware.ts';
import { documentTable } from '../../shared/documents/document-table.ts';
import { mostBytes, type DocumentType } from '../../shared/documents/document-types.ts';
import { NewDocument, uploadKey } from '../../shared/documents/document.ts';
import { fileMover } from '../../shared/files/file-mover.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { limitOf } from '../../shared/lambda/limit.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import type { RedactionGround } from '../../shared/tickets/interaction.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import type { Storage } from './harness.ts';
import { digest, memoryFiles } from './memory-files.ts';
import { privacyWorld, rules } from './privacy-fixtures.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };

/** What somebody says of a file that they have. */
export const saidOf = (bytes: Uint8Array, type: DocumentType, fileName = 'Vorderrad Münsterbrücke.jpg'): NewDocument =>
  NewDocument.parse({ fileName, type, sizeBytes: bytes.length, sha256: digest(bytes) });

/** Documents on a storage engine, with files in memory: what they lie under is what an erasure finds there too. */
export function documentWorld(storage: Storage, options: Parameters<typeof privacyWorld>[1] = {}) {
  const world = privacyWorld(storage, options);
  const now = () => world.clock.at;
  const log = memoryLog();
  const files = memoryFiles(world.outside);
  const { bytes, keptAs } = files;
  const signed: { readonly key: string; readonly expected: object }[] = [];
  const apiOver = (db: Database) => ({
    documents: documentTable({ db, rules, newId }),
    tickets: ticketReader(db),
    staff: staffReader(db),
    uploads: {
      form: async (key: string, expected: object) => {
        signed.push({ key, expected });
        return { url: 'https://made-up.example/', fields: { key }, expiresAt: now().toISOString() };
      },
    },
    links: {
      link: async (key: string, versionId: string) => ({ url: `https://made-up.example/${key}?versionId=${versionId}`, expiresAt: now().toISOString() }),
    },
    newId,
    now,
  });
  const deps = apiOver(storage.db);
  const workerOver = (db: Database): CheckDocumentDeps => ({
    documents: documentTable({ db, rules, newId }),
    uploads: files.came,
    files: files.kept,
    scan: knowsEicar,
    hasTime: () => true,
    newId,
    log,
    now,
  });
  /** What brings kept files from one person to another. */
  const mover = fileMover({ stores: { 'document-files': { read: async (key) => bytes.get(key), ...workerOver(storage.db).files } }, mostBytes, newId });
  const customer = (id: string): Caller => ({ id, roles: ['customer'] });
  const request = (caller: Caller): IdempotentRequest => {
    const limit = limitOf(announceDocument, caller);
    return { key: newId('acc'), body: '{}', ...(limit && { limit }) };
  };

  return {
    ...world,
    now,
    checkLog: log,
    bytes,
    keptAs,
    signed,
    apiOver,
    workerOver,
    mover,
    customer,
    agent: (id: string): Caller => ({ id, roles: ['agent'] }),
    announce: (caller: Caller, ticketId: string, body: NewDocument, once = request(caller)) =>
      announceDocument.handle({ ...none, params: { ticketId }, body, caller, once }, deps),
    list: (caller: Caller, ticketId: string, limit = 25, cursor?: string) =>
      listDocuments.handle({ ...none, params: { ticketId }, query: { limit, ...(cursor && { cursor }) }, caller }, deps),
    document: (caller: Caller, ticketId: string, documentId: string) => getDocument.handle({ ...none, params: { ticketId, documentId }, caller }, deps),
    file: (caller: Caller, ticketId: string, documentId: string) => getDocumentFile.handle({ ...none, params: { ticketId, documentId }, caller }, deps),
    redact: (officer: string, ticketId: string, documentId: string, reason: RedactionGround, once = request({ id: officer, roles: ['officer'] })) =>
      redactDocument.handle({ ...none, params: { ticketId, documentId }, body: { reason }, caller: { id: officer, roles: ['officer'] }, once }, deps),
    /** The file comes, and nobody has looked at it yet. */
    come: (customerId: string, documentId: string, file: Uint8Array) => files.come(uploadKey(customerId, documentId), file),
    check: (came: { readonly key: string; readonly versionId: string }, worker = workerOver(storage.db)) => checkDocument(came, worker),
    /** The clock came by. */
    look: (documentId: string, worker = workerOver(storage.db)) => lookAtDocument({ id: newId('evt'), aggregateId: documentId }, worker),
    /** Announced by its customer, come, and looked at. */
    async sent(ticket: { readonly id: string; readonly customerId: string }, file: Uint8Array, type: DocumentType) {
      const { id } = await this.announce(customer(ticket.customerId), ticket.id, saidOf(file, type));
      await this.check(this.come(ticket.customerId, id, file));
      return this.document(customer(ticket.customerId), ticket.id, id);
    },
  };
}
