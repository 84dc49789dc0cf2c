/** Waits until nothing is on its way any more: a message that a worker has in hand when the emulator ends comes again minutes later. */
import { quietLook } from '../client/under-way.ts';
import { until } from './process.ts';

export interface Flow {
  endpoint: string;
  /** The queues somebody works on; a dead-letter queue is not among them. */
  queues: ReadonlySet<string>;
}

/** True when all is quiet, false when that takes too long. */
export const drain = ({ endpoint, queues }: Flow, within = 120_000): Promise<boolean> => until(quietLook(endpoint, queues), { within, every: 200 });
