import * as z from 'zod';
import type { Matter } from '../tickets/kinds/kinds.ts';
import { fieldProblem, isKnownReport, reportedValue, type Problem } from './own-field.ts';
import type { Seen } from './seen.ts';

/** The most that a rule may pay or promise by itself, in cents: more is for people. */
export const mostByRule = 250_000;

const cents = z.int().min(0).max(mostByRule);
const field = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be the name of a field');

/** An amount in cents: as it stands here, or as it was reported in a field of the ticket's kind. */
export const AmountSource = z.union([cents, z.strictObject({ detail: field })]).describe('Cents, or a number that was reported: `{ "detail": "valueCents" }`');
export type AmountSource = z.infer<typeof AmountSource>;

/** What it comes to on a case; `undefined` where nothing was reported, or it is not known any more. */
export function amountFrom(source: AmountSource, seen: Pick<Seen, 'steps'>): number | undefined {
  if (typeof source === 'number') return source;
  const value = isKnownReport(seen) ? reportedValue(seen, source.detail) : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** What is wrong with it in a rule for these kinds of ticket. */
export function amountProblems(source: AmountSource, kinds: readonly Matter[] | undefined): Problem[] {
  const message = typeof source === 'number' ? undefined : fieldProblem(source.detail, kinds, ['number']);
  return message === undefined ? [] : [{ path: ['detail'], message }];
}
