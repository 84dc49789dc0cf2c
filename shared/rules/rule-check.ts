import { check } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { ruleKey, ruleKind } from './rule-item.ts';
import { ruleChanged, type Rule } from './rule.ts';

/** Part of a change that a rule makes: it still acts, and says what was seen. @throws DomainError `stale/rule-changed` */
export const checkRuleActs = ({ id, version }: Pick<Rule, 'id' | 'version'>): Write =>
  check(ruleKind, ruleKey(id), { if: { equals: { version, active: true } }, refusal: ruleChanged });
