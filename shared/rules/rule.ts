import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { DomainError } from '../domain-error.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { actionOf, ActionOfRule } from './actions/actions.ts';
import { promisesMoney } from './actions/issue-letter.ts';
import { Condition, conditionProblems, kindsOf } from './facts.ts';
import { Trigger } from './triggers.ts';

const contentFields = {
  title: oneLine(120).describe('By which staff find it'),
  on: Trigger.describe('What has happened'),
  when: z.array(Condition).max(30).describe('What must be so of the ticket then: all of it'),
  then: z.array(ActionOfRule).min(1).max(8).describe('What is done, in this order, all at once or not at all; at most one of each, and closing last'),
  order: z.int().min(0).max(9999).default(1000).describe('Of several that answer to the same, those with lower numbers come first'),
  active: z.boolean().default(false).describe('Whether it acts; try it before (POST …/dry-run)'),
};

/** A rule by which routine work is done without a person [Dunkelverarbeitung], as somebody wants it to be, all of it. */
export const WholeRule = z.strictObject(contentFields).superRefine(({ when, then }, context) => {
  const say = (path: readonly (string | number)[], message: string): void => context.addIssue({ code: 'custom', path: [...path], message });
  for (const { path, message } of conditionProblems(when)) say(['when', ...path], message);
  const kinds = kindsOf(when);
  for (const [index, action] of then.entries()) {
    for (const { path, message } of actionOf(action).problems?.(action, kinds) ?? []) say(['then', index, ...path], message);
    if (then.findIndex((one) => one.do === action.do) < index) say(['then', index, 'do'], 'is there already: a rule does each thing once');
    if (action.do === 'close' && index < then.length - 1) say(['then', index, 'do'], 'must come last: nothing is done on a ticket that has ended');
  }
  const does = (deed: ActionOfRule['do']): number => then.findIndex((one) => one.do === deed);
  const needed = (deed: ActionOfRule['do'], by: ActionOfRule['do'] | undefined, message: string): void => {
    if (does(deed) >= 0 && (by === undefined || does(by) < 0)) say(['then', does(deed), 'do'], message);
  };
  // Whoever is the subject of a decision without a person must get what they asked for (Art. 22 GDPR), and hear of it.
  for (const deed of ['pay-out', 'close'] as const)
    if (kinds === undefined) needed(deed, undefined, 'needs a condition on `kind`: what is paid or ended by itself must be said by kind');
  const ending = then.find((one) => one.do === 'close');
  if (ending?.outcome === 'settled') needed('close', 'pay-out', 'as settled needs a pay-out: without one nothing is settled');
  if (ending && does('issue-letter') < 0) needed('close', 'answer', 'needs an answer or a letter: nobody ends a case without a word');
  const letter = then.find((one) => one.do === 'issue-letter');
  if (letter && promisesMoney(letter)) needed('issue-letter', 'pay-out', 'says that money is paid: it needs a pay-out');
  for (const deed of ['assign', 'add-task'] as const)
    if (does('close') >= 0 && does(deed) >= 0)
      say(['then', does(deed), 'do'], 'does not go with close: what has ended is nobody’s, and nothing is left to be done');
});
export type WholeRule = z.infer<typeof WholeRule>;

/** One version of a rule. What was written once is never changed: a change is a further version. */
export interface Rule extends WholeRule {
  readonly id: string;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
  /** Since when it does not act, while that is so. */
  readonly inactiveSince?: string | undefined;
}

/** Who did something, and when. */
interface By {
  readonly id: string;
  readonly at: Date;
}

/** The first version of a new one. */
export const newRule = (id: string, content: WholeRule, by: By): Rule => versionOf({ id, version: 1 }, content, undefined, by);

/** The next version. */
export const changedRule = (before: Rule, asked: WholeRule, by: By): Rule =>
  versionOf({ id: before.id, version: before.version + 1 }, asked, before.inactiveSince, by);

function versionOf(which: Pick<Rule, 'id' | 'version'>, { title, on, when, then, order, active }: WholeRule, inactiveSince: string | undefined, by: By): Rule {
  const at = by.at.toISOString();
  return { ...which, title, on, when, then, order, active, changedAt: at, changedBy: by.id, inactiveSince: active ? undefined : (inactiveSince ?? at) };
}

/** Whether it says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export function saysAlready(rule: Rule, asked: WholeRule): boolean {
  const said = ({ title, on, when, then, order, active }: WholeRule) => canonicalJson({ title, on, when, then, order, active });
  return said(rule) === said(asked);
}

/** The order in which rules act: by number, and of equals the older first. */
export const inOrder = <R extends Pick<Rule, 'order' | 'id'>>(rules: readonly R[]): R[] =>
  rules.toSorted((one, other) => one.order - other.order || (one.id < other.id ? -1 : 1));

/** So many rules may act at a time: they are read, and looked through, for everything that happens. */
export const mostActive = 100;

export const noSuchRule = (): DomainError => new DomainError('not-found', 'no-such-rule');

/** Somebody wrote it anew since it was seen. */
export const ruleChanged = (): DomainError => new DomainError('stale', 'rule-changed');

export const tooManyRules = (): DomainError =>
  new DomainError('conflict', 'too-many-rules', [
    { field: 'body.active', problem: `would make it more than ${mostActive} rules that act: take another out of use first` },
  ]);
