/** The shard of an id among so many: always the same one, and since ids are random, shards fill evenly. */
export function shardOf(id: string, shards: number): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return (hash >>> 0) % shards;
}
