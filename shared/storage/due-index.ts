import type { Day } from '../personal-data/calendar.ts';

/** Shards of the due index: enough that six million due items at a year's end do not share one partition. */
export const dueShards = 16;

/** The partition of a shard. */
export const dueShard = (shard: number): string => `due#${shard}`;

/** Everything due on this day or before lies below this sort key, so a missed day needs no logic. */
export const dueUpTo = (day: Day): string => `${day}$`;

/** The due attributes of a head: `#` sorts before `$`, and ids are random, so shards fill evenly. */
export const dueKeys = (id: string, dueOn: Day) => ({ dueOn, duePk: dueShard(shardOf(id)), dueSk: `${dueOn}#${id}` });

function shardOf(id: string): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return (hash >>> 0) % dueShards;
}
