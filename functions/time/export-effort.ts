import { file } from '../../shared/lambda/answer.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { checkPeriod, EffortQuery } from '../../shared/time/effort-report.ts';
import { effortNeeds } from '../../shared/time/effort-table.ts';
import { effortFile } from './effort-file.ts';

const uses = { efforts: only(effortNeeds, 'report') };

export const exportEffort = endpoint({
  method: 'GET',
  path: '/v1/reports/effort/file',
  allow: ['admin'],
  summary: 'The same as a file that opens in a spreadsheet: separated by semicolons, in UTF-8 with its mark',
  query: EffortQuery,
  returns: file('text/csv'),
  status: 200,
  uses,
  async handle({ query }, { efforts }: Used<typeof uses>) {
    checkPeriod(query);
    return effortFile(await efforts.report(query));
  },
});
