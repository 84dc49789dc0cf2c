import * as z from 'zod';
import { parseItem } from '../storage/item-kind.ts';
import type { Item } from '../storage/item.ts';
import { ActionOfRule } from './actions/actions.ts';
import { Condition } from './facts.ts';
import { ruleKind, ruleVersionKind } from './rule-item.ts';
import type { Rule } from './rule.ts';

// Apart from the kinds: whoever walks all kinds of items needs nothing of what rules can say and do.

/** The rule, or a version of it, in a stored item. @throws ZodError for one that says what this code does not know (any more) */
export function ruleOf(item: Item): Rule {
  const kind = item.kind === ruleKind.kind ? ruleKind : (ruleVersionKind as unknown as typeof ruleKind);
  const { pk, title, trigger, conditions, actions, order, active, inactiveSince, version, changedAt, changedBy } = parseItem(kind, item);
  const when = z.array(Condition).parse(JSON.parse(conditions));
  const then = z.array(ActionOfRule).parse(JSON.parse(actions));
  return { id: pk, title, on: trigger, when, then, order, active, inactiveSince, version, changedAt, changedBy };
}
