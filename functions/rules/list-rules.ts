import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { RuleId } from '../../shared/rules/rule-id.ts';
import { ruleNeeds } from '../../shared/rules/rule-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { RuleView } from './views.ts';

const uses = { rules: only(ruleNeeds, 'list') };

export const listRules = endpoint({
  method: 'GET',
  path: '/v1/rules',
  allow: ['agent', 'admin'],
  summary: 'The rules that act, or those that do not, newest first; lags a little',
  query: PageRequest(RuleId).extend({ status: z.enum(['active', 'inactive']).default('active') }),
  returns: PageOf(RuleView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, status } }, { rules }: Used<typeof uses>) {
    return rules.list(status === 'active', limit, cursor);
  },
});
