import fc from 'fast-check';
import type { EndingCase, Lot } from '../../../../shared/privacy/deletion/statistics-lots.ts';
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { ladder, lotsOf } from './case-ladder.ts';

/** Every value that a trait has here; few enough that cells fill. */
export const values = {
  year: ['2026', '2027'],
  matter: ['bicycle-accident', 'theft', 'question'],
  outcome: ['settled', 'rejected', 'answered'],
  amount: ['none', 'up-to-500', 'over-10000'],
} as const satisfies Record<keyof CaseTraits, readonly string[]>;

export const traits = Object.keys(values) as (keyof CaseTraits)[];

/** A case in which some traits are rarer than others. */
export const someCase: fc.Arbitrary<CaseTraits> = fc.record({
  year: fc.constantFrom('2026', '2026', ...values.year),
  matter: fc.constantFrom('theft', 'theft', ...values.matter),
  outcome: fc.constantFrom('settled', 'settled', ...values.outcome),
  amount: fc.constantFrom('none', 'up-to-500', ...values.amount),
});

/** So many of these cases: of the first most, of the last hardly any, so that some fill a cell and some do not. */
const grown = (cases: readonly CaseTraits[], count: number): CaseTraits[] =>
  Array.from({ length: count }, (_, index) => cases[Math.floor(cases.length * (index / count) ** 8)]!);

/** Some few, and numbers around those at which a rung begins. */
export const someCases: fc.Arbitrary<CaseTraits[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(someCase, { minLength: 1, maxLength: 14, size: 'max' }) },
  { weight: 3, arbitrary: fc.array(someCase, { minLength: 15, maxLength: 60, size: 'max' }) },
  ...ladder.map(({ from }) =>
    fc
      .tuple(fc.array(someCase, { minLength: 30, maxLength: 60, size: 'max' }), fc.integer({ min: -2, max: 40 }))
      .map(([cases, more]) => grown(cases, from + more)),
  ),
);

/** Cases of one person each. */
export const ofEach = (cases: readonly CaseTraits[]): EndingCase[] => cases.map((one, index) => ({ person: `p${index}`, traits: one }));

/** What may be seen of statistics: how many stand in each cell, by `year traits`. */
export type Seen = ReadonlyMap<string, number>;

export const nothingSeen: Seen = new Map();

export function counted(lots: readonly Pick<Lot<unknown>, 'cell' | 'cases'>[], seen: Seen): Seen {
  const cells = new Map(seen);
  for (const { cell, cases } of lots) {
    const name = Object.values(cell).join(' ');
    cells.set(name, (cells.get(name) ?? 0) + cases.length);
  }
  return cells;
}

/** What is seen after these cases have ended together. */
export const afterAll = (seen: Seen, cases: readonly CaseTraits[]): Seen => counted(lotsOf(ofEach(cases)).lots, seen);

/** For comparison: the same for the same sight. */
export const sight = (seen: Seen): string => JSON.stringify([...seen].sort());

export const sumOf = (seen: Seen): number => [...seen.values()].reduce((sum, count) => sum + count, 0);
