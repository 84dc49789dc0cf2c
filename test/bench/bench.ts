/**
 * `npm run bench`: what the house costs, in counts and ratios, as a table of each part as soon as that is measured. Times are for information only: they say
 * something about the machine they were taken on. `--quick` deletes 10,000 items instead of 100,000 and starts processes less often.
 *
 * Ends with 1 when a goal that is a count or a size is missed; ratios of times are told and judged by people.
 */
import { startEngines, runningEngines } from '../storage/engines.ts';
import { findJava } from '../storage/dynamodb-local.ts';
import { assignments, bundles, chain, gateCosts, deletions, merges, operations, reports, rushes, starts } from './sections.ts';
import { missed, table, type Section } from './table.ts';

const quick = process.argv.includes('--quick');
const sections: Section[] = [];
const exact: Section[] = [];

async function measure(title: string, work: () => Promise<Section>, isExact = false): Promise<void> {
  process.stderr.write(`bench: ${title} …\n`);
  const section = await work();
  process.stdout.write(`\n${table([section])}\n`);
  sections.push(section);
  if (isExact) exact.push(section);
}

const stop = await startEngines();
try {
  const { cloud, dynamodb } = runningEngines();
  const amazon = dynamodb['DynamoDB Local'];
  await measure('operations', () => operations(amazon ?? cloud, cloud, amazon !== undefined), true);
  await measure('assignments', () => assignments(amazon ?? cloud, cloud), true);
  await measure('merges', () => merges(amazon ?? cloud, cloud), true);
  await measure('tickets at once', () => rushes(amazon ?? cloud, quick ? 50 : 200));
  await measure('bundles', bundles, true);
  await measure('starts', () => starts(quick ? 3 : 9));
  await measure('chain', chain);
  await measure('letter gate', gateCosts);
  await measure('reports', () => reports(amazon ?? cloud, cloud, quick ? 50 : 200));
  if (amazon) await measure('deletion runs (takes minutes)', () => deletions(amazon, quick ? 10_000 : 100_000));
  else {
    const java = await findJava();
    const why = 'missing' in java ? java.missing : '';
    await measure('deletion runs', async () => ({ title: `Deletion runs are not measured without Amazon's DynamoDB Local: ${why}`, rows: [] }));
  }
} finally {
  await stop();
}

const misses = missed(sections);
process.stdout.write(misses.length === 0 ? '\nAll goals are reached.\n' : `\nMissed: ${misses.map(({ what }) => what).join(' · ')}\n`);
process.exitCode = missed(exact).length > 0 ? 1 : 0;
