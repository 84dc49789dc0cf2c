import { changedMeanwhile } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, notHidden, notSilenced } from '../storage/item-states.ts';
import { check, update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { letterKey, letterKind } from './letter-item.ts';
import type { Letter } from './letter.ts';

/** The condition of whatever is done with a letter in the letter centre: its customer sees it. */
export const shownToCustomer: Condition = both({ exists: true, absent: ['withdrawn'] }, notHidden);

/** Part of a change that a customer makes about a letter. */
export const checkLetterShown = (letter: LetterRef, refusal: () => Error): Write =>
  check(letterKind, letterKey(letter.customerId, letter.id), { if: shownToCustomer, refusal });

/** Part of a change that leads to a message of a letter: it is there, to be read, and nothing silences it. */
export const checkLetterToRead = (letter: LetterRef, refusal: () => Error): Write =>
  check(letterKind, letterKey(letter.customerId, letter.id), { if: both({ exists: true, absent: ['withdrawn'] }, notSilenced), refusal });

/** The same of one that need not be there to be read any more. */
export const checkLetterNotSilenced = (letter: LetterRef, refusal: () => Error): Write =>
  check(letterKind, letterKey(letter.customerId, letter.id), { if: { exists: true, ...notSilenced }, refusal });

/**
 * Part of a change by which a letter, as it was read, opened or not, is hidden from its customer again: so it is known whether they had opened it.
 * @throws DomainError `conflict/changed-meanwhile` in a refusal
 */
export const withdrawLetter = ({ customerId, id, firstOpenedAt }: Letter, withdrawn: NonNullable<Letter['withdrawn']>): Write =>
  update(
    letterKind,
    letterKey(customerId, id),
    { set: { withdrawn }, add: { version: 1 } },
    {
      if: both({ exists: true, absent: ['withdrawn', ...(firstOpenedAt === undefined ? ['firstOpenedAt'] : [])] }, notHidden),
      refusal: changedMeanwhile,
    },
  );

type LetterRef = Pick<Letter, 'customerId' | 'id'>;
