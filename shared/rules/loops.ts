import { canonicalJson } from '../canonical-json.ts';
import { DomainError } from '../domain-error.ts';
import { actionOf } from './actions/actions.ts';
import { foreseen } from './facts.ts';
import { causesOf } from './run.ts';
import type { Rule } from './rule.ts';
import type { Known } from './seen.ts';

type Looping = Pick<Rule, 'id' | 'on' | 'when' | 'then'>;

/** What is certain of a case on which a rule has acted, of which this was: what was done last counts. */
const leftBy = ({ then }: Pick<Rule, 'then'>, before: Known): Known =>
  then.reduce<Known>((known, one) => later(known, actionOf(one).leaves?.(one) ?? {}), before);

function later(before: Known, { tagsOn = [], tagsOff = [], ...rest }: Known): Known {
  const without = (words: readonly string[] | undefined, gone: readonly string[]): string[] => (words ?? []).filter((word) => !gone.includes(word));
  return {
    ...before,
    ...rest,
    tagsOn: [...without(before.tagsOn, [...tagsOff, ...tagsOn]), ...tagsOn],
    tagsOff: [...without(before.tagsOff, [...tagsOn, ...tagsOff]), ...tagsOff],
  };
}

/** Whether a rule may answer to what another did, after which this is certain: it asks for nothing that is impossible then. */
const mayAnswer = (one: Looping, to: Looping, known: Known): boolean =>
  causesOf(to).includes(one.on) && one.when.every((condition) => foreseen(condition, known) !== false);

/** So many steps are followed: more than people understand. What is beyond that ends all the same. */
const mostSteps = 5000;

/**
 * The rules that would call for each other without end if this one acted, as far as that is to be seen: from this one back to it, each answers to the one
 * before, and nothing that it asks for is ruled out. `undefined` where there are none. A run ends all the same (`run.ts`).
 */
export function loopThrough(rule: Looping, others: readonly Looping[]): string[] | undefined {
  const all = [rule, ...others.filter(({ id }) => id !== rule.id)];
  const visited = new Set<string>();
  const search = (from: Looping, before: Known, path: readonly string[]): string[] | undefined => {
    const known = leftBy(from, before);
    for (const one of all.filter((candidate) => mayAnswer(candidate, from, known))) {
      if (one.id === rule.id) return [...path];
      const state = `${one.id} ${canonicalJson(known)}`;
      if (visited.has(state) || path.includes(one.id) || visited.size >= mostSteps) continue;
      visited.add(state);
      const found = search(one, known, [...path, one.id]);
      if (found) return found;
    }
    return undefined;
  };
  return search(rule, {}, [rule.id]);
}

/** A rule answers to itself, by way of others or not. */
export const ruleLoops = ([, ...others]: readonly string[]): DomainError =>
  new DomainError('conflict', 'rule-loops', [
    {
      field: 'body.when',
      problem:
        others.length === 0
          ? 'holds after the rule has acted, and what it does is what it answers to: ask for something that is not so any more then, as a tag that it adds'
          : `lets it be called for by its own effects, through ${others.join(', ')}: ask for something that is not so any more after it has acted, as a tag that it adds`,
    },
  ]);
