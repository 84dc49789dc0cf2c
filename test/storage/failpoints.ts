import { expect } from '@jest/globals';
import { restore, type Dump } from './dumps.ts';
import type { Storage } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';
import type { Outside } from './outside.ts';

/** What is outside of the tables, and forgotten between two attempts. */
export interface Surroundings {
  readonly outside: Outside;
  readonly mails: unknown[];
}

/**
 * Ends the process at one of its calls, to the tables or outside: from there on every call fails, whatever the dying code still
 * tries, until the next process starts.
 */
export function failpoint(storage: Storage, { outside }: Pick<Surroundings, 'outside'>) {
  let last = Infinity;
  let dead = false;
  let calls = 0;
  let changes: number[] = [];
  const dies = (isChange: boolean): boolean => {
    calls++;
    if (isChange) changes.push(calls);
    dead ||= calls >= last;
    return dead;
  };
  const start = (): void => {
    [dead, calls, changes] = [false, 0, []];
    storage.inject(({ command }) => (dies(command.includes('Write')) ? 'crash-before' : undefined));
    outside.failing = () => (dies(true) ? new InjectedCrash() : undefined);
  };
  return {
    /** The process that starts now ends before its call of that number; without one it lives. */
    arm(call = Infinity): void {
      last = call;
      start();
    },
    /** For whatever else leaves the process. */
    call(): void {
      if (dies(true)) throw new InjectedCrash();
    },
    /** How many calls the process made, and which of them changed something. */
    seen: () => ({ calls, changes: [...changes] }),
    isDead: () => dead,
  };
}

export interface EndingOptions {
  /** What of an end is the same each time. */
  readonly compared?: (end: Dump) => Dump;
  /**
   * Where to end, out of all points; without it everywhere. Work that grows with what is stored is ended at a few points of a
   * seed, so that the test grows no faster than the work.
   */
  readonly chosen?: (points: readonly number[]) => readonly number[];
}

/**
 * Ends work at its calls, and does it again: it must come to the same end as without. Reading leaves nothing behind, so whoever
 * ends between two changes leaves the same: the process ends before each change, and right behind the last. Leaves the last end, and
 * gives how many calls and points of ending there were.
 */
export async function endedAtEveryCall(
  storage: Storage,
  { outside, mails }: Surroundings,
  attempt: (process: ReturnType<typeof failpoint>) => Promise<void>,
  { compared = (end) => end, chosen = (points) => points }: EndingOptions = {},
): Promise<{ calls: number; points: number }> {
  const initial = { dump: await storage.dump(), ...outside.state };
  const process = failpoint(storage, { outside });
  process.arm();
  await attempt(process);
  const { calls, changes } = process.seen();
  let now = await storage.dump();
  const end = { dump: compared(now), outside: outside.state };

  const all = [...changes, changes.at(-1)! + 1].filter((call) => call <= calls);
  const points = chosen(all);
  for (const call of points) {
    await restore(storage, initial.dump, now);
    outside.reset(initial);
    mails.length = 0;
    process.arm(call);
    const failed = await attempt(process).then(
      () => false,
      () => true,
    );
    if (!failed || !process.isDead()) throw new Error(`Nothing happened at call ${call}: the work does not do the same twice`);
    process.arm();
    await attempt(process);
    now = await storage.dump();
    expect({ call, dump: compared(now), outside: outside.state }).toEqual({ call, ...end });
  }
  return { calls, points: points.length };
}
