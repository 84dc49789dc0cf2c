import { CreateMultipartUploadCommand, DeleteObjectCommand, ListMultipartUploadsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { fileEraser, type FileEraser } from '../../shared/files/file-eraser.ts';
import { fileKeeper, type FileKeeper } from '../../shared/files/file-keeper.ts';
import type { FileStore } from '../../shared/files/file-stores.ts';
import { customerData } from '../../shared/personal-data/classification.ts';
import type { Storage } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';

/** Any key will do where nothing is really encrypted. */
export const keyArn = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-1111-1111-1111-111111111111';

const holds = z.object({ content: customerData(z.string(), 'Inhalt', 'Test') });

/** Stores that no concept has: one that locks its files and has them saved, one that does neither. */
export const testStores = {
  papers: {
    title: 'Unterlagen',
    kind: 'paper',
    prefix: 'papers',
    idPrefix: 'let',
    extension: 'pdf',
    contentType: 'application/pdf',
    disposition: 'attachment',
    lock: 'governance',
    holds,
  },
  pictures: {
    title: 'Bilder',
    kind: 'picture',
    prefix: 'pictures',
    idPrefix: 'int',
    extension: 'png',
    contentType: 'image/png',
    disposition: 'inline',
    lock: 'none',
    holds,
  },
} as const satisfies Record<string, FileStore>;

export const lockUntil = new Date('2033-01-01T00:00:00Z');

/** Keeps and erases files of a store in a bucket. */
export function filesOf(store: FileStore, s3: S3Client, bucket: string): FileKeeper & FileEraser {
  return { ...fileKeeper({ s3, store, bucket, keyArn }), ...fileEraser({ s3, store, bucket }) };
}

/** Leaves everything under a key that S3 can hold: two versions, the older one locked where the store locks, a marker, an upload. */
export async function litter(store: FileStore, { s3 }: Storage, bucket: string, key: string): Promise<void> {
  const { keep } = filesOf(store, s3, bucket);
  const as = { fileName: 'x', ...(store.lock === 'governance' && { lockUntil }) };
  await keep(key, Buffer.from('first'), as);
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  await keep(key, Buffer.from('second'), as);
  await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
}

/** What lies in a bucket: keys of versions, delete markers and unfinished uploads, each as often as it is there. */
export async function lying({ s3 }: Storage, bucket: string): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return [...Versions, ...DeleteMarkers, ...Uploads].map(({ Key }) => Key!).sort();
}

/** A client whose n-th request, counted from 1, is the process's last: it ends before the request leaves, or behind its effect. */
export function dyingS3({ cloud }: Storage, at: number, when: 'before' | 'after'): { s3: S3Client; sent(): number } {
  const s3 = new S3Client({ ...cloud, forcePathStyle: true });
  let sent = 0;
  s3.middlewareStack.add(
    (next) => async (args) => {
      sent += 1;
      if (sent === at && when === 'before') throw new InjectedCrash();
      const answer = await next(args);
      if (sent === at) throw new InjectedCrash();
      return answer;
    },
    { step: 'initialize', name: 'dying' },
  );
  return { s3, sent: () => sent };
}

/** A client that lists so many entries at once, as S3 does with a thousand. */
export function pagingS3({ cloud }: Storage, size: number): S3Client {
  const s3 = new S3Client({ ...cloud, forcePathStyle: true });
  s3.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next(String(commandName).startsWith('List') ? { ...args, input: { ...args.input, MaxKeys: size, MaxUploads: size } } : args),
    { step: 'initialize', name: 'paging' },
  );
  return s3;
}
