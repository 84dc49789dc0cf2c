import { createHash } from 'node:crypto';
import type { DomainEvent } from '../../events/event.ts';
import { Budget, mostCosts } from '../../shared/documents/check/budget.ts';
import { checkFile } from '../../shared/documents/check/check-file.ts';
import { notScannedYet, type MalwareScan } from '../../shared/documents/check/malware.ts';
import { NotKept } from '../../shared/documents/check/not-kept.ts';
import { documentNeeds, type FoundDocument } from '../../shared/documents/document-table.ts';
import { mostBytes } from '../../shared/documents/document-types.ts';
import { documentFileKey, isOpen, noSuchDocument, tooManyDocuments, uploadKey, waitsTooLong, type Document } from '../../shared/documents/document.ts';
import { savedAs } from '../../shared/documents/file-name.ts';
import { alreadyDone, customerErased, isRefusal, processingRestricted } from '../../shared/domain-error.ts';
import type { FileEraser } from '../../shared/files/file-eraser.ts';
import type { FileKeeper } from '../../shared/files/file-keeper.ts';
import type { FileCame } from '../../shared/files/file-came.ts';
import { fileOfKey } from '../../shared/files/file-key.ts';
import type { FileReader } from '../../shared/files/file-reader.ts';
import { fileStores } from '../../shared/files/file-stores.ts';
import type { NewId } from '../../shared/id.ts';
import { describeError, type Log } from '../../shared/lambda/logger.ts';
import { addDays, dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { DocumentRefusal } from '../../shared/tickets/document-refusal.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';

/** What it works with on the tables. */
export const checkDocumentUses = { documents: only(documentNeeds, 'whoseFileCame', 'byId', 'receive', 'accept', 'refuse', 'fileGone') };

export interface CheckDocumentDeps extends Used<typeof checkDocumentUses> {
  /** Files as they came, and what of them is gone once it is known what becomes of them. */
  readonly uploads: FileReader & Pick<FileEraser, 'remove'>;
  /** Files as they are kept; those of documents that were taken out go. */
  readonly files: FileKeeper & Pick<FileEraser, 'remove'>;
  readonly scan: MalwareScan;
  /** Whether there is time to go on looking at a file. Where there is none to begin with, it is looked at again; what takes longer than that is not kept. */
  readonly hasTime: () => boolean;
  readonly newId: NewId;
  readonly log: Log;
  readonly now: () => Date;
}

/** How the log says that a file waits for its scanner, and why another does: an alarm counts the first. */
export const waitsForScanner = 'document-waits-for-scanner';

/**
 * Looks at a file that came, and keeps it, or does not and says why. The file that is kept comes first, under a new id, and then the document names it, so
 * whatever ends in between leaves at most a file that nothing names, which `remove-orphan-file` takes. What came is deleted last; what is left of
 * that too. A repeat finds the document settled, and only deletes; so does a file that nobody waits for any more. What cannot be looked at now is
 * marked as received, so that it outlives the day on which it was announced, and is looked at again by the clock.
 * @throws DomainError `not-found/not-scanned-yet`, `conflict/changed-meanwhile` (both tried again), `conflict/already-done`, `unavailable/file-not-stored`
 */
export async function checkDocument({ key, versionId }: FileCame, deps: CheckDocumentDeps): Promise<void> {
  const came = fileOfKey(fileStores.uploads, key);
  // Nobody of ours signs such a key, so somebody has to look.
  if (!came) throw new Error('Not the key of a file that somebody sent');
  const found = await deps.documents.whoseFileCame(came.customerId, came.fileId);
  if (found && isOpen(found.document.state)) await decide(found, { key, versionId }, deps);
  else await deps.uploads.remove(key);
}

/**
 * Looks at a document of which it is not known yet what becomes of it: whether its file is there by now, since what S3 tells can be lost, and whether it can be
 * looked at, since what kept it from that may be mended.
 * @throws DomainError `not-found` where it is not found yet, and else as `checkDocument`
 */
export async function lookAtDocument({ aggregateId, id: eventId }: Pick<DomainEvent, 'aggregateId' | 'id'>, deps: CheckDocumentDeps): Promise<void> {
  const found = await deps.documents.byId(aggregateId);
  if (!found) throw noSuchDocument();
  const { document } = found;
  if (document.state === 'redacted') return removeFile(found, deps);
  if (!isOpen(document.state)) throw alreadyDone();
  const key = uploadKey(document.customerId, document.id);
  if (goesUnchecked(found, deps.now())) return giveUp(found, key, deps);
  const versionId = await deps.uploads.newest(key);
  if (versionId === undefined) return;
  try {
    await decide(await marked(found, deps), { key, versionId }, deps);
  } catch (error) {
    if (!isRefusal(error, notScannedYet())) throw error;
    // The clock comes by again: no message has to.
    if (waitsTooLong(document, deps.now())) deps.log.warn(waitsForScanner, { eventId });
  }
}

/** So many days before a file goes that nobody could look at, its sender is told. Looks come once a day, so there is one within these. */
const toldBefore = 3;

/** Whether its file waits until now, and will go soon by its due day. What is held stays, and waits on. */
const goesUnchecked = ({ document, item }: FoundDocument, now: Date): boolean =>
  document.state === 'received' && item.heldSince === undefined && typeof item.dueOn === 'string' && item.dueOn <= addDays(dayOf(now), toldBefore);

/** It was looked at day after day, and nobody could: that is said, while somebody still knows of it. Not tried once more: that may be what ends it. */
async function giveUp(found: FoundDocument, key: string, deps: CheckDocumentDeps): Promise<void> {
  const code = await refuse(found, 'not-checked', deps);
  deps.log.warn('document-not-checked', { kind: found.document.type, code });
  await deps.uploads.remove(key);
}

/** The file of a document that was taken out of its case: it goes first, and is named until then. */
async function removeFile(found: FoundDocument, { documents, files, log }: CheckDocumentDeps): Promise<void> {
  const { customerId, file, type } = found.document;
  if (!file) throw alreadyDone();
  await files.remove(documentFileKey(customerId, file.id));
  await documents.fileGone(found);
  log.info('document-file-removed', { kind: type });
}

/** The document, marked before its file is looked at: whoever was told of it may have ended over it without a word. */
async function marked(found: FoundDocument, { documents, now }: CheckDocumentDeps): Promise<FoundDocument> {
  const { state, customerId, id } = found.document;
  if (state !== 'awaited') return found;
  await documents.receive(found, now());
  const again = await documents.whoseFileCame(customerId, id);
  if (!again) throw alreadyDone();
  return again;
}

/** Decides what becomes of a file that is there, and deletes what came; or marks it as received, where that cannot be said now. */
async function decide(found: FoundDocument, came: FileCame, deps: CheckDocumentDeps): Promise<void> {
  const { documents, uploads, log, now } = deps;
  try {
    const bytes = await uploads.read(came.key, came.versionId, mostBytes);
    if (!bytes) throw alreadyDone();
    await settle(found, { ...came, bytes }, deps);
  } catch (error) {
    if (!isRefusal(error, alreadyDone()) && found.document.state === 'awaited') {
      // Whatever it is: that the file is here must not be forgotten because of it, nor hide it.
      await documents.receive(found, now()).catch((marking: unknown) => log.warn('document-not-marked', describeError(marking)));
    }
    // Somebody wants it so, and may lift it.
    if (isRefusal(error, processingRestricted())) return log.info('document-waits', { kind: found.document.type, code: processingRestricted().code });
    throw error;
  }
  await uploads.remove(came.key);
}

/** The file comes into the case, or it is said why not. */
async function settle(found: FoundDocument, came: FileCame & { readonly bytes: Uint8Array | 'too-large' }, deps: CheckDocumentDeps): Promise<void> {
  const { documents, log, now } = deps;
  const { document } = found;
  try {
    try {
      const kept = await judged(document, came, deps);
      await documents.accept(found, await keep(document, kept, deps), now());
      log.info('document-kept', { kind: document.type });
    } catch (error) {
      const reason = whyNotKept(error);
      if (!reason) throw error;
      log.info('document-refused', { kind: document.type, code: await refuse(found, reason, deps) });
    }
  } catch (error) {
    // Of two who look at the same time one settles it. Of who is being erased nothing is kept: their erasure takes the document.
    if (!isRefusal(error, alreadyDone()) && !isRefusal(error, customerErased())) throw error;
  }
}

/** Why a file is not kept, where that is what an error says. */
function whyNotKept(error: unknown): DocumentRefusal | undefined {
  if (error instanceof NotKept) return error.reason;
  if (isRefusal(error, tooManyDocuments())) return 'too-many-documents';
  return isRefusal(error, noSuchTicket()) ? 'ticket-gone' : undefined;
}

/** It is said why it is not kept, on its case too, as long as that is there. @returns what was said */
async function refuse(found: FoundDocument, reason: DocumentRefusal, { documents, now }: CheckDocumentDeps): Promise<DocumentRefusal> {
  try {
    await documents.refuse(found, reason, now());
    return reason;
  } catch (error) {
    if (reason === 'ticket-gone' || !isRefusal(error, noSuchTicket())) throw error;
    await documents.refuse(found, 'ticket-gone', now());
    return 'ticket-gone';
  }
}

/** What of a file is kept. @throws NotKept */
async function judged(
  { type, sizeBytes, sha256 }: Document,
  { key, versionId, bytes }: FileCame & { readonly bytes: Uint8Array | 'too-large' },
  { scan, hasTime }: CheckDocumentDeps,
): Promise<Uint8Array> {
  // S3 takes no other by the form that we sign, and we do not rely on it.
  if (bytes === 'too-large' || bytes.length !== sizeBytes || createHash('sha256').update(bytes).digest('hex') !== sha256) throw new NotKept('not-as-announced');
  const result = await scan({ key, versionId, type, bytes });
  if (result !== 'clean') throw new NotKept(result === 'infected' ? 'malware' : 'unreadable');
  // What was lost before is not the file's: it is looked at again, with all the time there is.
  if (!hasTime()) throw new Error('No time is left to look at a file');
  return checkFile(bytes, type, new Budget(mostCosts, hasTime));
}

async function keep({ customerId, fileName, type }: Document, bytes: Uint8Array, { files, newId }: CheckDocumentDeps) {
  const id = newId('doc');
  const kept = await files.keep(documentFileKey(customerId, id), bytes, { disposition: savedAs(fileName ?? '', type), contentType: type });
  return { id, ...kept };
}
