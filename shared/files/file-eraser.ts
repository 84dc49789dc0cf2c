import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ListMultipartUploadsCommandOutput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { personPrefix } from './file-key.ts';
import type { FileStore } from './file-stores.ts';

/**
 * Erases files of one store, locked or not: every version and delete marker, and unfinished uploads. Nothing left is done, too, so
 * each can be repeated from anywhere.
 */
export interface FileEraser {
  /** The file of exactly this key. */
  remove(key: string): Promise<void>;
  /** Everything under the person's prefix, but for files with these keys. */
  removeOf(customerId: string, keep: ReadonlySet<string>): Promise<void>;
}

export interface FileEraserParts {
  readonly s3: S3Client;
  readonly store: FileStore;
  readonly bucket: string;
}

export function fileEraser({ s3, store, bucket: Bucket }: FileEraserParts): FileEraser {
  // Whoever says so must be allowed to, also where nothing is locked.
  const past = store.lock === 'governance' ? { BypassGovernanceRetention: true } : {};

  async function remove(prefix: string, goes: (key: string) => boolean): Promise<void> {
    // Singly: deleting in batches reports failures that are easily passed over, and a file has one version.
    for await (const page of ahead(versions(s3, Bucket, prefix))) {
      for (const { Key, VersionId } of page) if (goes(Key)) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, ...past }));
    }
    for await (const page of ahead(unfinishedUploads(s3, Bucket, prefix))) {
      for (const { Key, UploadId } of page) if (goes(Key)) await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
  }

  return {
    // A prefix finds longer keys as well.
    remove: (key) => remove(key, (found) => found === key),
    removeOf: async (customerId, keep) => remove(personPrefix(store, customerId), (found) => !keep.has(found)),
  };
}

/** Reads a page ahead of what is worked on: a page begins behind an entry, and that one must not have been deleted meanwhile. */
async function* ahead<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  let before: Page | undefined;
  for await (const page of pages) {
    if (before) yield before;
    before = page;
  }
  if (before) yield before;
}

/** Versions and delete markers. */
async function* versions(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<{ Key: string; VersionId: string }[]> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListObjectVersionsCommandOutput = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...from }));
    yield [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({ Key: Key!, VersionId: VersionId! }));
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
}

async function* unfinishedUploads(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<{ Key: string; UploadId: string }[]> {
  let from: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListMultipartUploadsCommandOutput = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...from }));
    yield (page.Uploads ?? []).map(({ Key, UploadId }) => ({ Key: Key!, UploadId: UploadId! }));
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
}
