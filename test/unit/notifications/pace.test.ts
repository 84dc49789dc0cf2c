import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pace } from '../../../shared/notifications/pace.ts';

/** A clock that goes on when somebody waits for it. */
function madeUpTime() {
  let at = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  return {
    now: () => at,
    wait: (milliseconds: number) => new Promise<void>((wake) => void sleepers.push({ until: at + milliseconds, wake })),
    async goOn(): Promise<boolean> {
      await new Promise(setImmediate);
      const next = sleepers.toSorted((a, b) => a.until - b.until)[0];
      if (!next) return false;
      sleepers.splice(sleepers.indexOf(next), 1);
      at = Math.max(at, next.until);
      next.wake();
      return true;
    },
  };
}

describe('pace', () => {
  it('lets no more pass in any second than the provider takes, each in its turn, and wastes no time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0.5, 1, 7, 14), fc.integer({ min: 1, max: 25 }), async (perSecond, count) => {
        const time = madeUpTime();
        const turn = pace(perSecond, time);
        const passed: { who: number; at: number }[] = [];
        const all = Promise.all(Array.from({ length: count }, (_, who) => turn().then(() => passed.push({ who, at: time.now() }))));
        while (await time.goOn());
        await all;
        expect(passed.map(({ who }) => who)).toEqual(Array.from({ length: count }, (_, who) => who));
        passed.forEach(({ at }, index) => expect(at).toBeCloseTo((index * 1000) / perSecond, 3));
      }),
      { numRuns: 50 },
    );
  });

  it('makes nobody wait who comes late enough', async () => {
    const time = madeUpTime();
    const turn = pace(2, time);
    await turn();
    const pause = time.wait(10_000);
    await time.goOn();
    await pause;
    await turn();
    expect(time.now()).toBe(10_000);
  });
});
