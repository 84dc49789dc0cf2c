import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastLoaded, leeway, sample } from '../../../shared/tickets/assignment.ts';

const clerks = (min: number, max: number) => fc.uniqueArray(fc.stringMatching(/^agt_[A-Z]{3}$/), { minLength: min, maxLength: max });
/** From 0 to 1, without 1. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const spreadOf = (loads: Iterable<number>) => Math.max(...loads) - Math.min(...loads);

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('who gets the next ticket', () => {
  it.each([
    ['nobody where nobody can', {}, 0, undefined],
    ['the only one, however many they have by then', { A: 7 }, 0.9, { clerk: 'A' }],
    ['whoever has fewest', { A: 3, B: 1, C: 2 }, 0.9, { clerk: 'B', atMost: 2 }],
    ['of those who have fewest the first', { A: 1, B: 0, C: 0 }, 0, { clerk: 'B', atMost: 1 }],
    ['of those who have fewest the last', { A: 1, B: 0, C: 0 }, 0.999, { clerk: 'C', atMost: 1 }],
    ['with few tickets, whoever has one more by then at most', { A: 19, B: 19 }, 0, { clerk: 'A', atMost: 20 }],
    ['with many tickets, whoever has a tenth more by then at most', { A: 59, B: 70 }, 0, { clerk: 'A', atMost: 64 }],
  ])('is %s', (_who, loads, drawn, choice) => {
    expect(leastLoaded(new Map(Object.entries(loads)), () => drawn)).toEqual(choice);
  });

  it('is one of those who have fewest, each of them at times', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^agt_[A-Z]{3}$/), fc.nat(3), { minKeys: 1, maxKeys: 20 }), random, (loadOf, drawn) => {
        const loads = new Map(Object.entries(loadOf));
        const least = Math.min(...loads.values());
        expect(loads.get(leastLoaded(loads, () => drawn)!.clerk)).toBe(least);
        const equals = [...loads].filter(([, load]) => load === least).map(([id]) => id);
        const chosen = equals.map((_, index) => leastLoaded(loads, () => (index + 0.5) / equals.length)!.clerk);
        expect(chosen).toEqual(equals);
      }),
    );
  });

  it('is fair however old the sights are, and whoever chooses in between: nobody has more than two, or a tenth and one, above the least', () => {
    // Each step, one of five workers looks, or gives what it has chosen by the sight it has, which may be of long ago.
    const steps = fc.array(fc.record({ worker: fc.nat(4), looks: fc.boolean(), drawn: random }), { maxLength: 600 });
    fc.assert(
      fc.property(clerks(2, 25), fc.nat(200), steps, (ids, before, course) => {
        const loads = new Map(ids.map((id) => [id, before]));
        const seen = Array.from({ length: 5 }, () => new Map(loads));
        for (const { worker, looks, drawn } of course) {
          if (looks) seen[worker] = new Map(loads);
          const { clerk, atMost } = leastLoaded(seen[worker]!, () => drawn)!;
          const load = loads.get(clerk)!;
          if (load <= atMost!) loads.set(clerk, load + 1);
        }
        const least = Math.min(...loads.values());
        expect(spreadOf(loads.values())).toBeLessThanOrEqual(1 + leeway(least));
        expect(1 + leeway(least)).toBeLessThanOrEqual(Math.max(2, 1 + least / 10));
      }),
    );
  });

  // How five workers fare who look, choose and give, each step as long as chance has it, by `choices` with the limit and then without.
  it.each([
    { clerks: 2, tickets: 200, looked: 25, spread: 11, refused: 1 },
    { clerks: 4, tickets: 200, looked: 25, spread: 6, refused: 1 },
    { clerks: 10, tickets: 200, looked: 25, spread: 3, refused: 0.7 },
    { clerks: 20, tickets: 200, looked: 25, spread: 2, refused: 0.5 },
    { clerks: 50, tickets: 200, looked: 25, spread: 3, refused: 0.3 },
    { clerks: 100, tickets: 2_000, looked: 25, spread: 4, refused: 0.2 },
    { clerks: 1_000, tickets: 200, looked: 25, spread: 2, refused: 0.1 },
    { clerks: 1_000, tickets: 20_000, looked: 25, spread: 4, refused: 0.1 },
  ])('of $clerks clerks, for $tickets tickets at once, differs by $spread at most, and is chosen anew for few of them', (world) => {
    for (let seed = 1; seed <= (world.tickets > 2_000 ? 2 : 40); seed++) {
      const { spread, refused } = fiveWorkers(world, seeded(seed * 7_919));
      expect(spread).toBeLessThanOrEqual(world.spread);
      expect(refused / world.tickets).toBeLessThanOrEqual(world.refused);
    }
  });
});

const choices = 8;

function fiveWorkers({ clerks: count, tickets, looked }: { clerks: number; tickets: number; looked: number }, drawn: () => number) {
  const ids = Array.from({ length: count }, (_, index) => `agt_${index}`);
  const loads = new Map(ids.map((id) => [id, 0]));
  const look = () => new Map(sample(ids, looked, drawn).map((id) => [id, loads.get(id)!]));
  let refused = 0;
  const workers = Array.from({ length: 5 }, () => ({ at: drawn(), made: 0, seen: undefined as Map<string, number> | undefined }));
  for (let given = 0; given < tickets;) {
    const worker = workers.reduce((one, other) => (one.at <= other.at ? one : other));
    if (worker.seen) {
      const { clerk, atMost } = leastLoaded(worker.seen, drawn)!;
      const load = loads.get(clerk)!;
      const gets = worker.made >= choices || atMost === undefined || load <= atMost;
      if (gets) {
        loads.set(clerk, load + 1);
        given++;
        worker.made = 0;
      } else {
        refused++;
        worker.made++;
      }
      worker.seen = undefined;
      worker.at += 0.3 + 0.4 * drawn();
    } else {
      worker.seen = look();
      worker.at += 0.5 - 0.7 * Math.log(1 - drawn());
    }
  }
  return { spread: spreadOf(loads.values()), refused };
}

describe('some of many', () => {
  it('are as many as are wanted, or all, each once', () => {
    fc.assert(
      fc.property(clerks(0, 30), fc.nat(40), random, (ids, count, drawn) => {
        const some = sample(ids, count, () => drawn);
        expect([some.length, new Set(some).size]).toEqual([Math.min(count, ids.length), some.length]);
        for (const id of some) expect(ids).toContain(id);
      }),
    );
  });

  it('are each as often drawn', () => {
    const [ids, drawn, times] = [Array.from({ length: 50 }, (_, index) => index), seeded(11), new Map<number, number>()];
    for (let draw = 0; draw < 2_000; draw++) for (const id of sample(ids, 10, drawn)) times.set(id, (times.get(id) ?? 0) + 1);
    // Each is expected 400 times, give or take 18.
    expect([Math.min(...times.values()) > 320, Math.max(...times.values()) < 480]).toEqual([true, true]);
  });
});
