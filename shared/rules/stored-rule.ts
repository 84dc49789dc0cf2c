import { parseItem } from '../storage/item-kind.ts';
import type { Item } from '../storage/item.ts';
import { ruleKind, ruleVersionKind } from './rule-item.ts';
import { WholeRule, type Rule } from './rule.ts';

// Apart from the kinds: whoever walks all kinds of items needs nothing of what rules can say and do.

/** The rule, or a version of it, in a stored item, as it was written: what it says, a later release may not know any more. */
export function ruleOf(item: Item): Rule {
  const kind = item.kind === ruleKind.kind ? ruleKind : (ruleVersionKind as unknown as typeof ruleKind);
  const { pk, title, trigger, conditions, actions, order, active, inactiveSince, version, changedAt, changedBy } = parseItem(kind, item);
  const [when, then] = [JSON.parse(conditions) as Rule['when'], JSON.parse(actions) as Rule['then']];
  return { id: pk, title, on: trigger, when, then, order, active, inactiveSince, version, changedAt, changedBy };
}

/** The same, if this code still takes what it says: else it acts no more, until somebody writes it anew. */
export function usableRule(item: Item): Rule | undefined {
  const { id, version, changedAt, changedBy, inactiveSince, ...content } = ruleOf(item);
  const parsed = WholeRule.safeParse(content);
  return parsed.success ? { ...parsed.data, id, version, changedAt, changedBy, inactiveSince } : undefined;
}
