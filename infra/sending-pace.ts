/** SQS lets no fewer work side by side, and more would only wait for each other. */
const [fewest, most] = [2, 5];

/** So many in a second one sender hands over with ease: each takes some 100 ms. */
const withEase = 10;

/** A batch waits for its turns well under the time that a sender has, and that a claim of another holds. */
const batchWithinSeconds = 10;

/** How the senders of a channel work so that the provider, who takes so many in a second, has no reason to turn any away. */
export interface SendingPace {
  readonly maxConcurrency: number;
  /** In a second, of each that works. */
  readonly eachPerSecond: number;
  readonly batchSize: number;
}

/** Divides a provider's rate among the senders. */
export function sendingPace(perSecond: number): SendingPace {
  const maxConcurrency = Math.min(most, Math.max(fewest, Math.ceil(perSecond / withEase)));
  const eachPerSecond = perSecond / maxConcurrency;
  return { maxConcurrency, eachPerSecond, batchSize: Math.min(10, Math.max(1, Math.floor(eachPerSecond * batchWithinSeconds))) };
}
