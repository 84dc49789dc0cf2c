import fc from 'fast-check';

/**
 * Whether all of a walk is walked: as CI does. Elsewhere walks whose length grows with the house take some of their steps, others each
 * time, so that whoever works on it waits for minutes only.
 */
export const thorough = process.env['CI'] === 'true';

/** Some of all, in their order: as many as said, at most; others each time. */
export const someOf = <T>(all: readonly T[], count: number): T[] => {
  const length = Math.min(count, all.length);
  return fc.sample(fc.subarray([...all], { minLength: length, maxLength: length }), 1)[0]!;
};
