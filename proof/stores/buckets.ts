/** Buckets: every version of every object with all that is said of it, delete markers, unfinished uploads. */
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  S3Client,
  type ListMultipartUploadsCommandOutput,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { clientSettings } from '../../client/aws.ts';
import { pdfText } from '../pdf-text.ts';
import type { StoredObject, StoreRecord } from '../records.ts';
import type { StoreReader } from './store.ts';

export const bucketRecords: StoreReader = async function* (resource, { outputs }) {
  const bucket = resource.physicalId;
  const store = `bucket ${Object.entries(outputs.buckets).find(([, physical]) => physical === bucket)?.[0] ?? resource.logicalId}`;
  const client = new S3Client({ ...clientSettings(outputs), forcePathStyle: outputs.endpoint !== undefined });
  try {
    for await (const object of storedObjects(client, bucket)) {
      for await (const record of objectRecords(client, object)) yield { store, ...record };
    }
    for await (const [where, text] of unfinishedUploads(client, bucket)) yield { store, where, bytes: Buffer.from(text), from: { in: 'bucket' } };
  } finally {
    client.destroy();
  }
};

/** All versions and delete markers of a bucket. */
async function* storedObjects(client: S3Client, bucket: string): AsyncGenerator<StoredObject> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListObjectVersionsCommandOutput = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, ...from }));
    const { Versions = [], DeleteMarkers = [] } = page;
    for (const { Key, VersionId } of Versions) yield { bucket, key: Key!, versionId: VersionId!, isDeleteMarker: false };
    for (const { Key, VersionId } of DeleteMarkers) yield { bucket, key: Key!, versionId: VersionId!, isDeleteMarker: true };
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
}

async function* objectRecords(client: S3Client, object: StoredObject): AsyncGenerator<Omit<StoreRecord, 'store'>> {
  const { bucket: Bucket, key: Key, versionId: VersionId, isDeleteMarker } = object;
  const from = { in: 'object', ...object } as const;
  const what = isDeleteMarker ? 'delete marker' : 'object';
  yield { where: `${what}: key`, bytes: Buffer.from(Key), from: { ...from, part: 'key' } };
  if (isDeleteMarker) return;
  const { Body, Metadata = {}, $metadata: _, ...said } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  yield { where: `${what}: content`, bytes, from: { ...from, part: 'content' } };
  const text = await pdfText(bytes);
  if (text !== undefined) yield { where: `${what}: text of the PDF`, bytes: Buffer.from(text), from: { ...from, part: 'content' } };
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId })).catch(hidden);
  const about = [
    ...Object.entries(said).map(([name, value]) => [name, String(value)]),
    ...Object.entries(Metadata),
    ...TagSet.map(({ Key: name, Value }) => [name, Value]),
  ];
  yield { where: `${what}: headers, metadata and tags`, bytes: Buffer.from(about.flat().join('\n')), from: { ...from, part: 'metadata' } };
}

/** The emulator looks for tags by key alone, and finds none behind a delete marker. */
function hidden(error: unknown): { TagSet?: [] } {
  if (error instanceof Error && error.name === 'NoSuchKey') return {};
  throw error;
}

async function* unfinishedUploads(client: S3Client, Bucket: string): AsyncGenerator<[string, string]> {
  let from: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (from) {
    const page: ListMultipartUploadsCommandOutput = await client.send(new ListMultipartUploadsCommand({ Bucket, ...from }));
    for (const { Key, UploadId } of page.Uploads ?? []) {
      yield ['unfinished upload: key', Key!];
      // Parts can't be read before an upload is finished; that there are any is told.
      const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
      if (Parts.length > 0) throw new Error(`The bucket ${Bucket} has an unfinished upload, whose parts nobody can look into`);
    }
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
}
