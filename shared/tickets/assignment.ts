/**
 * Who gets the next ticket: of those who can, whoever has the fewest open ones; among equals, the first by id, so that the
 * choice can be explained. `undefined` when nobody can.
 */
export function leastLoaded(candidates: readonly string[], workloads: ReadonlyMap<string, number>): string | undefined {
  const load = (id: string) => workloads.get(id) ?? 0;
  return candidates.toSorted((a, b) => load(a) - load(b) || (a < b ? -1 : 1))[0];
}
