import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { database } from '../../shared/storage/database.ts';
import { reach } from '../storage/engines.ts';
import { observedClient } from '../storage/observed-client.ts';
import { dropTables, freshNames, makeTables, putItems } from '../storage/test-tables.ts';
import type { OperationStorage } from './operations.ts';

/** Fresh tables on an engine, and S3 in the local cloud, for as long as the work takes. */
export async function withStorage<T>(endpoint: string, cloudEndpoint: string, work: (storage: OperationStorage) => Promise<T>): Promise<T> {
  const observed = observedClient(reach(endpoint));
  const unseen = observedClient(reach(endpoint)).client;
  const cloud = reach(cloudEndpoint);
  const s3 = new S3Client({ ...cloud, forcePathStyle: true });
  const names = freshNames();
  await makeTables(unseen, names);
  try {
    return await work({
      db: database({ client: observed.client, tableNames: names }),
      client: observed.client,
      cloud,
      s3,
      async counted(todo) {
        observed.resetCalls();
        const result = await todo();
        return { ...observed.calls(), result };
      },
      put: (table, ...items) => putItems(unseen, names[table], items),
      async bucket() {
        const Bucket = `bench-${randomUUID()}`;
        await s3.send(
          new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true, CreateBucketConfiguration: { LocationConstraint: cloud.region as never } }),
        );
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
        return Bucket;
      },
    });
  } finally {
    await dropTables(unseen, names);
    observed.client.destroy();
    unseen.destroy();
    s3.destroy();
  }
}
