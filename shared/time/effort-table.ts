import type { Database } from '../storage/database.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { effortOf, monthOf, teamPrefix } from './effort-item.ts';
import { effortReport, monthsOf, type DayOfTeam, type Effort, type EffortQuery, type EffortReport } from './effort-report.ts';

export interface EffortTable {
  /** What teams spent in a period, as far as it may be told. Strongly consistent; a query for each month, and more for months of more than a megabyte. */
  report(query: EffortQuery): Promise<EffortReport>;
}

/** What each of its methods asks of the tables. */
export const effortNeeds: NeedsOf<EffortTable> = { report: ['queries time'] };

/** As many as fit into a page of DynamoDB. */
const atOnce = 5000;

export function effortTable(db: Database): EffortTable {
  return {
    async report(query) {
      const prefix = query.team === undefined ? {} : { prefix: teamPrefix(query.team) };
      const months = monthsOf(query).map(async (month) => {
        const found: (Effort | DayOfTeam)[] = [];
        for await (const items of db.each({ table: 'time', pk: monthOf(month), ...prefix, limit: atOnce })) found.push(...items.map(effortOf));
        return found;
      });
      return effortReport(query, (await Promise.all(months)).flat());
    },
  };
}
