import { createHash } from 'node:crypto';
import * as z from 'zod';
import { checkFile } from '../../shared/documents/check/check-file.ts';
import type { MalwareScan } from '../../shared/documents/check/malware.ts';
import { NotKept } from '../../shared/documents/check/not-kept.ts';
import { documentNeeds } from '../../shared/documents/document-table.ts';
import { mostBytes } from '../../shared/documents/document-types.ts';
import { documentFileKey, type Document } from '../../shared/documents/document.ts';
import { savedAs } from '../../shared/documents/file-name.ts';
import { alreadyDone, isRefusal } from '../../shared/domain-error.ts';
import type { FileEraser } from '../../shared/files/file-eraser.ts';
import type { FileKeeper } from '../../shared/files/file-keeper.ts';
import { fileOfKey } from '../../shared/files/file-key.ts';
import type { FileReader } from '../../shared/files/file-reader.ts';
import { fileStores } from '../../shared/files/file-stores.ts';
import type { NewId } from '../../shared/id.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { only, type Used } from '../../shared/storage/uses.ts';

/** What it works with on the tables. */
export const checkDocumentUses = { documents: only(documentNeeds, 'whoseFileCame', 'accept', 'refuse') };

export interface CheckDocumentDeps extends Used<typeof checkDocumentUses> {
  /** Files as they came, and what of them is gone once it is known what becomes of them. */
  readonly uploads: FileReader & Pick<FileEraser, 'remove'>;
  /** Files as they are kept. */
  readonly files: FileKeeper;
  readonly scan: MalwareScan;
  readonly newId: NewId;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * A version of a file that came: by S3's own event, or by GuardDuty's once it was scanned. Where no version is told (a machine that plays S3 tells none), it is
 * the newest. Our keys have no `%` of their own.
 */
export const FileCame: z.ZodType<FileCame> = z.union([
  z
    .object({ detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string().optional() }) }) })
    .transform(({ detail: { object } }) => ({ key: plain(object.key), versionId: object['version-id'] })),
  z
    .object({ detail: z.object({ s3ObjectDetails: z.object({ objectKey: z.string(), versionId: z.string() }) }) })
    .transform(({ detail: { s3ObjectDetails: object } }) => ({ key: plain(object.objectKey), versionId: object.versionId })),
]);
export type FileCame = { readonly key: string; readonly versionId?: string | undefined };

const plain = (key: string): string => key.replaceAll(/%2F/gi, '/');

/**
 * Looks at a file that came, and keeps it, or does not and says why. The file that is kept comes first, under a new id, and then the document names it, so
 * whatever ends in between leaves at most a file that nothing names, which `remove-orphan-file` takes. What came is deleted last; what is left of
 * that too. A repeat finds the document settled, and only deletes; so does a file that nobody waits for any more.
 * @throws DomainError `not-found/not-scanned-yet`, `conflict/changed-meanwhile` (both tried again), `conflict/already-done`, `conflict/customer-erased`, `conflict/processing-restricted`, `unavailable/file-not-stored`
 */
export async function checkDocument({ key, versionId }: FileCame, deps: CheckDocumentDeps): Promise<void> {
  const { documents, uploads, log, now } = deps;
  const came = fileOfKey(fileStores.uploads, key);
  // Nobody of ours signs such a key, so somebody has to look.
  if (!came) throw new Error('Not the key of a file that somebody sent');
  const found = await documents.whoseFileCame(came.customerId, came.fileId);
  if (found?.document.state === 'awaited') {
    const { document } = found;
    const bytes = await uploads.read(key, versionId, mostBytes);
    if (!bytes) throw alreadyDone();
    try {
      const kept = await judged(document, { key, versionId, bytes }, deps);
      await documents.accept(found, await keep(document, kept, deps), now()).catch(unlessDone);
      log.info('document-kept', { kind: document.type });
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      await documents.refuse(found, error.reason, now()).catch(unlessDone);
      log.info('document-refused', { kind: document.type, code: error.reason });
    }
  }
  await uploads.remove(key);
}

/** What of a file is kept. @throws NotKept */
async function judged(
  { type, sizeBytes, sha256 }: Document,
  { key, versionId, bytes }: FileCame & { readonly bytes: Uint8Array | 'too-large' },
  { scan }: CheckDocumentDeps,
): Promise<Uint8Array> {
  // S3 takes no other by the form that we sign, and we do not rely on it.
  if (bytes === 'too-large' || bytes.length !== sizeBytes || createHash('sha256').update(bytes).digest('hex') !== sha256) throw new NotKept('not-as-announced');
  const result = await scan({ key, versionId, type, bytes });
  if (result !== 'clean') throw new NotKept(result === 'infected' ? 'malware' : 'unreadable');
  return checkFile(bytes, type);
}

async function keep({ customerId, fileName, type }: Document, bytes: Uint8Array, { files, newId }: CheckDocumentDeps) {
  const id = newId('doc');
  const kept = await files.keep(documentFileKey(customerId, id), bytes, { disposition: savedAs(fileName, type), contentType: type });
  return { id, ...kept };
}

/** Of two who look at the same time one settles it; both delete. */
function unlessDone(error: unknown): void {
  if (!isRefusal(error, alreadyDone())) throw error;
}
