import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Item, ItemKey } from '../../shared/storage/item.ts';
import { indexKeys, tables, type IndexName, type TableName } from '../../shared/storage/tables.ts';

export const tableNames = Object.keys(tables) as TableName[];

/** Physical names that nobody else has. */
export function freshNames(): Record<TableName, string> {
  const suffix = randomUUID().slice(0, 8);
  return Object.fromEntries(tableNames.map((name) => [name, `${name}-${suffix}`])) as Record<TableName, string>;
}

/** The request that makes a table of ours, from the same data that infrastructure makes it from. */
export function tableRequest(table: TableName, physicalName: string): CreateTableCommandInput {
  const shape = tables[table];
  const indexes = Object.entries(shape.indexes) as [IndexName, 'ALL' | 'KEYS_ONLY'][];
  const attributes = new Set(['pk', 'sk', ...indexes.flatMap(([name]) => Object.values(indexKeys[name]))]);
  const keys = ({ pk, sk }: { pk: string; sk: string }) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  return {
    TableName: physicalName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys({ pk: 'pk', sk: 'sk' }),
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([name, ProjectionType]) => ({
        IndexName: name,
        KeySchema: keys(indexKeys[name]),
        Projection: { ProjectionType },
      })),
    }),
    ...('stream' in shape && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const } }),
  };
}

export async function makeTables(client: DynamoDBDocumentClient, names: Record<TableName, string>): Promise<void> {
  await Promise.all(tableNames.map((table) => client.send(new CreateTableCommand(tableRequest(table, names[table])))));
}

export async function dropTables(client: DynamoDBDocumentClient, names: Record<TableName, string>): Promise<void> {
  await Promise.all(tableNames.map((table) => client.send(new DeleteTableCommand({ TableName: names[table] }))));
}

/** Every item of a table, by key. */
export async function everyItem(client: DynamoDBDocumentClient, physicalName: string): Promise<Item[]> {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const answer = await client.send(new ScanCommand({ TableName: physicalName, ConsistentRead: true, ExclusiveStartKey: after }));
    items.push(...(answer.Items ?? []));
    after = answer.LastEvaluatedKey;
  } while (after);
  return items.sort((a, b) => compare(keyText(a), keyText(b)));
}

const keyText = ({ pk, sk }: Item): string => `${String(pk)}\u0000${String(sk)}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Writes items as they are, past every rule: what a test starts from. */
export async function putItems(client: DynamoDBDocumentClient, physicalName: string, items: readonly object[]): Promise<void> {
  await inBatches(
    client,
    physicalName,
    items.map((item) => ({ PutRequest: { Item: item as Item } })),
  );
}

export async function removeItems(client: DynamoDBDocumentClient, physicalName: string, keys: readonly ItemKey[]): Promise<void> {
  await inBatches(
    client,
    physicalName,
    keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  );
}

type WriteRequest = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: ItemKey } };

async function inBatches(client: DynamoDBDocumentClient, physicalName: string, requests: readonly WriteRequest[]): Promise<void> {
  for (let start = 0; start < requests.length; start += 25) {
    let left: WriteRequest[] = requests.slice(start, start + 25);
    while (left.length > 0) {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [physicalName]: left } }));
      left = (answer.UnprocessedItems?.[physicalName] ?? []) as WriteRequest[];
    }
  }
}
