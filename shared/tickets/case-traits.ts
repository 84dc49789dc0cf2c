import { dayOf } from '../personal-data/calendar.ts';
import type { CaseTraits } from '../storage/item-kind.ts';
import { amountBand, AmountBand, Matter, Outcome, type Ticket } from './ticket.ts';

const neverClosed = 'never-closed';

/**
 * What the anonymous statistics may tell of a case besides its year, and every value that it can have. In the order of what it
 * tells: of few cases only the first is told. How many values there are decides how many cases it takes (decision 0032).
 */
export const caseTraitValues = {
  matter: Matter.options,
  outcome: [...Outcome.options, neverClosed],
  amount: AmountBand.options,
} as const satisfies Record<Exclude<keyof CaseTraits, 'year'>, readonly string[]>;

type Declared = { readonly [T in keyof typeof caseTraitValues]: (typeof caseTraitValues)[T][number] };

/** What may be counted of a case. */
export const caseTraits = (of: Pick<Ticket, 'matter' | 'outcome' | 'openedAt' | 'closedAt'> & { readonly paidCents?: number | undefined }) =>
  ({
    year: dayOf(new Date(of.closedAt ?? of.openedAt)).slice(0, 4),
    matter: of.matter,
    outcome: of.outcome ?? neverClosed,
    amount: amountBand(of.paidCents ?? 0),
  }) satisfies CaseTraits & Declared;
