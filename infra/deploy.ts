/** `npm run deploy -- --stage dev`: the CDK with the stage's settings, nothing clever. What else is said goes to `cdk deploy`. */
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { stageSettings } from './stages.ts';

const words = process.argv.slice(2);
const option = words.indexOf('--stage');
const { name } = stageSettings(option < 0 ? undefined : words[option + 1]);
const others = words.filter((_, index) => index !== option && index !== option + 1);

const projectDir = join(import.meta.dirname, '..');
const cdk = join(projectDir, 'node_modules', 'aws-cdk', 'bin', 'cdk');
// cdk.json says `node`: that must be the one that runs us.
const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
const { status } = spawnSync(process.execPath, [cdk, 'deploy', '--all', '-c', `stage=${name}`, ...others], { cwd: projectDir, stdio: 'inherit', env });
process.exitCode = status ?? 1;
