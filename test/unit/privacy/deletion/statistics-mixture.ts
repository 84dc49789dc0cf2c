import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { caseTraitValues } from '../../../../shared/tickets/case-traits.ts';
import { kindOf, type Matter } from '../../../../shared/tickets/kinds/kinds.ts';
import { random } from './random.ts';

/** Makes a case by dice between 0 and 1. */
export type Mixture = (dice: () => number) => CaseTraits;

/** The first is the most common, the second half as common, the third a third (Zipf). */
function common<T>(values: readonly T[], dice: () => number): T {
  let left = dice() * values.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  return values.find((__, index) => (left -= 1 / (index + 1)) < 0) ?? values[0]!;
}

/** Cases of a year's end, and some that are late. */
const year = (dice: () => number): string => (dice() < 0.02 ? '2025' : '2026');

const { matter: matters, outcome: outcomes, amount: amounts } = caseTraitValues;

/** Claims are mostly settled and then paid, questions and complaints answered. */
export const asInLife: Mixture = (dice) => {
  const matter = common(matters, dice);
  const outcome = common(kindOf(matter as Matter).skill === 'claims' ? outcomes : ['answered', ...outcomes.filter((one) => one !== 'answered')], dice);
  const amount = outcome === 'settled' ? common(amounts.slice(1), dice) : 'none';
  return { year: year(dice), matter, outcome, amount };
};

/** Harder to fill cells with: no trait says anything of another one. */
export const independent: Mixture = (dice) => ({
  year: year(dice),
  matter: common(matters, dice),
  outcome: common(outcomes, dice),
  amount: common(amounts, dice),
});

/** So many cases, the same for the same seed. */
export function mixed(mixture: Mixture, count: number, seed: number): CaseTraits[] {
  const dice = random(seed);
  return Array.from({ length: count }, () => mixture(dice));
}
