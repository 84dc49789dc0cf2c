import { notSilenced } from '../storage/item-states.ts';
import { check } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { letterKey, letterKind } from './letter-item.ts';
import type { Letter } from './letter.ts';

/** Part of a change that leads to a message: the letter is there, and nothing silences it. */
export const checkLetterNotSilenced = ({ customerId, id }: Pick<Letter, 'customerId' | 'id'>, refusal: () => Error): Write =>
  check(letterKind, letterKey(customerId, id), { if: { exists: true, ...notSilenced }, refusal });
