import { addRule } from './add-rule.ts';
import { changeRule } from './change-rule.ts';
import { getRule } from './get-rule.ts';
import { listRules } from './list-rules.ts';

/** Everything that can be asked of rules; they are tried by an endpoint of tickets. */
export const ruleEndpoints = [addRule, listRules, getRule, changeRule];
