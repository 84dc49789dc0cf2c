import * as z from 'zod';
import { eventOf, type DomainEvent } from '../../shared/storage/event-item.ts';
import type { Item, ItemKey } from '../../shared/storage/item.ts';

/** What the stream's mapping left behind of the batches that it gave up on, one object each. */
export interface FailureRecords {
  keys(): AsyncIterable<string>;
  read(key: string): Promise<string>;
  remove(key: string): Promise<void>;
}

export interface RepublishDeps {
  readonly records: FailureRecords;
  /** An item of the events table as it is now. */
  readonly stored: (key: ItemKey) => Promise<Item | undefined>;
  /** Puts events on the bus, and says how many it did not take. */
  readonly put: (events: readonly DomainEvent[]) => Promise<number>;
  /** Only counts what it would do. */
  readonly dryRun: boolean;
}

/** What was done, in numbers. */
export interface Republished {
  readonly records: number;
  /** Of these: deleted, since all that is still there of their events was taken. */
  readonly done: number;
  /** Of these: not what Lambda writes. */
  readonly unreadable: number;
  readonly put: number;
  /** Events that have ended since: they are told to nobody any more. */
  readonly gone: number;
  readonly refused: number;
  /** Events in a form that nobody knows, maybe the very reason why their batch was given up. */
  readonly notUnderstood: number;
}

/**
 * Puts the events of given-up batches on the bus. Each is read from its table again: what has ended since stays unsaid, and what
 * a failure record holds is taken as a list of keys, not as the truth. A record goes when nothing of it is left to do, so this
 * can be repeated; behind the bus everybody takes a repeat for what it is.
 */
export async function republishEvents(deps: RepublishDeps): Promise<Republished> {
  const sum = { records: 0, done: 0, unreadable: 0, put: 0, gone: 0, refused: 0, notUnderstood: 0 };
  for await (const key of deps.records.keys()) {
    const counts = { records: 1, ...(await republishRecord(key, deps)) };
    for (const [what, count] of Object.entries(counts)) sum[what as keyof Republished] += count;
  }
  return sum;
}

async function republishRecord(key: string, { records, stored, put, dryRun }: RepublishDeps): Promise<Partial<Republished>> {
  const keys = writtenIn(await records.read(key));
  if (!keys) return { unreadable: 1 };
  const items = (await Promise.all(keys.map(stored))).filter((item) => item !== undefined);
  const events = items.flatMap((item) => readEvent(item) ?? []);
  const notUnderstood = items.length - events.length;
  const refused = dryRun ? 0 : await put(events);
  const done = refused + notUnderstood === 0;
  if (done && !dryRun) await records.remove(key);
  return { done: done ? 1 : 0, put: events.length - refused, gone: keys.length - items.length, refused, notUnderstood };
}

const Text = z.object({ S: z.string() });

/** The event that Lambda could not hand over, as the function would have got it. */
const Batch = z.object({ Records: z.array(z.object({ eventName: z.string(), dynamodb: z.object({ Keys: z.object({ pk: Text, sk: Text }) }) })) });

/** Lambda's failure record has the batch in it as a text of its own. */
const FailureRecord = z.object({ payload: z.string() });

/** Keys of what a batch says was written. The table's stream tells of deletions as well. */
function writtenIn(text: string): ItemKey[] | undefined {
  try {
    const { Records } = Batch.parse(JSON.parse(FailureRecord.parse(JSON.parse(text)).payload));
    return Records.filter(({ eventName }) => eventName === 'INSERT').map(({ dynamodb: { Keys } }) => ({ pk: Keys.pk.S, sk: Keys.sk.S }));
  } catch {
    return undefined;
  }
}

function readEvent(item: Item): DomainEvent | undefined {
  try {
    return eventOf(item);
  } catch {
    return undefined;
  }
}
