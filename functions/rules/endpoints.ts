import { addRule } from './add-rule.ts';
import { changeRule } from './change-rule.ts';
import { getRule } from './get-rule.ts';
import { listRules } from './list-rules.ts';
import { tryRule } from './try-rule.ts';

/** Everything that can be asked of rules. */
export const ruleEndpoints = [addRule, listRules, getRule, changeRule, tryRule];
