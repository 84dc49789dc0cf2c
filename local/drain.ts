/** Waits until nothing is on its way any more: the emulator forgets what is still in a stream when it ends. */
import * as z from 'zod';
import { until } from './process.ts';

const Queued = z.object({
  messages: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.looseObject({ IsVisible: z.boolean() }))))),
});

/** How many messages lie ready in the queues with these names. Delayed ones and ones being worked on are kept by the emulator. */
export function readyMessages(answer: unknown, queueNames: ReadonlySet<string>): number {
  const byRegion = Object.values(Queued.parse(answer).messages).flatMap((regions) => Object.values(regions));
  return byRegion
    .flatMap((queues) => Object.entries(queues))
    .filter(([url]) => queueNames.has(url.split('/').at(-1) ?? ''))
    .reduce((sum, [, messages]) => sum + messages.filter(({ IsVisible }) => IsVisible).length, 0);
}

export interface Flow {
  endpoint: string;
  /** The queues somebody works on; a dead-letter queue is not among them. */
  queues: ReadonlySet<string>;
  /** Milliseconds since the last call to AWS ended. */
  quietFor: () => number;
}

/** True when all is quiet: no call to AWS for a moment, and no message ready in a queue that somebody works on. */
export async function drain({ endpoint, queues, quietFor }: Flow, within = 10_000): Promise<boolean> {
  const isQuiet = async (): Promise<boolean> => {
    // A failed stream batch is tried again after a second, so a quiet second and a half means that none is left.
    if (quietFor() < 1_500) return false;
    const response = await fetch(`${endpoint}/_ministack/sqs/messages`, { signal: AbortSignal.timeout(2_000) });
    return readyMessages(await response.json(), queues) === 0;
  };
  return until(isQuiet, { within, every: 100 });
}
