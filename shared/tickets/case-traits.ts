import { dayOf } from '../personal-data/calendar.ts';
import type { CaseTraits, TraitValues } from '../storage/item-kind.ts';
import { kindOf, ticketKinds } from './kinds/kinds.ts';
import type { TicketKind } from './kinds/ticket-kind.ts';
import { amountBand, AmountBand, Outcome, type Ticket } from './ticket.ts';

const neverClosed = 'never-closed';

const countedAs = (kind: TicketKind): string => kind.countedAs ?? kind.name;

/** What the anonymous statistics may tell of a case besides its year. */
export const caseTraitValues = {
  matter: [...new Set(ticketKinds.map(countedAs))],
  outcome: [...Outcome.options, neverClosed],
  amount: AmountBand.options,
} as const satisfies TraitValues;

type Declared = { readonly [T in keyof typeof caseTraitValues]: (typeof caseTraitValues)[T][number] };

/** What may be counted of a case. */
export const caseTraits = (of: Pick<Ticket, 'matter' | 'outcome' | 'openedAt' | 'closedAt'> & { readonly paidCents?: number | undefined }) =>
  ({
    year: dayOf(new Date(of.closedAt ?? of.openedAt)).slice(0, 4),
    matter: countedAs(kindOf(of.matter)),
    outcome: of.outcome ?? neverClosed,
    amount: amountBand(of.paidCents ?? 0),
  }) satisfies CaseTraits & Declared;
