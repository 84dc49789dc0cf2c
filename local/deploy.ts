/** Deploys the CDK app by the ordinary CDK: synth once, bootstrap, deploy. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { childEnvironment, clientSettings, type Reach } from '../client/aws.ts';
import { readAssembly, type SynthesisedStack } from './assembly.ts';
import { projectDir } from '../client/paths.ts';
import { LocalCloudProblem } from '../client/problem.ts';
import { run } from './process.ts';

export interface DeployOptions {
  reach: Reach;
  /** Name of the stage, given to the app as context. */
  stage: string;
  /** Where the synthesised templates go, so that two clouds don't get into each other's way. */
  assemblyDir: string;
  /** They are there already, made from the same code, and only read. */
  isSynthesised?: boolean;
  progress: (line: string) => void;
  signal?: AbortSignal;
  /** The folder with cdk.json. */
  appDir?: string;
}

const cdk = join(projectDir, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Puts all stacks of the app where `reach` points to; what hasn't changed is skipped by the CDK. */
export async function deployStacks(options: DeployOptions): Promise<SynthesisedStack[]> {
  const { assemblyDir, progress } = options;
  if (options.isSynthesised !== true) {
    progress('Building the functions and templates (cdk synth)');
    await rm(assemblyDir, { recursive: true, force: true });
    await runCdk(options, ['synth', '--quiet', '-c', `stage=${options.stage}`, '--output', assemblyDir]);
  }
  const stacks = await readAssembly(assemblyDir);

  const environments = [...new Set(stacks.map(({ environment }) => targetOf(environment, options.reach.region)))];
  if (!(await isBootstrapped(options.reach))) {
    progress('Preparing the account for the CDK (cdk bootstrap)');
    await runCdk(options, ['bootstrap', '--app', assemblyDir, ...environments]);
  }
  progress(`Deploying ${stacks.length} stacks (cdk deploy)`);
  const how = ['--app', assemblyDir, '--all', '--require-approval', 'never', '--progress', 'events', '--concurrency', '4'];
  await runCdk(options, ['deploy', ...how], (line) => {
    const stack = deployedStack(line);
    if (stack !== undefined) progress(`  ${stack}`);
  });
  return stacks;
}

/** The CDK says `✅  Schutzbrief-Data` for a stack that is done, and adds "(no changes)" for one that was before. */
export function deployedStack(line: string): string | undefined {
  const match = /✅\s+(\S+)( \(no changes\))?\s*$/u.exec(line);
  return match?.[1] === undefined ? undefined : `${match[1]}${match[2] === undefined ? '' : ' (unchanged)'}`;
}

/** A stack without a fixed environment goes to the emulator's account. */
function targetOf(environment: string, region: string): string {
  return environment.replace('unknown-account', '000000000000').replace('unknown-region', region);
}

async function isBootstrapped(reach: Reach): Promise<boolean> {
  const client = new CloudFormationClient(clientSettings(reach));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }));
    return /^(CREATE|UPDATE)_COMPLETE$/.test(Stacks?.[0]?.StackStatus ?? '');
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}

async function runCdk(options: DeployOptions, args: string[], onLine?: (line: string) => void): Promise<void> {
  const env = childEnvironment(options.reach);
  const { code, lines } = await run(process.execPath, [cdk, '--no-notices', '--no-version-reporting', ...args], {
    cwd: options.appDir ?? projectDir,
    // cdk.json says `node infra/app.ts`: that must be the node that runs us.
    env: {
      ...env,
      PATH: [dirname(process.execPath), env['PATH'] ?? ''].join(delimiter),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      NO_COLOR: '1',
      CI: 'true',
    },
    signal: options.signal,
    onLine,
  });
  if (code === 0) return;
  const tail = lines.filter((line) => line.trim() !== '').slice(-25);
  throw new LocalCloudProblem(
    'deploy-failed',
    `cdk ${args[0]} failed (exit code ${code}). Its last lines:\n${tail.map((line) => `  ${line}`).join('\n')}`,
    'Correct the cause and start again: what is already deployed stays. To begin anew: npm start -- --reset',
  );
}
