import type { AnsweredFile } from '../../shared/lambda/answer.ts';
import { csv } from '../../shared/csv.ts';
import { activities } from '../../shared/time/activity.ts';
import type { EffortReport } from '../../shared/time/effort-report.ts';

/** A report as a table, and as its last line that something is left out, if so: without it the sum would look like all of it. */
export function effortFile({ from, to, lines, withheldDays }: EffortReport): AnsweredFile<'text/csv'> {
  const rows = lines.map(({ team = 'kleine Teams zusammen', kind, activity, minutes }) => [from, to, team, kind, activities[activity].de, minutes]);
  const withheld = withheldDays === 0 ? [] : [[from, to, `nicht ausgewiesen an ${withheldDays} Tagen (zu wenige Personen)`, '', '', '']];
  return { name: `aufwand-${from}-${to}.csv`, content: csv(['von', 'bis', 'Team', 'Anliegen', 'Tätigkeit', 'Minuten'], [...rows, ...withheld]) };
}
