import fc from 'fast-check';
import { lotsOf, type EndingCase, type Lot } from '../../../../shared/privacy/deletion/statistics-lots.ts';
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';

/** Every value that a trait has here; few enough that cells fill. */
export const values = {
  year: ['2026', '2027'],
  matter: ['bicycle-accident', 'theft', 'question'],
  outcome: ['settled', 'rejected', 'answered'],
  amount: ['none', 'up-to-500', 'over-10000'],
  region: ['1', '5', '8'],
} as const satisfies Record<keyof CaseTraits, readonly string[]>;

export const traits = Object.keys(values) as (keyof CaseTraits)[];

/** A case in which some traits are rarer than others. */
export const someCase: fc.Arbitrary<CaseTraits> = fc.record({
  year: fc.constantFrom('2026', '2026', ...values.year),
  matter: fc.constantFrom('theft', 'theft', ...values.matter),
  outcome: fc.constantFrom('settled', 'settled', ...values.outcome),
  amount: fc.constantFrom('none', 'up-to-500', ...values.amount),
  region: fc.constantFrom('5', '5', '5', ...values.region),
});

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
