/** A clock in milliseconds, and how to wait for it. */
export interface Time {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Lets callers pass one by one, in the order in which they came, and no more than so many in a second. Of senders that work side by side
 * each gets its share of what the provider takes.
 */
export function pace(perSecond: number, { now, wait }: Time): () => Promise<void> {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const turn = Math.max(now(), next);
    next = turn + 1000 / perSecond;
    if (turn > now()) await wait(turn - now());
  };
}
