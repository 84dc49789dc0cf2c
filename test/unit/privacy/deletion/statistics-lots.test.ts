import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCase, cellOn, fewest, rungFor } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { casesIn, lotsOf } from '../../../../shared/privacy/deletion/statistics-lots.ts';
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { afterRun, counted, nothingSeen, pendingOf, sight, someCase, sumOf, traits, values } from './statistics-world.ts';

/** Runs around the sizes at which something changes, and some that are counted finely. */
const someRun = fc.oneof(
  fc.array(someCase, { maxLength: 14 }),
  fc.array(someCase, { minLength: 15, maxLength: 60 }),
  fc.array(someCase, { minLength: 100, maxLength: 180 }),
  fc.array(someCase, { minLength: 400, maxLength: 450 }),
);
const parts = fc.array(fc.nat(3), { minLength: 450, maxLength: 450 });

describe('cases of a run', () => {
  it('are all counted, each once: in cells of eleven or more, or, being fewer than eleven, as a number that waits', () => {
    fc.assert(
      fc.property(someRun, parts, (cases, part) => {
        const pending = pendingOf(cases, (index) => part[index]!);
        const { pending: left, seen } = counted(lotsOf(pending, cases.length).flat(), pending, nothingSeen);
        expect(left).toEqual([]);
        expect(sumOf(seen)).toBe(cases.length);
        expect([...seen.cells.values()].filter((count) => count < fewest)).toEqual([]);
        expect(seen.waiting).toBe(cases.length < fewest ? cases.length : 0);
      }),
    );
  });

  it('grow no cell by fewer than eleven at a time, whenever somebody looks', () => {
    fc.assert(
      fc.property(someRun, parts, (cases, part) => {
        const lots = lotsOf(
          pendingOf(cases, (index) => part[index]!),
          cases.length,
        ).flat();
        expect(lots.filter(({ to, takes }) => to !== 'waiting' && casesIn(takes) < fewest)).toEqual([]);
      }),
    );
  });

  it('come to the same end in whatever order they go, and in whichever part of the run', () => {
    fc.assert(
      fc.property(someRun, parts, parts, (cases, part, other) => {
        expect(sight(afterRun(nothingSeen, cases.toReversed(), (index) => other[index]!))).toBe(sight(afterRun(nothingSeen, cases, (index) => part[index]!)));
      }),
    );
  });

  it('come to the same end when the work is stopped after any step and begun anew', () => {
    fc.assert(
      fc.property(someRun, parts, (cases, part) => {
        const pending = pendingOf(cases, (index) => part[index]!);
        const steps = lotsOf(pending, cases.length);
        let now = { pending, seen: nothingSeen };
        for (const step of steps) {
          now = counted(step, now.pending, now.seen);
          const again = counted(lotsOf(now.pending, cases.length).flat(), now.pending, now.seen);
          expect(sight(again.seen)).toBe(sight(afterRun(nothingSeen, cases)));
        }
        expect(lotsOf(now.pending, cases.length)).toEqual([]);
      }),
    );
  });

  it('change in steps that fit into a transaction, which touches no item twice', () => {
    const many = fc.array(fc.record({ ...Object.fromEntries(traits.map((trait) => [trait, fc.constantFrom(...values[trait])])) }) as fc.Arbitrary<CaseTraits>, {
      minLength: 300,
      maxLength: 900,
    });
    fc.assert(
      fc.property(many, parts, (cases, part) => {
        const steps = lotsOf(
          pendingOf(cases, (index) => part[index % part.length]!),
          cases.length,
        );
        for (const step of steps) {
          const items = step.flatMap(({ to, takes }) => [JSON.stringify(to), ...takes.map(({ from }) => from.sk)]);
          expect(items.length).toBeLessThanOrEqual(100);
          expect(new Set(items).size).toBe(items.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are counted as finely as the whole run allows, also when most of them are counted already', () => {
    const cases = Array.from({ length: 12 }, () => ({
      month: '2026-03',
      matter: 'theft',
      region: '5',
      outcome: 'settled',
      amount: 'none',
      duration: 'longer',
    }));
    const cell = (whole: number) => lotsOf(pendingOf(cases), whole)[0]![0]!.to;
    expect([cell(12), cell(100), cell(1_500)]).toEqual([
      { period: '2026', traits: 'matter=theft' },
      { period: '2026', traits: 'matter=theft#outcome=settled' },
      { period: '2026-03', traits: 'matter=theft#outcome=settled' },
    ]);
    // Nobody knows of its run any more.
    expect(cell(0)).toEqual(cell(12));
  });
});

describe('the few beside cells that are shown', () => {
  const of = (matter: string, count: number): CaseTraits[] =>
    Array.from({ length: count }, () => ({ month: '2026-03', matter, region: '5', outcome: 'settled', amount: 'none', duration: 'longer' }));
  const cellsOf = (cases: readonly CaseTraits[]) => Object.fromEntries(afterRun(nothingSeen, cases).cells);

  it('are filled up to eleven from the largest cell that can spare it', () => {
    expect(cellsOf([...of('theft', 30), ...of('liability', 14), ...of('question', 3)])).toEqual({
      '2026 matter=theft': 22,
      '2026 matter=liability': 14,
      'any any': 11,
    });
    expect(cellsOf([...of('theft', 12), ...of('question', 10)])).toEqual({ '2026 matter=theft': 11, 'any any': 11 });
  });

  it('are joined by the smallest one where none can', () => {
    expect(cellsOf([...of('theft', 13), ...of('liability', 12), ...of('question', 3)])).toEqual({ '2026 matter=theft': 13, 'any any': 15 });
    expect(cellsOf([...of('theft', 12), ...of('question', 9)])).toEqual({ 'any any': 21 });
  });

  it('stay as they are when they are eleven together', () => {
    expect(cellsOf([...of('theft', 12), ...of('liability', 6), ...of('question', 5)])).toEqual({ '2026 matter=theft': 12, 'any any': 11 });
  });
});

describe('whatever somebody knows of cases, from what is counted of a run they learn', () => {
  const someKnowledge = fc.subarray(traits, { maxLength: traits.length - 1 });

  /** A run, what is known of its cases, and of whom two of them are looked at. */
  const situation = fc.tuple(someRun, someKnowledge, fc.nat(), fc.nat()).filter(([cases]) => cases.length > 1);

  /** What is known of a case, as finely as the statistics tell things apart. */
  const look = (one: CaseTraits, known: readonly (keyof CaseTraits)[], cases: number): string => {
    const rung = rungFor(cases);
    if (!rung) return '';
    const masked = Object.fromEntries(traits.map((trait) => [trait, known.includes(trait) ? one[trait] : '?'])) as unknown as CaseTraits;
    return JSON.stringify(cellOn(rung, masked));
  };

  it('nothing that would not be as true of everybody who looks the same to them', () => {
    fc.assert(
      fc.property(situation, ([cases, known, some, other]) => {
        const one = some % cases.length;
        const same = cases.flatMap((candidate, index) => (look(candidate, known, cases.length) === look(cases[one]!, known, cases.length) ? [index] : []));
        const another = same[other % same.length]!;
        const given = (to: CaseTraits, from: CaseTraits) => ({ ...from, ...Object.fromEntries(known.map((trait) => [trait, to[trait]])) }) as CaseTraits;
        const exchanged = cases.map((each, index) => (index === one ? given(each, cases[another]!) : index === another ? given(each, cases[one]!) : each));
        expect(sight(afterRun(nothingSeen, exchanged))).toBe(sight(afterRun(nothingSeen, cases)));
      }),
      { numRuns: 300 },
    );
  });

  it('nothing at all of somebody whom fewer than eleven look the same as', () => {
    let tried = 0;
    fc.assert(
      fc.property(situation, someCase, ([cases, known, some], different) => {
        const one = some % cases.length;
        const looks = look(cases[one]!, known, cases.length);
        const alike = cases.filter((candidate) => look(candidate, known, cases.length) === looks);
        if (cases.length >= fewest && alike.length >= fewest) return;
        tried++;
        const told = Object.fromEntries(known.map((trait) => [trait, cases[one]![trait]]));
        const otherwise = cases.map((each, index) => (index === one ? { ...different, ...told } : each));
        expect(sight(afterRun(nothingSeen, otherwise))).toBe(sight(afterRun(nothingSeen, cases)));
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(50);
  });
});

describe('the cell without traits', () => {
  it('tells no period and no trait', () => {
    expect(anyCase).toEqual({ period: 'any', traits: 'any' });
  });
});
