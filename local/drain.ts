/** Waits until nothing is on its way any more: a message that a worker has in hand when the emulator ends comes again minutes later. */
import { setTimeout as delay } from 'node:timers/promises';
import { stillToDo, type ToDo, unlessTooBusy } from '../client/under-way.ts';

export interface Flow {
  endpoint: string;
  /** The queues somebody works on; a dead-letter queue is not among them. */
  queues: ReadonlySet<string>;
}

export interface Draining {
  /** So long, in milliseconds, nothing may move before it is no longer waited for. */
  patience?: number;
  every?: number;
  /** Ends the waiting, whatever is left. */
  hurry?: AbortSignal | undefined;
  /** Hears every few seconds what is still to do. */
  progress?: (todo: ToDo) => void;
}

/** So often somebody who waits hears how far it is. */
const toldEvery = 10_000;

/**
 * Waits as long as it gets somewhere, however much there is to do.
 * @returns what is left, or `undefined` when all is quiet: at the second quiet look on end, since between the end of one thing and the
 *   beginning of the next neither may be seen.
 */
export async function drain({ endpoint, queues }: Flow, options: Draining = {}): Promise<ToDo | undefined> {
  const { patience = 120_000, every = 200, hurry, progress } = options;
  let last: ToDo | undefined;
  let quietLooks = 0;
  let moved = performance.now();
  let told = moved;
  for (;;) {
    const todo = await stillToDo(endpoint, queues).catch(unlessTooBusy);
    const now = performance.now();
    if (todo !== undefined) {
      quietLooks = isNothing(todo) ? quietLooks + 1 : 0;
      if (quietLooks >= 2) return undefined;
      if (last === undefined || !isSame(todo, last)) moved = now;
      last = todo;
    }
    if (hurry?.aborted || now - moved > patience) return last ?? { running: 0, unread: 0, ready: 0 };
    if (last && now - told > toldEvery) {
      progress?.(last);
      told = now;
    }
    await delay(every);
  }
}

/** What is still to do, in words: `3 messages, 1 function at work`. */
export function inWords({ running, unread, ready }: ToDo): string {
  const parts = [
    count(ready, 'message'),
    count(unread, 'change that is not published', 'changes that are not published'),
    count(running, 'function at work', 'functions at work'),
  ];
  return parts.filter((part) => part !== undefined).join(', ') || 'nobody can tell how much';
}

const count = (number: number, one: string, many = `${one}s`): string | undefined => (number === 0 ? undefined : `${number} ${number === 1 ? one : many}`);

const isNothing = ({ running, unread, ready }: ToDo): boolean => running + unread + ready === 0;

const isSame = (a: ToDo, b: ToDo): boolean => a.running === b.running && a.unread === b.unread && a.ready === b.ready;
