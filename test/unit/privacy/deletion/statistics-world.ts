import fc from 'fast-check';
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { casesIn, lotsOf, type Lot, type PendingCases } from '../../../../shared/privacy/deletion/statistics-lots.ts';

/** Every value that a trait has here; few enough that cells fill. */
export const values = {
  month: ['2026-01', '2026-03', '2026-04', '2026-12', '2027-02'],
  matter: ['bicycle-accident', 'theft', 'question'],
  region: ['1', '5', '8'],
  outcome: ['settled', 'rejected', 'answered'],
  amount: ['none', 'up-to-500', 'over-10000'],
  duration: ['up-to-7-days', 'longer'],
} as const satisfies Record<keyof CaseTraits, readonly string[]>;

export const traits = Object.keys(values) as (keyof CaseTraits)[];

/** A case in which some traits are rarer than others. */
export const someCase: fc.Arbitrary<CaseTraits> = fc.record({
  month: fc.constantFrom(...values.month),
  matter: fc.constantFrom('theft', 'theft', ...values.matter),
  region: fc.constantFrom('5', '5', '5', ...values.region),
  outcome: fc.constantFrom('settled', 'settled', ...values.outcome),
  amount: fc.constantFrom('none', 'up-to-500', ...values.amount),
  duration: fc.constantFrom(...values.duration),
});

/** As deleting counts them: cases with the same traits together. `part`: each part of a run counts for itself. */
export function pendingOf(cases: readonly CaseTraits[], part: (index: number) => number = () => 0): PendingCases[] {
  const rows = Map.groupBy(
    cases.map((one, index) => ({ one, sk: [part(index), ...traits.map((trait) => one[trait])].join('#') })),
    ({ sk }) => sk,
  );
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([sk, [first, ...more]]) => ({ ...first!.one, sk, count: 1 + more.length }));
}

/** What may be seen of statistics: cells by `period traits`, and the number that waits. */
export interface Seen {
  readonly cells: ReadonlyMap<string, number>;
  readonly waiting: number;
}

export const nothingSeen: Seen = { cells: new Map(), waiting: 0 };

/** What is left pending, and what is seen, after lots have been counted. */
export function counted(lots: readonly Lot[], pending: readonly PendingCases[], seen: Seen): { pending: PendingCases[]; seen: Seen } {
  const left = new Map(pending.map((row) => [row.sk, row]));
  const cells = new Map(seen.cells);
  let waiting = seen.waiting;
  for (const { to, takes } of lots) {
    for (const { from, count } of takes) {
      const row = left.get(from.sk);
      if (row?.count !== from.count || count > from.count) throw new Error('A lot takes what is not there');
      if (count === from.count) left.delete(from.sk);
      else left.set(from.sk, { ...row, count: row.count - count });
    }
    if (to === 'waiting') waiting += casesIn(takes);
    else cells.set(`${to.period} ${to.traits}`, (cells.get(`${to.period} ${to.traits}`) ?? 0) + casesIn(takes));
  }
  return { pending: [...left.values()], seen: { cells, waiting } };
}

/** What is seen after a run that deleted these cases. */
export function afterRun(seen: Seen, cases: readonly CaseTraits[], part?: (index: number) => number): Seen {
  const pending = pendingOf(cases, part);
  return counted(lotsOf(pending, cases.length).flat(), pending, seen).seen;
}

/** For comparison: the same for the same sight. */
export const sight = ({ cells, waiting }: Seen): string => JSON.stringify([[...cells].sort(), waiting]);

export const sumOf = ({ cells, waiting }: Seen): number => [...cells.values()].reduce((sum, count) => sum + count, waiting);
