import { CreateMultipartUploadCommand, DeleteObjectCommand, ListMultipartUploadsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { fileEraser, type FileEraser } from '../../shared/files/file-eraser.ts';
import { fileKeeper, type FileKeeper } from '../../shared/files/file-keeper.ts';
import { fileKey } from '../../shared/files/file-key.ts';
import { ownedStores } from '../../shared/files/file-owners.ts';
import type { FileStore } from '../../shared/files/file-stores.ts';
import { customerData } from '../../shared/personal-data/classification.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { customerKeys, headAttributes, itemKind, type OutsideReference } from '../../shared/storage/item-kind.ts';
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

const id = customerData(z.string(), 'Kennung', 'Test');
const named = (store: keyof typeof testStores, customerId: string, fileId: string) =>
  ({ store, reference: fileKey(testStores[store], customerId, fileId) }) as unknown as OutsideReference;

/** An item with the file of its own id, as a letter has one. */
const paperKind = itemKind({
  kind: 'paper',
  table: 'letters',
  title: 'Unterlage',
  sk: 'pap#',
  foundBy: 'partition',
  schema: z.object({ ...customerKeys('paper'), id, ...headAttributes }),
  ending: { class: 'letter-centre', recordedAt: () => '2026-11-15', outside: (item) => [named('papers', item.pk, item.id)] },
});

/** An item with any number of files, as a message with pictures would have them. */
const pictureKind = itemKind({
  kind: 'picture',
  table: 'tickets',
  title: 'Bilder',
  sk: 'pic#',
  foundBy: 'partition',
  schema: z.object({ ...customerKeys('picture'), id, pictures: z.array(customerData(z.string(), 'Bild', 'Test')), ...headAttributes }),
  ending: { class: 'letter-centre', recordedAt: () => '2026-11-15', outside: (item) => item.pictures.map((picture) => named('pictures', item.pk, picture)) },
});

export const testOwned = ownedStores(testStores, [paperKind, pictureKind]);

const due = (itemId: string) => dueKeys(itemId, '2033-01-01');
export const paperItem = (customerId: string, itemId: string) => ({ pk: customerId, sk: `pap#${itemId}`, kind: 'paper', id: itemId, ...due(itemId) });
export const pictureItem = (customerId: string, itemId: string, pictures: string[]) => ({
  pk: customerId,
  sk: `pic#${itemId}`,
  kind: 'picture',
  id: itemId,
  pictures,
  ...due(itemId),
});

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
