import { setTimeout } from 'node:timers/promises';
import { database, type Database } from '../../shared/storage/database.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { workloadTable } from '../../shared/tickets/workload-table.ts';
import { assigning, atOnce, clerksAtOnce, ticketsAtOnce, type Assign } from '../storage/assignment-world.ts';
import { reach } from '../storage/engines.ts';
import type { Storage } from '../storage/harness.ts';
import { observedClient, type ObservedClient } from '../storage/observed-client.ts';
import { now } from '../storage/ticket-world.ts';
import { dropTables, freshNames, makeTables, putItems } from '../storage/test-tables.ts';
import { byEquality } from './equality-rule.ts';

/** What assigning asks of AWS, of one ticket. */
export interface AssignmentCost {
  readonly calls: Readonly<Record<string, number>>;
  readonly capacity: number;
}

/** What it takes to assign a ticket among so many clerks: the first by a worker that has seen nobody yet, and each of the next ten. */
export async function assignmentCosts(
  { db, put, counted }: Pick<Storage, 'db' | 'put' | 'counted'>,
  clerks: number,
): Promise<{ readonly first: AssignmentCost; readonly further: AssignmentCost }> {
  await clerksAtOnce(put, clerks);
  const [one, ...more] = await ticketsAtOnce(put, 11);
  // Who there is is known for a while: on a slow machine that would end in between.
  const worker = assigning(db, { clock: () => now });
  const first = await counted(() => worker(one!));
  const further = await counted(() => atOnce([worker], more));
  return {
    first: { calls: first.byCommand, capacity: first.capacity },
    further: {
      calls: Object.fromEntries(Object.entries(further.byCommand).map(([command, count]) => [command, count / more.length])),
      capacity: further.capacity / more.length,
    },
  };
}

/** How five workers fare at once. */
export interface AtOnce {
  /** Tickets that got a clerk, each second. */
  readonly perSecond: number;
  /** Tickets that had to wait for the clock. */
  readonly waited: number;
  /** Transactions that were sent for each ticket that got a clerk. */
  readonly writes: number;
  /** Between who has most and who has least. */
  readonly spread: number;
}

export interface Rush {
  readonly clerks: number;
  readonly tickets: number;
  /** So many milliseconds each call is on its way, there and back together, beside what the engine takes. */
  readonly away: number;
}

/** So many reports at once among so many clerks, by the rule of today and by the one before, each over fresh tables. */
export async function assignmentsAtOnce(endpoint: string, rush: Rush): Promise<{ readonly before: AtOnce; readonly today: AtOnce }> {
  return {
    before: await fiveAtOnce(endpoint, rush, byEquality),
    today: await fiveAtOnce(endpoint, rush, (db) => assigning(db)),
  };
}

async function fiveAtOnce(
  endpoint: string,
  { clerks, tickets: count, away }: Rush,
  worker: (db: Database, waits: (ticket: Ticket) => void) => Assign,
): Promise<AtOnce> {
  const names = freshNames();
  const { client } = observedClient(reach(endpoint));
  const rivals = Array.from({ length: 5 }, () => farAway(observedClient(reach(endpoint)), away));
  const put: Storage['put'] = (table, ...items) => putItems(client, names[table], items);
  await makeTables(client, names);
  try {
    const ids = await clerksAtOnce(put, clerks);
    const tickets = await ticketsAtOnce(put, count);
    let waited = 0;
    const workers = rivals.map((rival) => worker(database({ client: rival.client, tableNames: names }), () => void waited++));
    const started = performance.now();
    await atOnce(workers, tickets);
    const seconds = (performance.now() - started) / 1000;
    const loads = [...(await workloadTable(database({ client, tableNames: names })).here(ids)).values()];
    const given = loads.reduce((sum, load) => sum + load, 0);
    const sent = rivals.reduce((sum, rival) => sum + (rival.calls().byCommand['TransactWriteItems'] ?? 0), 0);
    return { perSecond: given / seconds, waited, writes: sent / given, spread: Math.max(...loads) - Math.min(...loads) };
  } finally {
    await dropTables(client, names);
    for (const each of [client, ...rivals.map((rival) => rival.client)]) each.destroy();
  }
}

/** The same client, whose calls are on their way for so long: without that an engine beside us answers one after the other, and nobody is overtaken. */
function farAway(observed: ObservedClient, away: number): ObservedClient {
  observed.client.middlewareStack.add(
    (next) => async (args) => {
      await setTimeout(away / 2);
      try {
        return await next(args);
      } finally {
        await setTimeout(away / 2);
      }
    },
    { step: 'finalizeRequest', name: 'farAway' },
  );
  return observed;
}
