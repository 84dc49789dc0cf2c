import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { database } from '../../shared/storage/database.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { reach } from '../storage/engines.ts';
import { observedClient } from '../storage/observed-client.ts';
import { dropTables, everyItem, freshNames, makeTables, putItems } from '../storage/test-tables.ts';
import type { DeletionMeasured, DeletionTask } from './deletion-cost-child.ts';
import { scheduledRun } from './deletion-run.ts';
import { cases, days, singleItems, type Stored } from './stored-heads.ts';

type Tables = Record<TableName, string>;

export interface DeletionCost extends DeletionMeasured {
  /** Items, or cases. */
  readonly count: number;
  /** Calls of a run while everything was there and nothing of it was due. */
  readonly idle: Readonly<Record<string, number>>;
}

/** Runs over so many items that stand alone. */
export const deletionOfItems = (endpoint: string, count: number): Promise<DeletionCost> => deletionCost(endpoint, count, singleItems);

/** Runs over so many cases, each with what belongs to it. */
export const deletionOfCases = (endpoint: string, count: number): Promise<DeletionCost> => deletionCost(endpoint, count, cases);

/** Two runs: one on a day when nothing of what is stored is due, one on a day when all is. */
async function deletionCost(endpoint: string, count: number, make: (count: number) => Stored): Promise<DeletionCost> {
  return withTables(endpoint, async (client, tables) => {
    await load(client, tables, count, make);
    const idle = await callsOf(endpoint, tables, days.notDue);
    const child = fork(join(import.meta.dirname, 'deletion-cost-child.ts'), { execArgv: ['--expose-gc'] });
    const calls = sumOf(idle) + count / 40;
    child.send({ endpoint, tables, at: days.due.toISOString(), sampleEvery: Math.round(calls / 50) } satisfies DeletionTask);
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The run ended with ${String(code)}`)));
    const [measured] = (await Promise.race([once(child, 'message'), failed])) as [DeletionMeasured];
    for (const table of Object.keys(make(1)) as TableName[]) {
      if ((await everyItem(client, tables[table])).length > 0) throw new Error(`The run left items in ${table} that were due`);
    }
    return { ...measured, count, idle };
  });
}

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** What a run on a day sends. */
async function callsOf(endpoint: string, tables: Tables, at: Date): Promise<Readonly<Record<string, number>>> {
  const { client, calls } = observedClient(reach(endpoint));
  await scheduledRun(database({ client, tableNames: tables }), at);
  client.destroy();
  return calls().byCommand;
}

async function withTables<T>(endpoint: string, work: (client: DynamoDBDocumentClient, tables: Tables) => Promise<T>): Promise<T> {
  const { client } = observedClient(reach(endpoint));
  const tables = freshNames();
  await makeTables(client, tables);
  try {
    return await work(client, tables);
  } finally {
    await dropTables(client, tables);
    client.destroy();
  }
}

const loaders = 8;
/** Made at a time: memory stays small however many there are to be. */
const portion = 4_000;

/** Writes items in batches, several at a time. */
async function load(client: DynamoDBDocumentClient, tables: Tables, count: number, make: (count: number) => Stored): Promise<void> {
  for (let done = 0; done < count; done += portion) {
    const stored = Object.entries(make(Math.min(portion, count - done))) as [TableName, object[]][];
    const each = loaders / stored.length;
    await Promise.all(
      stored.flatMap(([table, items]) => {
        const share = Math.ceil(items.length / each);
        return Array.from({ length: each }, (_, loader) => putItems(client, tables[table], items.slice(loader * share, (loader + 1) * share)));
      }),
    );
  }
}
