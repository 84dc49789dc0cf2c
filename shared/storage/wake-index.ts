import * as z from 'zod';
import { technical } from '../personal-data/classification.ts';
import { shardOf } from './shard.ts';

/**
 * Shards of the wake index. Each is asked every minute, in every table, whether there is something or not: so they are few. A
 * partition takes a thousand writes a second, and a full one would hold up whoever writes to the table: so there is more than one,
 * for the minute in which a provider turns everybody away.
 */
export const wakeShards = 4;

/** The partition of a shard. */
export const wakeShard = (shard: number): string => `wake#${shard}`;

/** Everything that should be awake at this moment lies below this sort key, so a missed minute needs no logic. */
export const wakeUpTo = (now: Date): string => `${now.toISOString()}$`;

/** What a kind of which items wake has in its schema, beside `wakes` in its ending: all three are there while an item sleeps, or none. */
export const wakeAttributes = {
  wakeAt: technical(z.iso.datetime(), 'Weckzeit').optional(),
  wakePk: technical(z.string(), 'Weckindex').optional(),
  wakeSk: technical(z.string(), 'Weckindex').optional(),
};

/**
 * Lets a head sleep until a moment: to be set with a change of the head, which takes the place of an earlier moment. The minute
 * decides, not the second. `#` sorts before `$`.
 */
export const asleep = (id: string, until: Date) => {
  const wakeAt = until.toISOString();
  return { wakeAt, wakePk: wakeShard(shardOf(id, wakeShards)), wakeSk: `${wakeAt}#${id}` };
};

/** Takes a head out of the wake index: to be removed with the change that makes its waking needless. */
export const awake = Object.keys(wakeAttributes) as (keyof typeof wakeAttributes)[];
