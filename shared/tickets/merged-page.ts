/** What was read of one of several lists that lie in the same order. `readTo`: the position up to which, where it goes on. */
export interface ReadPart<T> {
  readonly found: readonly T[];
  readonly readTo?: string | undefined;
}

/**
 * One page of several lists as if they were one. It ends before what a list that was not read to its end may still have between; it may therefore
 * be short, or empty, and go on. No two entries have the same position.
 */
export function mergedPage<T extends { readonly position: string }>(
  parts: readonly ReadPart<T>[],
  limit: number,
  order: 'ascending' | 'descending',
): { readonly items: T[]; readonly next: string | undefined } {
  const isBehind = (one: string, other: string): boolean => (order === 'ascending' ? one > other : one < other);
  const ends = parts.map(({ readTo }) => readTo).filter((end) => end !== undefined);
  const end = ends.reduce<string | undefined>((first, one) => (first === undefined || isBehind(first, one) ? one : first), undefined);
  const known = parts
    .flatMap(({ found }) => found)
    .filter(({ position }) => end === undefined || !isBehind(position, end))
    .toSorted((one, other) => (isBehind(one.position, other.position) ? 1 : -1));
  const items = known.slice(0, limit);
  return { items, next: known.length > limit ? items.at(-1)!.position : end };
}
