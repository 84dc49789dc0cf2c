import type { Day } from '../personal-data/calendar.ts';
import { shardOf } from './shard.ts';

/** Shards of the due index: enough that six million due items at a year's end do not share one partition. */
export const dueShards = 16;

/** The partition of a shard. */
export const dueShard = (shard: number): string => `due#${shard}`;

/** Everything due on this day or before lies below this sort key, so a missed day needs no logic. */
export const dueUpTo = (day: Day): string => `${day}$`;

/** The due attributes of a head: `#` sorts before `$`. */
export const dueKeys = (id: string, dueOn: Day) => ({ dueOn, duePk: dueShard(shardOf(id, dueShards)), dueSk: `${dueOn}#${id}` });
