import * as z from 'zod';
import { nameOf } from '../../customers/name.ts';
import { customerErased, DomainError } from '../../domain-error.ts';
import { dayOf } from '../../personal-data/calendar.ts';
import { action, done } from '../action.ts';
import { amountFrom, amountProblems, AmountSource, mostByRule } from '../amount-source.ts';
import { kindOf } from '../../tickets/kinds/kinds.ts';
import { staffWorked, wasEverPaid } from '../seen.ts';

/**
 * Pays what was reported, less a deductible, to the account in the master data. Once on a case, and never more than the rule says: what is above that, or
 * nothing, is for a person.
 */
export const payOut = action({
  deed: 'pay-out',
  schema: z.strictObject({
    do: z.literal('pay-out'),
    amount: AmountSource,
    lessCents: z.int().min(0).max(mostByRule).default(0).describe('The deductible [Selbstbeteiligung]'),
    atMostCents: z.int().min(1).max(mostByRule).describe('The most that is paid; where it would be more, the rule does nothing'),
  }),
  leaves: () => ({ paid: true }),
  wants: () => ({ customer: true }),
  problems({ amount }, kinds = []) {
    const isClaimed = typeof amount === 'number' && kinds.some((kind) => kindOf(kind).needs === 'incident');
    const claimed = isClaimed ? [{ path: [], message: 'must be what was reported of a claim: `{ "detail": … }`. That less is paid, people decide' }] : [];
    return [...claimed, ...amountProblems(amount, kinds)].map(({ path, message }) => ({ path: ['amount', ...path], message }));
  },
  does(draft, { amount, lessCents, atMostCents }, { seen, means: { customer } }) {
    if (!customer) throw customerErased();
    if (wasEverPaid(seen)) throw paidBefore();
    if (staffWorked(seen)) throw personAtIt();
    const whole = amountFrom(amount, seen);
    const amountCents = whole === undefined ? 0 : whole - lessCents;
    if (amountCents <= 0 || amountCents > atMostCents) throw amountNotForRules();
    const { ticket } = draft;
    const content = { type: 'payout' as const, amountCents, reference: ticket.number, paidOn: dayOf(seen.now) };
    const payee = { name: nameOf(customer), iban: customer.iban };
    return done(draft, 'pay-out', { steps: [...draft.steps, { content, payee }], paidCents: draft.paidCents + amountCents });
  },
});

/** Somebody has paid on the case already, and knows what for. */
export const paidBefore = (): DomainError => new DomainError('conflict', 'paid-before');

/** Somebody works on it: whether it is paid, they decide. */
const personAtIt = (): DomainError => new DomainError('conflict', 'person-at-it');

const amountNotForRules = (): DomainError => new DomainError('conflict', 'amount-not-for-rules');
