/**
 * Who gets a ticket: of those who can, whoever has the fewest open ones; among equals the ticket's id decides, so that the choice
 * can be explained, and tickets that come together do not all go for the same clerk. `undefined` when nobody can.
 */
export function leastLoaded(candidates: readonly string[], workloads: ReadonlyMap<string, number>, ticketId: string): string | undefined {
  const load = (id: string) => workloads.get(id) ?? 0;
  const least = candidates.reduce((lowest, id) => Math.min(lowest, load(id)), Number.POSITIVE_INFINITY);
  const equals = candidates.filter((id) => load(id) === least).toSorted();
  return equals[sumOf(ticketId) % equals.length];
}

const sumOf = (id: string): number => [...id].reduce((sum, character) => sum + character.charCodeAt(0), 0);
