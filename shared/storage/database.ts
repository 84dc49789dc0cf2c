import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, BatchWriteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { storageBusy } from '../domain-error.ts';
import { ExpressionNames } from './expression.ts';
import type { Item, ItemKey } from './item.ts';
import { indexKeys, type IndexName, type TableName } from './tables.ts';
import { commit, type Change, type Committed } from './transact.ts';

/** One page of a partition (or of an index's partition). Limits are demanded: no query is unbounded. */
export interface PageQuery {
  readonly table: TableName;
  readonly index?: IndexName;
  readonly pk: string;
  /** Only sort keys that begin so. */
  readonly prefix?: string;
  /** Only sort keys below this one (`due` index: everything due before a day). */
  readonly below?: string;
  /** Only sort keys above this one. */
  readonly above?: string;
  readonly newestFirst?: boolean;
  readonly limit: number;
  /** Goes on behind this key, as a page gave it. */
  readonly after?: Item | undefined;
}

export interface Page {
  readonly items: Item[];
  /** Where the next page starts; absent on the last. */
  readonly next?: Item | undefined;
}

/** The tables behind names of ours. Reads of a table are strongly consistent; reads of an index lag a little. */
export interface Database {
  get(table: TableName, key: ItemKey): Promise<Item | undefined>;
  /** Several items of one table at once, in no order; those that are not there are left out. */
  getAll(table: TableName, keys: readonly ItemKey[]): Promise<Item[]>;
  page(query: PageQuery): Promise<Page>;
  /** How many items a query has, and no more of them: counted up to its limit, and as far as one call goes. It reads what it counts. */
  count(query: PageQuery): Promise<{ readonly count: number; readonly more?: true }>;
  /** All items of a query, page by page, in constant memory. */
  each(query: PageQuery): AsyncGenerator<Item[]>;
  /** One change, one transaction: see `transact.ts`. */
  commit(change: Change): Promise<Committed>;
  /** Deletes items of one table without a condition, in batches. For children whose head goes afterwards. */
  deleteAll(table: TableName, keys: readonly ItemKey[]): Promise<void>;
}

export interface DatabaseParts {
  readonly client: DynamoDBDocumentClient;
  /** Physical names. A function knows only the tables it was granted. */
  readonly tableNames: Partial<Record<TableName, string>>;
}

export function database({ client, tableNames }: DatabaseParts): Database {
  const physical = (table: TableName): string => {
    const name = tableNames[table];
    if (!name) throw new Error(`This function was not given the table ${table}`);
    return name;
  };

  /** A query as it is asked. */
  function asked(query: PageQuery) {
    const keys = query.index ? indexKeys[query.index] : { pk: 'pk', sk: 'sk' };
    const names = new ExpressionNames();
    const conditions = [`${names.name(keys.pk)} = ${names.value(query.pk)}`];
    if (query.prefix !== undefined) conditions.push(`begins_with(${names.name(keys.sk)}, ${names.value(query.prefix)})`);
    if (query.below !== undefined) conditions.push(`${names.name(keys.sk)} < ${names.value(query.below)}`);
    if (query.above !== undefined) conditions.push(`${names.name(keys.sk)} > ${names.value(query.above)}`);
    return {
      TableName: physical(query.table),
      ...(query.index ? { IndexName: query.index } : { ConsistentRead: true }),
      KeyConditionExpression: conditions.join(' AND '),
      ...names.members,
      ScanIndexForward: !query.newestFirst,
      Limit: query.limit,
      ...(query.after && { ExclusiveStartKey: query.after }),
    };
  }

  async function page(query: PageQuery): Promise<Page> {
    const answer = await client.send(new QueryCommand(asked(query)));
    return { items: answer.Items ?? [], next: answer.LastEvaluatedKey };
  }

  return {
    async get(table, key) {
      const answer = await client.send(new GetCommand({ TableName: physical(table), Key: { ...key }, ConsistentRead: true }));
      return answer.Item;
    },
    async getAll(table, keys) {
      const found: Item[] = [];
      const unique = [...new Map(keys.map(({ pk, sk }) => [JSON.stringify([pk, sk]), { pk, sk }])).values()];
      for (let start = 0; start < unique.length; start += 100) {
        let wanted: Record<string, unknown>[] = unique.slice(start, start + 100);
        for (let attempt = 0; wanted.length > 0; attempt++) {
          await pauseBefore(attempt);
          const { Responses, UnprocessedKeys } = await client.send(
            new BatchGetCommand({ RequestItems: { [physical(table)]: { Keys: wanted, ConsistentRead: true } } }),
          );
          found.push(...(Responses?.[physical(table)] ?? []));
          wanted = UnprocessedKeys?.[physical(table)]?.Keys ?? [];
        }
      }
      return found;
    },
    page,
    async count(query) {
      // One more says whether there is more than that.
      const { Count = 0, LastEvaluatedKey: next } = await client.send(new QueryCommand({ ...asked({ ...query, limit: query.limit + 1 }), Select: 'COUNT' }));
      return Count > query.limit || next ? { count: Math.min(Count, query.limit), more: true } : { count: Count };
    },
    async *each(query) {
      let after = query.after;
      do {
        const { items, next } = await page({ ...query, after });
        if (items.length > 0) yield items;
        after = next;
      } while (after);
    },
    commit: (change) => commit(client, physical, change),
    async deleteAll(table, keys) {
      const batchSize = 25;
      for (let start = 0; start < keys.length; start += batchSize) {
        let requests = keys.slice(start, start + batchSize).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
        for (let attempt = 0; requests.length > 0; attempt++) {
          await pauseBefore(attempt);
          const answer = await client.send(new BatchWriteCommand({ RequestItems: { [physical(table)]: requests } }));
          requests = (answer.UnprocessedItems?.[physical(table)] ?? []) as typeof requests;
        }
      }
    },
  };
}

/** What a batch left undone is asked for again, later each time. @throws DomainError `unavailable/storage-busy` */
async function pauseBefore(attempt: number): Promise<void> {
  if (attempt > 8) throw storageBusy();
  if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10 * Math.random()));
}
