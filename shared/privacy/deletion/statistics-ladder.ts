import type { CaseTraits } from '../../storage/item-kind.ts';

/** No cell covers fewer cases, and none grows by fewer at a time: comparing two days must not show one person either. */
export const fewest = 11;

/** What is known of a case besides its month. */
export type Trait = Exclude<keyof CaseTraits, 'month'>;

/** How finely the cases of a run are counted: by the period in which they closed, and by these traits. */
export interface Rung {
  /** From so many cases in one run on. */
  readonly from: number;
  readonly period: 'month' | 'quarter' | 'year';
  readonly traits: readonly Trait[];
}

/**
 * The ladder of generalisations, from the finest: each rung leaves out something that the one before it tells. A rung has so many
 * cells; most of them hold eleven from about the number of cases at which it begins. All cases of a run are counted on one rung,
 * chosen by their number only, so that neither a cell nor the choice of it says anything of one of them (decision 0019).
 */
export const ladder: readonly Rung[] = [
  { from: 250_000, period: 'month', traits: ['matter', 'outcome', 'amount', 'duration', 'region'] },
  { from: 25_000, period: 'month', traits: ['matter', 'outcome', 'amount', 'duration'] },
  { from: 6_000, period: 'month', traits: ['matter', 'outcome', 'amount'] },
  { from: 1_500, period: 'month', traits: ['matter', 'outcome'] },
  { from: 400, period: 'quarter', traits: ['matter', 'outcome'] },
  { from: 100, period: 'year', traits: ['matter', 'outcome'] },
  { from: fewest, period: 'year', traits: ['matter'] },
];

/** The rung of a run with so many cases; `undefined` for a run with too few for any. */
export const rungFor = (cases: number): Rung | undefined => ladder.find(({ from }) => cases >= from);

/** A cell of the statistics. `period`: `2026-03`, `2026-Q1` or `2026`; `traits`: `matter=theft#outcome=settled`. */
export interface Cell {
  readonly period: string;
  readonly traits: string;
}

/** The cell of cases of which nothing is told but that they were. */
export const anyCase: Cell = { period: 'any', traits: 'any' };

/** The cell in which a case is counted on a rung. */
export const cellOn = ({ period, traits }: Rung, of: CaseTraits): Cell => ({
  period: periodOf(period, of.month),
  traits: traits.map((trait) => `${trait}=${of[trait]}`).join('#'),
});

/** `month`: `2026-03`. */
function periodOf(period: Rung['period'], month: string): string {
  if (period === 'month') return month;
  const year = month.slice(0, 4);
  return period === 'year' ? year : `${year}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}
