import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectLockConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, jest } from '@jest/globals';
import { database, type Database } from '../../shared/storage/database.ts';
import type { Item } from '../../shared/storage/item.ts';
import { shardOf } from '../../shared/storage/shard.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import type { EngineName } from './engine-names.ts';
import { reach, runningEngines } from './engines.ts';
import { observedClient, type CallCount, type Injection } from './observed-client.ts';
import { remembered, takeWrittenKeys } from './table-writes.ts';
import { thorough } from './thorough.ts';
import { dropTables, everyItem, freshNames, makeTables, putItems, removeItems, tableNames } from './test-tables.ts';

/** What a storage test works with. Its tables are its own; tests of one block share them (`clear` empties them). */
export interface Storage {
  readonly engine: EngineName;
  /** Over fresh tables. Every call that goes through it is counted and can be made to fail. */
  readonly db: Database;
  /** The client beneath `db`. */
  readonly client: DynamoDBDocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<TableName, string>>;
  /** What was sent since the last `resetCalls`; retries count. */
  calls(): CallCount;
  resetCalls(): void;
  /** What `work` sends, and what it returns. */
  counted<T>(work: () => Promise<T>): Promise<CallCount & { readonly result: T }>;
  /** Decides the fate of the calls from here to the end of the test. Call numbers start at 1. */
  inject(injection: Injection | undefined): void;
  /** Writes items as they are, uncounted. */
  put(table: TableName, ...items: object[]): Promise<void>;
  /** Every item of a table by key, uncounted. */
  items(table: TableName): Promise<Item[]>;
  /** Every item of every table, uncounted; tables without items are left out. */
  dump(): Promise<Partial<Record<TableName, Item[]>>>;
  /** Empties all tables, uncounted. */
  clear(): Promise<void>;
  /**
   * Settings for any other AWS client (KMS, Cognito, …): always the local cloud's, since Amazon's DynamoDB Local is nothing but
   * DynamoDB. The same goes for S3.
   */
  readonly cloud: ReturnType<typeof reach>;
  readonly s3: S3Client;
  /** A bucket as infrastructure makes it for letters (versioned, with object lock), of nobody else's. */
  bucket(): Promise<string>;
}

/** A second client of the same tables, e.g. a rival whose calls shall succeed while those of `storage.db` fail. */
export function rivalOf(storage: Storage): Database {
  const { dynamodb } = runningEngines();
  return database({ client: observedClient(reach(dynamodb[storage.engine]!)).client, tableNames: storage.tables });
}

/**
 * A block of tests, run once on each engine there is: always the local cloud's DynamoDB, and Amazon's DynamoDB Local where
 * Java is found. For what the tables are read and written with.
 */
export function describeOnEveryEngine(title: string, block: (storage: Storage) => void): void {
  for (const engine of thereAre()) describeOn(engine, title, block);
}

/** A block of tests of what asks tables for something itself, such as a table module: on each engine by CI, else on one of them. */
export const describeStorage: typeof describeOnEveryEngine = (title, block) => (thorough ? describeOnEveryEngine : describeOnOneEngine)(title, block);

/**
 * A block of tests that walk through everything there is, and take long: run once, on one of the engines. Which one the seed of the
 * run decides, for each block anew, so that both see all of them in time. What engines could do differently is what a table module
 * asks of them, and CI tests that on each.
 */
export function describeOnOneEngine(title: string, block: (storage: Storage) => void): void {
  const engines = thereAre();
  describeOn(engines[shardOf(`${jest.getSeed()} ${title}`, engines.length)]!, title, block);
}

const thereAre = (): EngineName[] => Object.keys(runningEngines().dynamodb) as EngineName[];

function describeOn(engine: EngineName, title: string, block: (storage: Storage) => void): void {
  const { cloud, dynamodb } = runningEngines();
  describe(`${title} (${engine})`, () => {
    const { storage, open, close } = storageOn(engine, dynamodb[engine]!, cloud);
    beforeAll(open, 60_000);
    afterAll(close);
    afterEach(() => storage.inject(undefined));
    block(storage);
  });
}

function storageOn(engine: EngineName, endpoint: string, cloudEndpoint: string) {
  const names = freshNames();
  const observed = observedClient(reach(endpoint));
  const unseen = observedClient(reach(endpoint)).client;
  const cloud = reach(cloudEndpoint);
  const s3 = new S3Client({ ...cloud, forcePathStyle: true });

  const readers = Object.fromEntries(tableNames.map((table) => [table, remembered(names[table], () => everyItem(unseen, names[table]))]));
  const itemsOf = (table: TableName): Promise<Item[]> => readers[table]!();

  const storage: Storage = {
    engine,
    ...observed,
    db: database({ client: observed.client, tableNames: names }),
    tables: names,
    async counted(work) {
      observed.resetCalls();
      const result = await work();
      return { ...observed.calls(), result };
    },
    put: (table, ...items) => putItems(unseen, names[table], items),
    items: itemsOf,
    async dump() {
      const all = await Promise.all(tableNames.map(async (table) => [table, await itemsOf(table)] as const));
      return Object.fromEntries(all.filter(([, items]) => items.length > 0));
    },
    async clear() {
      await Promise.all(tableNames.map((table) => removeItems(unseen, names[table], takeWrittenKeys(names[table]))));
    },
    cloud,
    s3,
    async bucket() {
      const Bucket = `letters-${randomUUID()}`;
      await s3.send(
        new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true, CreateBucketConfiguration: { LocationConstraint: cloud.region as never } }),
      );
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }));
      return Bucket;
    },
  };

  return {
    storage,
    open: () => makeTables(unseen, names),
    async close() {
      await dropTables(unseen, names);
      observed.client.destroy();
      unseen.destroy();
      s3.destroy();
    },
  };
}
