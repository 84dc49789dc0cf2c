import { database, type Database } from '../../shared/storage/database.ts';
import { indexOfEach, together, type Needs, type Right, type Use } from '../../shared/storage/needs.ts';
import type { IndexName, TableName } from '../../shared/storage/tables.ts';
import { reach, runningEngines } from './engines.ts';
import type { Storage } from './harness.ts';
import { observedClient, type StorageCall } from './observed-client.ts';

/** A database of the same tables that remembers what is done to them. */
export interface WatchedDatabase {
  readonly db: Database;
  /** What was done so far, told from the requests themselves. */
  used(): Needs;
  close(): void;
}

export function watchedDatabase({ engine, tables }: Pick<Storage, 'engine' | 'tables'>): WatchedDatabase {
  const seen: Use[] = [];
  const { client, inject } = observedClient(reach(runningEngines().dynamodb[engine]!));
  inject((call) => void seen.push(...usesOf(call, tables)));
  return { db: database({ client, tableNames: tables }), used: () => together(seen), close: () => client.destroy() };
}

const rightOfWrite: Readonly<Record<string, Right>> = { Put: 'puts', Update: 'updates', Delete: 'deletes', ConditionCheck: 'checks' };

interface Request {
  readonly TableName?: string;
  readonly IndexName?: IndexName;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName: string }>>[];
}

/** What a request does, by our names. @throws Error for one that we know no right for */
function usesOf({ command, input }: StorageCall, tableNames: Readonly<Record<TableName, string>>): Use[] {
  const request = input as Request;
  const table = (physical = ''): TableName => (Object.keys(tableNames) as TableName[]).find((name) => tableNames[name] === physical)!;
  const each = (right: Right): Use[] => Object.keys(request.RequestItems!).map((physical): Use => `${right} ${table(physical)}`);
  switch (command) {
    case 'GetItem':
      return [`gets ${table(request.TableName)}`];
    case 'BatchGetItem':
      return each('gets');
    case 'BatchWriteItem':
      return each('clears');
    case 'Query':
      return request.IndexName ? [...indexOfEach(request.IndexName, [table(request.TableName)])] : [`queries ${table(request.TableName)}`];
    case 'TransactWriteItems':
      return request.TransactItems!.flatMap((item) => Object.entries(item).map(([what, { TableName }]): Use => `${rightOfWrite[what]!} ${table(TableName)}`));
    default:
      throw new Error(`No right is known for ${command}`);
  }
}
