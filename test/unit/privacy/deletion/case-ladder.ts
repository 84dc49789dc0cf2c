import { ladderOf, rungFor as rungOn, type Rung } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { lotsOf as lotsOn, type EndingCase, type Lots } from '../../../../shared/privacy/deletion/statistics-lots.ts';
import { caseTraitValues } from '../../../../shared/tickets/case-traits.ts';

/** What is counted of cases, as tickets have them. */
export const ladder = ladderOf(caseTraitValues);
export const rungFor = (cases: number): Rung | undefined => rungOn(ladder, cases);
export const lotsOf = <Case extends EndingCase>(cases: readonly Case[]): Lots<Case> => lotsOn(cases, ladder);
