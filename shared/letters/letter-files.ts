import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type ListMultipartUploadsCommandOutput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DomainError } from '../domain-error.ts';
import type { StoredFile } from './letter.ts';

/** The files of letters: written once, never replaced. How they are read is in `letter-links.ts`. */
export interface LetterFiles {
  /** @throws DomainError `unavailable/file-not-stored` when the outcome is not clear: a new try takes a new key. */
  put(key: string, bytes: Uint8Array, as: { fileName: string; lockUntil: Date }): Promise<StoredFile>;
  /** Every version and delete marker of exactly this key, locked or not, and unfinished uploads. Nothing left is done, too. */
  removeAll(key: string): Promise<void>;
}

export interface LetterFilesParts {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The key that files are encrypted with. Only a function that writes them was given it. */
  readonly keyArn?: string;
}

export function letterFiles({ s3, bucket: Bucket, keyArn }: LetterFilesParts): LetterFiles {
  return {
    async put(Key, bytes, { fileName, lockUntil }) {
      if (!keyArn) throw new Error('This function was not given the key for the files of letters');
      const digest = createHash('sha256').update(bytes).digest();
      const put = new PutObjectCommand({
        Bucket,
        Key,
        Body: bytes,
        IfNoneMatch: '*',
        ChecksumSHA256: digest.toString('base64'),
        ContentType: 'application/pdf',
        ContentDisposition: `attachment; filename="${fileName}"`,
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: keyArn,
        BucketKeyEnabled: true,
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: lockUntil,
      });
      const { VersionId } = await s3.send(put).catch(notStored);
      if (!VersionId) throw new Error('The bucket for the files of letters keeps no versions');
      return { sha256: digest.toString('hex'), sizeBytes: bytes.byteLength, versionId: VersionId };
    },

    async removeAll(Key) {
      // Singly: deleting in batches reports failures that are easily passed over, and a letter has one version.
      for await (const VersionId of versions(s3, Bucket, Key)) {
        await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));
      }
      for await (const UploadId of unfinishedUploads(s3, Bucket, Key)) await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
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

/** Ids of the versions and delete markers of exactly this key; a prefix finds longer keys as well. */
async function* versions(s3: S3Client, Bucket: string, Key: string): AsyncGenerator<string> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListObjectVersionsCommandOutput = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key, ...from }));
    for (const found of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (found.Key === Key && found.VersionId) yield found.VersionId;
    }
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
}

async function* unfinishedUploads(s3: S3Client, Bucket: string, Key: string): AsyncGenerator<string> {
  let from: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListMultipartUploadsCommandOutput = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key, ...from }));
    for (const found of page.Uploads ?? []) if (found.Key === Key && found.UploadId) yield found.UploadId;
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
}
