/**
 * `npm run destroy -- --stage dev [--force]`: takes a stage away with all its data, where that is not to be kept. Letters are locked
 * against deletion until their day, so CloudFormation by itself can't. The identity of the sender in SES stays: other stages may use it.
 */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { cdk } from './cdk.ts';
import { isMeant, keptBecause } from './destroyable.ts';
import { emptied } from './emptied-bucket.ts';
import { stackNameOf, stageSettings, type StageSettings } from './stages.ts';

async function bucketsOf({ name, region }: StageSettings): Promise<string[]> {
  const { Stacks = [] } = await new CloudFormationClient({ region }).send(new DescribeStacksCommand({ StackName: stackNameOf('data', name) }));
  return (Stacks[0]?.Outputs ?? []).flatMap(({ OutputKey = '', OutputValue }) => (OutputKey.startsWith('Bucket') && OutputValue ? [OutputValue] : []));
}

async function asked({ name, region }: StageSettings): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Everything in ${name} (${region}) goes for good, its data and its logins. Its name, to go on: `);
  terminal.close();
  return answer;
}

try {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, force: { type: 'boolean', default: false } } });
  const settings = stageSettings(values.stage);
  const kept = keptBecause(settings);
  if (kept) throw new Error(kept);
  if (!values.force && !isMeant(settings, await asked(settings))) throw new Error('Nothing was destroyed.');
  const client = new S3Client({ region: settings.region, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
  for (const bucket of await bucketsOf(settings)) console.log(`${bucket}: ${await emptied(bucket, client)} deleted`);
  // With it go all stacks that stand on it, first.
  process.exitCode = cdk('destroy', settings, [stackNameOf('data', settings.name), '--force']);
} catch (error) {
  console.error(`${(error as Error).message}\nUsage: npm run destroy -- --stage dev [--force]`);
  process.exitCode = 1;
}
