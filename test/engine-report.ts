import * as z from 'zod';
import { engineNames } from './storage/engine-names.ts';
import { findJava } from './storage/dynamodb-local.ts';

/** What we read of jest's report. */
const JestReport = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ ancestorTitles: z.array(z.string()), status: z.string() })) })),
});

/** Says plainly on which engines the storage suite ran, from what jest reports to have run; nothing when it did not. */
export async function engineReport(report: unknown): Promise<string> {
  const tests = JestReport.parse(report).testResults.flatMap((file) => file.assertionResults);
  const counts = engineNames.map((engine) => {
    const ran = tests.filter(({ ancestorTitles: [title], status }) => title?.endsWith(`(${engine})`) && (status === 'passed' || status === 'failed'));
    return { engine, count: ran.length };
  });
  if (counts.every(({ count }) => count === 0)) return '';
  const java = await findJava();
  const lines = counts.map(({ engine, count }) => {
    if (count > 0) return `  on ${engine}: ${count} tests`;
    return `  NOT on ${engine}${'missing' in java ? `: ${java.missing}` : ''}`;
  });
  return `\nStorage suite ran\n${lines.join('\n')}\n`;
}
