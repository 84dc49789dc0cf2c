/** Tables, their indexes and their streams. */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../../shared/storage/item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { clientSettings } from '../../client/aws.ts';
import { leaves, type StoreRecord } from '../records.ts';
import type { Place, Resource, StoreReader } from './store.ts';

/** Every item of a table as it stands, every entry of its indexes, and everything that its stream still holds. */
export const tableRecords: StoreReader = async function* (resource, place) {
  const table = tableName(resource, place);
  const client = new DynamoDBClient(clientSettings(place.outputs));
  const documents = DynamoDBDocumentClient.from(client);
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: resource.physicalId }));
    for await (const item of scan(documents, resource.physicalId)) yield* itemRecords('table', table, item);
    for (const { IndexName } of Table?.GlobalSecondaryIndexes ?? []) {
      for await (const item of scan(documents, resource.physicalId, IndexName)) yield* itemRecords('index', table, item, IndexName);
    }
    if (Table?.LatestStreamArn) yield* streamRecords(table, Table.LatestStreamArn, place);
  } finally {
    client.destroy();
  }
};

function tableName({ physicalId }: Resource, { outputs }: Place): TableName {
  const named = Object.entries(outputs.tables).find(([, physical]) => physical === physicalId);
  if (!named) throw new Error(`The outputs do not name the table ${physicalId}`);
  return named[0] as TableName;
}

async function* scan(client: DynamoDBDocumentClient, TableName: string, IndexName?: string): AsyncGenerator<Item> {
  // An index can't be read consistently.
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...(IndexName ? { IndexName } : { ConsistentRead: true }) })) yield* Items;
}

function* itemRecords(place: 'table' | 'index', table: TableName, item: Item, index = ''): Generator<StoreRecord> {
  const store = `table ${table}${index && `, index ${index}`}`;
  const kind = typeof item.kind === 'string' && /^[a-z-]{1,40}$/.test(item.kind) ? item.kind : 'an item';
  for (const { path, bytes } of leaves(item)) yield { store, where: `${kind}: ${nameless(path)}`, bytes, from: { in: place, table, item, path } };
}

/** Attribute names are ours; should one be somebody's, it is not printed. */
const nameless = (path: string): string => (/^[A-Za-z0-9_.[\]{}]{0,80}$/.test(path) ? path : 'an attribute of unknown name');

async function* streamRecords(table: TableName, StreamArn: string, { outputs }: Place): AsyncGenerator<StoreRecord> {
  const client = new DynamoDBStreamsClient(clientSettings(outputs));
  try {
    for await (const { image, number } of streamImages(client, StreamArn)) {
      for (const { path, bytes } of leaves(image)) {
        yield {
          store: `table ${table}, stream`,
          where: `record ${number}: ${nameless(path)}`,
          bytes,
          from: { in: 'stream', table, path, item: image as Item },
        };
      }
    }
  } finally {
    client.destroy();
  }
}

async function* streamImages(client: DynamoDBStreamsClient, StreamArn: string): AsyncGenerator<{ image: unknown; number: number }> {
  let number = 0;
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn, ...(after && { ExclusiveStartShardId: after }) }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      for await (const record of shardRecords(client, StreamArn, ShardId!)) {
        for (const image of [record.Keys, record.NewImage, record.OldImage])
          if (image) yield { image: unmarshall(image as Parameters<typeof unmarshall>[0]), number };
        number++;
      }
    }
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after);
}

/** An open shard never says that it ends; a read that brings nothing a second time has reached its end for now. */
async function* shardRecords(client: DynamoDBStreamsClient, StreamArn: string, ShardId: string) {
  let iterator = (await client.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }))).ShardIterator;
  for (let empty = 0; iterator && empty < 2;) {
    const {
      Records = [],
      NextShardIterator,
    }: { Records?: { dynamodb?: { Keys?: unknown; NewImage?: unknown; OldImage?: unknown } }[]; NextShardIterator?: string } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    for (const { dynamodb } of Records) if (dynamodb) yield dynamodb;
    empty = Records.length === 0 ? empty + 1 : 0;
    iterator = NextShardIterator;
  }
}
