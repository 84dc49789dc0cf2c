/** `npm run deploy -- --stage dev`: the CDK with the stage's settings, nothing clever. What else is said goes to `cdk deploy`. */
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { stageSettings } from './stages.ts';

const projectDir = join(import.meta.dirname, '..');

function deploy(stage: string, others: readonly string[]): number {
  const cdk = join(projectDir, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  // cdk.json says `node`: that must be the one that runs us.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
  const { status } = spawnSync(process.execPath, [cdk, 'deploy', '--all', '-c', `stage=${stage}`, ...others], { cwd: projectDir, stdio: 'inherit', env });
  return status ?? 1;
}

const words = process.argv.slice(2);
const option = words.indexOf('--stage');
try {
  const { name } = stageSettings(option < 0 ? undefined : words[option + 1]);
  process.exitCode = deploy(name, words.toSpliced(option, 2));
} catch (error) {
  console.error(`${(error as Error).message}\nUsage: npm run deploy -- --stage dev [words for cdk deploy]`);
  process.exitCode = 1;
}
