import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { FileStore } from './file-stores.ts';

/** A key under which something lies, if only a delete marker. */
export interface ListedFile {
  readonly key: string;
  /** When the newest of it came. */
  readonly changedAt: Date;
}

/** The entry behind which a walk goes on. */
export interface WalkMark {
  readonly key: string;
  readonly versionId: string;
}

/** Looks at what lies in a store, and can read none of it. */
export interface FileWalk {
  /** A page of everything under the store's prefix, in the order of keys: so a person's files come together. */
  page(after?: WalkMark): Promise<{ files: ListedFile[]; next?: WalkMark }>;
  /** Whether a file of exactly this key is there; a delete marker is none. */
  has(key: string): Promise<boolean>;
}

export interface FileWalkParts {
  readonly s3: S3Client;
  readonly store: FileStore;
  readonly bucket: string;
  /** Entries of a page. */
  readonly pageSize?: number;
}

export function fileWalk({ s3, store, bucket: Bucket, pageSize = 100 }: FileWalkParts): FileWalk {
  const list = async (Prefix: string, after?: WalkMark) => {
    const from = after && { KeyMarker: after.key, VersionIdMarker: after.versionId };
    return s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, MaxKeys: pageSize, ...from }));
  };
  const behind = (page: ListObjectVersionsCommandOutput): WalkMark | undefined =>
    page.IsTruncated ? { key: page.NextKeyMarker!, versionId: page.NextVersionIdMarker! } : undefined;

  return {
    async page(after) {
      const page = await list(`${store.prefix}/`, after);
      const newest = new Map<string, Date>();
      for (const { Key, LastModified } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
        const known = newest.get(Key!);
        if (!known || known < LastModified!) newest.set(Key!, LastModified!);
      }
      const next = behind(page);
      return { files: [...newest].map(([key, changedAt]) => ({ key, changedAt })), ...(next && { next }) };
    },

    async has(key) {
      let after: WalkMark | undefined;
      do {
        const page = await list(key, after);
        if (page.Versions?.some(({ Key }) => Key === key)) return true;
        after = behind(page);
        // Keys come in order, and a longer one begins with this one.
      } while (after?.key === key);
      return false;
    },
  };
}
