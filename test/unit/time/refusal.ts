import { refusalOf } from '../tasks/refusal.ts';

/** What a rule says of a field, in a line; `none` where it refuses nothing. */
export function refusal(attempt: () => unknown): string {
  const refused = refusalOf(attempt);
  return refused ? `${refused.field} ${refused.problem}` : 'none';
}
