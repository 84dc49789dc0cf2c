import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellOn, fewest } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import type { EndingCase } from '../../../../shared/privacy/deletion/statistics-lots.ts';
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { afterAll, nothingSeen, ofEach, sight, someCase, someCases, traits, type Seen } from './statistics-world.ts';
import { lotsOf, rungFor } from './case-ladder.ts';

/** Cases of which some are of the same people. */
const ofSome: fc.Arbitrary<EndingCase[]> = fc
  .tuple(someCases, fc.array(fc.nat(30), { minLength: 640, maxLength: 640 }))
  .map(([cases, people]) => cases.map((one, index) => ({ person: `p${people[index % people.length]!}`, traits: one })));

const people = (cases: readonly EndingCase[]): number => new Set(cases.map(({ person }) => person)).size;

describe('cases that end together', () => {
  it('each stand in one lot or in the rest', () => {
    fc.assert(
      fc.property(fc.oneof(ofSome, someCases.map(ofEach)), (cases) => {
        const { lots, rest } = lotsOf(cases);
        const all = [...lots.flatMap((lot) => lot.cases), ...rest];
        expect(all).toHaveLength(cases.length);
        expect(new Set(all)).toEqual(new Set(cases));
      }),
    );
  });

  it('make lots of eleven people or more, each with one case, that fit into a transaction', () => {
    fc.assert(
      fc.property(fc.oneof(ofSome, someCases.map(ofEach)), (cases) => {
        for (const { cases: some } of lotsOf(cases).lots) {
          expect(people(some)).toBe(some.length);
          expect(some.length).toBeGreaterThanOrEqual(fewest);
          expect(some.length).toBeLessThanOrEqual(30);
        }
      }),
    );
  });

  it('leave nobody in the rest or eleven people, beside any that are shown', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const { lots, rest } = lotsOf(ofEach(cases));
        expect(lots.length > 0 && rest.length > 0 && rest.length < fewest).toBe(false);
      }),
    );
  });

  it('of one person, however many, are never counted', () => {
    fc.assert(
      fc.property(fc.array(someCase, { maxLength: 60, size: 'max' }), (cases) => {
        const ofOne = cases.map((one) => ({ person: 'p', traits: one }));
        expect(lotsOf(ofOne)).toEqual({ lots: [], rest: ofOne });
      }),
    );
  });

  it('come to the same end in whatever order they go', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        expect(sight(afterAll(nothingSeen, cases.toReversed()))).toBe(sight(afterAll(nothingSeen, cases)));
      }),
    );
  });

  it('are lots again when the rest and some lots are gone: whoever goes on counts all that would have been counted', () => {
    fc.assert(
      fc.property(someCases, fc.nat(), (cases, many) => {
        const { lots } = lotsOf(ofEach(cases));
        const left = lots.slice(many % (lots.length + 1)).flatMap((lot) => lot.cases);
        expect(lotsOf(left).rest).toEqual([]);
      }),
    );
  });
});

describe('the few beside cells that are shown', () => {
  const of = (matter: string, count: number, year = '2026'): CaseTraits[] =>
    Array.from({ length: count }, () => ({ year, matter, outcome: 'settled', amount: 'none' }));
  const cellsOf = (...cases: CaseTraits[][]) => Object.fromEntries(afterAll(nothingSeen, cases.flat()));

  it('are joined by some of the largest cell', () => {
    expect(cellsOf(of('theft', 150), of('liability', 14), of('question', 3))).toEqual({ '2026 matter=theft': 142, '2026 matter=liability': 14 });
    expect(cellsOf(of('theft', 160), of('question', 10))).toEqual({ '2026 matter=theft': 159 });
  });

  it('are joined by the smallest cell where none can do without some', () => {
    const inYears = (...counts: number[]) => cellsOf(...counts.map((count, index) => of('theft', count, String(2026 - index))));
    expect(inYears(12, 14, 3)).toEqual({ '2025 any': 14 });
    expect(inYears(12, 3)).toEqual({});
  });

  it('stay as they are when they are eleven together', () => {
    expect(cellsOf(of('theft', 160), of('liability', 6), of('question', 5))).toEqual({ '2026 matter=theft': 160 });
  });

  it('are nobody where all fill a cell', () => {
    expect(cellsOf(of('theft', 160), of('question', 11))).toEqual({ '2026 matter=theft': 160, '2026 matter=question': 11 });
  });
});

describe('whatever somebody knows of cases, from what is counted of them they learn', () => {
  const someKnowledge = fc.subarray(traits, { maxLength: traits.length - 1 });

  /** Cases, what is known of them, and of whom two are looked at. */
  const situation = fc.tuple(someCases, someKnowledge, fc.nat(), fc.nat()).filter(([cases]) => cases.length > 1);
  const after = (cases: readonly CaseTraits[]): Seen => afterAll(nothingSeen, cases);

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
        expect(sight(after(exchanged))).toBe(sight(after(cases)));
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
        expect(sight(after(otherwise))).toBe(sight(after(cases)));
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(50);
  });
});
