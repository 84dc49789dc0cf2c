import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { checkPeriod, EffortQuery } from '../../shared/time/effort-report.ts';
import { effortNeeds } from '../../shared/time/effort-table.ts';
import { EffortView } from './views.ts';

const uses = { efforts: only(effortNeeds, 'report') };

export const reportEffort = endpoint({
  method: 'GET',
  path: '/v1/reports/effort',
  allow: ['admin'],
  summary: 'How much time teams spent in a period, by kind of ticket and activity; of no person and no ticket',
  query: EffortQuery,
  returns: EffortView,
  status: 200,
  uses,
  async handle({ query }, { efforts }: Used<typeof uses>) {
    checkPeriod(query);
    const { lines, ...report } = await efforts.report(query);
    return { ...report, lines: [...lines] };
  },
});
