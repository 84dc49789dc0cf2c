import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { RuleId } from '../../shared/rules/rule-id.ts';
import { ruleNeeds } from '../../shared/rules/rule-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { RuleView } from './views.ts';

const uses = { rules: only(ruleNeeds, 'byId', 'inVersion') };

export const getRule = endpoint({
  method: 'GET',
  path: '/v1/rules/{ruleId}',
  allow: ['agent', 'admin'],
  summary: 'A rule as it is now, or as it was in a version of it: tickets name the version that acted on them',
  params: z.strictObject({ ruleId: RuleId }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).max(99_999).optional().describe('Counted from 1; that of now if left out') }),
  returns: RuleView,
  status: 200,
  version: (rule) => rule.version,
  uses,
  async handle({ params: { ruleId }, query: { version } }, { rules }: Used<typeof uses>) {
    return version === undefined ? rules.byId(ruleId) : rules.inVersion(ruleId, version);
  },
});
