import type { Effect, Write } from '../../shared/storage/transact.ts';

/** A write of no kind, as it stands: for tests of what happens to every write, whatever it writes. */
export const raw = (effect: Effect): Write => effect as Write;
