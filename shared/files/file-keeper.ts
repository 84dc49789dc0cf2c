import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DomainError } from '../domain-error.ts';
import type { FileStore } from './file-stores.ts';

/** A file as it was kept. */
export interface KeptFile {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The one version that is the file, whatever else may come to lie under its key. */
  readonly versionId: string;
}

/** Keeps files of one store: written once, never replaced. */
export interface FileKeeper {
  /**
   * `fileName` is what a reader's own computer calls it; nothing of the person, since names of downloads are seen by others. Where the person
   * named it themselves, `disposition` says so instead, as a whole header. `lockUntil` is given where the store locks its files, and only there;
   * `contentType` where the store has none for all.
   * @throws DomainError `unavailable/file-not-stored` when the outcome is not clear: a new try takes a new key.
   */
  keep(key: string, bytes: Uint8Array, as: KeptAs): Promise<KeptFile>;
}

export type KeptAs = ({ readonly fileName: string } | { readonly disposition: string }) & { readonly lockUntil?: Date; readonly contentType?: string };

export interface FileKeeperParts {
  readonly s3: S3Client;
  readonly store: FileStore;
  readonly bucket: string;
  /** The key that files are encrypted with. */
  readonly keyArn: string;
}

export function fileKeeper({ s3, store, bucket, keyArn }: FileKeeperParts): FileKeeper {
  return {
    async keep(Key, bytes, { lockUntil, contentType, ...named }) {
      if ((store.lock === 'governance') !== (lockUntil !== undefined))
        throw new Error(`Files of ${store.prefix} are kept with the lock that the store declares`);
      if ((store.contentType === undefined) !== (contentType !== undefined)) throw new Error(`Files of ${store.prefix} have one type each, or all the same`);
      const digest = createHash('sha256').update(bytes).digest();
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: bytes,
        IfNoneMatch: '*',
        ChecksumSHA256: digest.toString('base64'),
        ContentType: store.contentType ?? contentType,
        ContentDisposition: 'disposition' in named ? named.disposition : `${store.disposition}; filename="${named.fileName}"`,
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: keyArn,
        BucketKeyEnabled: true,
        ...(lockUntil && { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: lockUntil }),
      });
      const { VersionId } = await s3.send(put).catch(notStored);
      if (!VersionId) throw new Error(`The bucket for files of ${store.prefix} keeps no versions`);
      return { sha256: digest.toString('hex'), sizeBytes: bytes.byteLength, versionId: VersionId };
    },
  };
}

/**
 * The key is new, so a file already there is this one: the SDK sent it again because the first answer was lost. Which version
 * it became is lost with the answer.
 */
function notStored(error: unknown): never {
  const unclear = error instanceof Error && (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict');
  throw unclear ? new DomainError('unavailable', 'file-not-stored') : error;
}
