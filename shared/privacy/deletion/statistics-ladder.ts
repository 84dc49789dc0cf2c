import type { CaseTraits, TraitValues } from '../../storage/item-kind.ts';

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
 * Some values are common and some are rare. With three times the cases that would fill every cell evenly, nine in ten fill one,
 * even where traits have nothing to do with each other (measured: decision 0032).
 */
const unevenness = 3;

/** A rung begins where its cells will be filled: what fills none is counted nowhere. One cell alone needs no more than fills it. */
function rung(traits: readonly Trait[], values: TraitValues): Rung {
  const cells = traits.reduce((product, trait) => product * values[trait].length, 1);
  return { from: cells === 1 ? fewest : cells * fewest * unevenness, traits };
}

/**
 * The ladder of generalisations, from the finest: each rung leaves out what the one before it tells besides. All cases that end
 * together are counted on one rung, chosen by their number only, so that neither a cell nor the choice of it says anything of one
 * of them (decision 0032).
 */
export function ladderOf(values: TraitValues): readonly Rung[] {
  const traits = Object.keys(values) as Trait[];
  return [...traits.map((_, without) => rung(traits.slice(0, traits.length - without), values)), rung([], values)];
}

/** The rung for so many cases; `undefined` for too few. */
export const rungFor = (ladder: readonly Rung[], cases: number): Rung | undefined => ladder.find(({ from }) => cases >= from);

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
