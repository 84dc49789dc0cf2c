import { actionOf } from './actions/actions.ts';
import { inOrder, type Rule } from './rule.ts';
import type { Trigger } from './triggers.ts';

/**
 * How rules answer to something that has happened: one after the other, and then those that answer to what these did. Each acts once at most, so whatever
 * they cause comes to an end; and no more of them than `mostPerCause`, so that nobody finds a case of which they do not understand what became of it. What a
 * rule has done starts no run of its own.
 */
export interface Run {
  readonly rules: readonly Rule[];
  /** Those that are still to be judged, in turn. */
  readonly turns: readonly Rule[];
  /** Those that have acted, by their ids, in turn. */
  readonly acted: readonly string[];
}

/** So many rules act on a case for one cause, at most. */
export const mostPerCause = 10;

/** Those that answer to something, as they come. */
const answering = (rules: readonly Rule[], to: Trigger): Rule[] => inOrder(rules.filter(({ on, active }) => active && on === to));

/** What a rule causes that rules may answer to. One that ends its case causes nothing more: what has ended is left alone. */
export const causesOf = ({ then }: Pick<Rule, 'then'>): Trigger[] =>
  then.some(({ do: deed }) => deed === 'close') ? [] : [...new Set(then.flatMap((one) => actionOf(one).causes ?? []))];

/** A run that begins. `rules`: all that there are, in any order. */
export const begun = (rules: readonly Rule[], by: Trigger): Run => ({ rules, turns: answering(rules, by), acted: [] });

/** Whose turn it is; nobody's where all have been judged, or enough have acted. */
export const next = ({ turns, acted }: Run): Rule | undefined => (acted.length < mostPerCause ? turns[0] : undefined);

/** Whether some are left that would have been judged, had not enough acted. */
export const isCutShort = ({ turns, acted }: Run): boolean => acted.length >= mostPerCause && turns.length > 0;

/** The run after a rule did nothing. It has another turn if what others do calls for it. */
export const afterPassing = ({ turns, ...run }: Run): Run => ({ ...run, turns: turns.slice(1) });

/** The run after a rule has acted. */
export function afterActing(run: Run): Run {
  const [rule, ...rest] = run.turns;
  if (!rule) return run;
  const all = [...run.acted, rule.id];
  const seen = new Set([...all, ...rest.map(({ id }) => id)]);
  const called = causesOf(rule).flatMap((cause) => answering(run.rules, cause).filter(({ id }) => !seen.has(id)));
  return { ...run, turns: [...rest, ...called], acted: all };
}
