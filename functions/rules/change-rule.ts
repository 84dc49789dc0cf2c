import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { changedRule, ruleChanged, saysAlready, WholeRule } from '../../shared/rules/rule.ts';
import { RuleId } from '../../shared/rules/rule-id.ts';
import { ruleNeeds } from '../../shared/rules/rule-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { addRule } from './add-rule.ts';
import { checkRule, checkRuleUses } from './check-rule.ts';
import { RuleView } from './views.ts';

const uses = { ...checkRuleUses, rules: only(ruleNeeds, 'byId', 'change') };

interface ChangeRuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const changeRule = endpoint({
  method: 'PUT',
  path: '/v1/rules/{ruleId}',
  allow: ['admin'],
  summary:
    'Write a rule anew, all of it, as its next version, or let it act or not. Its versions before stay as they are, and so does what it did. What it says already is answered with the version that it has',
  params: z.strictObject({ ruleId: RuleId }),
  body: WholeRule,
  example: { ...addRule.example!, active: true },
  returns: RuleView,
  status: 200,
  ifMatch: true,
  version: (rule) => rule.version,
  uses,
  async handle({ params: { ruleId }, body, caller, ifMatch }, deps: ChangeRuleDeps) {
    const { rules, now } = deps;
    const at = now();
    const before = await rules.byId(ruleId);
    if (saysAlready(before, body)) return before;
    if (before.version !== ifMatch) throw ruleChanged();
    const rule = changedRule(before, body, { id: caller.id, at });
    await checkRule(rule, deps);
    await rules.change(rule, at);
    return rule;
  },
});
