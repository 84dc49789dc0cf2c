import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatheredUntil } from '../../../shared/notifications/gathering.ts';
import { gatheringSuite } from './gathering.ts';
import { memoryWorld } from './memory-world.ts';
import { start } from './world.ts';

describe('telling of messages (in memory)', () => gatheringSuite(memoryWorld));

describe('gathering', () => {
  const gatherMs = 300_000;
  const second = (count: number): Date => new Date(start.getTime() + count * 1000);
  /** When something was written, and how long after that its event came to be worked on. */
  const message = fc.record({ at: fc.integer({ min: 0, max: 3_600 }), late: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 1_800 })) });

  it('leaves out no message, tells of none before it is there, and of nothing twice within minutes, in whatever order and however often events come', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 20 }), fc.nat(19), (messages, again) => {
        const order = messages.map(({ at, late }) => ({ at, now: at + late })).toSorted((a, b) => a.now - b.now);
        const repeated = order[again % order.length]!;
        let toldAt: string | undefined;
        const tellings: number[] = [];
        const come = ({ at, now }: { at: number; now: number }): void => {
          const until = gatheredUntil({ at: second(at).toISOString() }, toldAt, second(now), gatherMs);
          if (until === undefined) return;
          toldAt = until.toISOString();
          tellings.push((until.getTime() - start.getTime()) / 1000);
        };
        order.forEach(come);
        for (const { at, now } of order) {
          expect(tellings.some((telling) => telling >= at + 30)).toBe(true);
          // Nobody waits longer than for the time of gathering, once the event is there.
          expect(Math.min(...tellings.filter((telling) => telling >= at + 30))).toBeLessThanOrEqual(Math.max(at + 330, now + 300));
        }
        const before = tellings.length;
        come({ at: repeated.at, now: 10_000 });
        expect(tellings).toHaveLength(before);
        const apart = tellings.slice(1).map((telling, index) => telling - tellings[index]!);
        expect(Math.min(270, ...apart)).toBe(270);
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells of each by itself where hardly anything is waited for', () => {
    expect(gatheredUntil({ at: second(15).toISOString() }, second(20).toISOString(), second(15), 20_000)).toEqual(second(35));
    expect(gatheredUntil({ at: second(10).toISOString() }, second(20).toISOString(), second(10), 20_000)).toBeUndefined();
  });
});
