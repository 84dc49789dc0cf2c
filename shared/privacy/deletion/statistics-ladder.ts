import type { CaseTraits } from '../../storage/item-kind.ts';

/** No cell covers fewer people, and none grows by fewer at a time: comparing two days must not show one person either. */
export const fewest = 11;

/** What is known of a case besides its year. */
export type Trait = Exclude<keyof CaseTraits, 'year'>;

/** How finely cases are counted that end together: by their year, and by these traits. */
export interface Rung {
  /** From so many cases on. */
  readonly from: number;
  readonly traits: readonly Trait[];
}

/**
 * The ladder of generalisations, from the finest: each rung leaves out what the one before it tells besides. What does
 * not fill a cell is not counted, so right above the number at which a rung begins much is left out. All cases that end together are counted on one rung, chosen by their number
 * only, so that neither a cell nor the choice of it says anything of one of them (decision 0032).
 */
export const ladder: readonly Rung[] = [
  { from: 2_000, traits: ['matter', 'outcome', 'amount', 'region'] },
  { from: 600, traits: ['matter', 'outcome', 'amount'] },
  { from: 150, traits: ['matter', 'outcome'] },
  { from: 40, traits: ['matter'] },
  { from: fewest, traits: [] },
];

/** The rung for so many cases; `undefined` for too few. */
export const rungFor = (cases: number): Rung | undefined => ladder.find(({ from }) => cases >= from);

/** A cell of the statistics: `2026`, `matter=theft#outcome=settled`. */
export interface Cell {
  readonly year: string;
  readonly traits: string;
}

/** The cell in which a case is counted on a rung. */
export const cellOn = ({ traits }: Rung, of: CaseTraits): Cell => ({
  year: of.year,
  traits: traits.map((trait) => `${trait}=${of[trait]}`).join('#') || 'any',
});
