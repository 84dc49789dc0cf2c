import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import type { StageSettings } from './stages.ts';

const projectDir = join(import.meta.dirname, '..');
const program = join(projectDir, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Runs the CDK for a stage, before whoever asked. @returns its exit code */
export function cdk(command: 'deploy' | 'destroy', { name }: StageSettings, words: readonly string[]): number {
  // cdk.json says `node`: that must be the one that runs us.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
  const { status } = spawnSync(process.execPath, [program, command, '-c', `stage=${name}`, ...words], { cwd: projectDir, stdio: 'inherit', env });
  return status ?? 1;
}
