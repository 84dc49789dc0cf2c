import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { newRule, WholeRule } from '../../shared/rules/rule.ts';
import { ruleNeeds } from '../../shared/rules/rule-table.ts';
import { smallTheftRule } from '../../shared/rules/examples/small-theft.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { checkRule, checkRuleUses } from './check-rule.ts';
import { RuleView } from './views.ts';

const uses = { ...checkRuleUses, rules: only(ruleNeeds, 'add', 'inVersion', 'earlier') };

interface AddRuleDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addRule = endpoint({
  method: 'POST',
  path: '/v1/rules',
  allow: ['admin'],
  summary:
    'Add a rule by which routine work is done without a person: when something happens, and all of this is so of the ticket, then that is done, all at once or not at all. A rule that would call for itself is refused, also where it would by way of others',
  body: WholeRule,
  example: smallTheftRule('txt_01JQ0000000000000000000000'),
  returns: RuleView,
  status: 201,
  version: (rule) => rule.version,
  uses,
  async handle({ body, caller, once }, deps: AddRuleDeps) {
    const { rules, newId, now } = deps;
    const at = now();
    // A repeat must not be judged by what has become of texts and other rules since.
    const again = await rules.earlier(once, at);
    if (again) return rules.inVersion(again.id, 1);
    const rule = newRule(newId('rul'), body, { id: caller.id, at });
    await checkRule(rule, deps);
    const { earlier } = await rules.add(rule, { request: once, status: 201, madeId: rule.id }, at);
    // As it was made: by now it may have been changed.
    return earlier ? rules.inVersion(earlier.id, 1) : rule;
  },
});
