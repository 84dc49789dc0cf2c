/**
 * A whole deletion run in a process of its own, so that its memory is nobody else's. Started with `--expose-gc`: what counts is what
 * is held, not what waits to be collected.
 */
import { database } from '../../shared/storage/database.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { reach } from '../storage/engines.ts';
import { observedClient } from '../storage/observed-client.ts';
import { scheduledRun } from './deletion-run.ts';

/** What the child is told. */
export interface DeletionTask {
  readonly endpoint: string;
  readonly tables: Readonly<Record<TableName, string>>;
  /** When the run takes place, in ISO form. */
  readonly at: string;
  /** Looks at the memory every so many calls. */
  readonly sampleEvery: number;
}

/** What it tells. */
export interface DeletionMeasured {
  readonly calls: number;
  readonly byCommand: Readonly<Record<string, number>>;
  readonly ms: number;
  /** Most that was held at a time: heap and buffers after a collection, in bytes. */
  readonly peakHeld: number;
  /** Most that the system gave to the process, in bytes: with garbage, which the engine leaves as long as it sees no need. */
  readonly peakRss: number;
}

async function measured({ endpoint, tables, at, sampleEvery }: DeletionTask): Promise<DeletionMeasured> {
  const { client, calls } = observedClient(reach(endpoint));
  let peakHeld = 0;
  let answers = 0;
  // Inside a call, while page and transaction are in memory.
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (++answers % sampleEvery === 0) {
        // Twice: buffers that the first finds are given back in the background, at the latest before the second.
        globalThis.gc!();
        globalThis.gc!();
        const { heapUsed, external } = process.memoryUsage();
        peakHeld = Math.max(peakHeld, heapUsed + external);
      }
      return answer;
    },
    { step: 'finalizeRequest', priority: 'low', name: 'memory' },
  );
  const db = database({ client, tableNames: tables });
  const started = performance.now();
  await scheduledRun(db, new Date(at));
  const ms = performance.now() - started;
  const { total, byCommand } = calls();
  return { calls: total, byCommand, ms, peakHeld, peakRss: process.resourceUsage().maxRSS * 1024 };
}

process.once('message', (task) => void measured(task as DeletionTask).then((result) => process.send!(result, () => process.disconnect())));
