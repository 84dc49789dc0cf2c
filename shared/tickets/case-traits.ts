import { dayOf } from '../personal-data/calendar.ts';
import type { CaseTraits, TraitValues } from '../storage/item-kind.ts';
import { amountBand, AmountBand, Matter, Outcome, type Ticket } from './ticket.ts';

const neverClosed = 'never-closed';

/** What the anonymous statistics may tell of a case besides its year. */
export const caseTraitValues = {
  matter: Matter.options,
  outcome: [...Outcome.options, neverClosed],
  amount: AmountBand.options,
} as const satisfies TraitValues;

type Declared = { readonly [T in keyof typeof caseTraitValues]: (typeof caseTraitValues)[T][number] };

/** What may be counted of a case. */
export const caseTraits = (of: Pick<Ticket, 'matter' | 'outcome' | 'openedAt' | 'closedAt'> & { readonly paidCents?: number | undefined }) =>
  ({
    year: dayOf(new Date(of.closedAt ?? of.openedAt)).slice(0, 4),
    matter: of.matter,
    outcome: of.outcome ?? neverClosed,
    amount: amountBand(of.paidCents ?? 0),
  }) satisfies CaseTraits & Declared;
