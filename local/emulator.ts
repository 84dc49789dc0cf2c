/** Starts and stops MiniStack, the AWS emulator behind the local cloud. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { emulatorCredentials } from '../client/aws.ts';
import { LocalCloudProblem, ownEndpoint } from '../client/problem.ts';
import { ended, endGroup, freePort, until } from './process.ts';
import { prepareState, stateFolders } from './state.ts';

/** The region and account the emulator plays, and the credentials it takes for the account's root. */
export const emulatorRegion = 'eu-central-1';
export const emulatorAccount = '000000000000';

export interface EmulatorOptions {
  stateDir: string;
  /** The Python of the virtual environment. */
  python: string;
  /** What the Lambdas shall call: the gateway. */
  endpoint: string;
  /** A port to take if it is free. */
  wishedPort?: number;
  signal?: AbortSignal;
}

export interface Emulator {
  url: string;
  port: number;
  pid: number;
  /** True when nothing was kept from an earlier run. */
  fresh: boolean;
  /** Rejects when the emulator ends without having been asked to; never resolves. */
  crashed: Promise<never>;
  /** Ends it gently, which saves its state. */
  stop(): Promise<void>;
}

// Nobody waits for these on a machine that has time: they end what hangs, and a busy machine is no failure.
const readyWithin = 300_000;
const saveWithin = 300_000;

/** Starts the emulator on loopback in a process group of its own and waits until it answers. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { stateDir, signal } = options;
  const { fresh } = await prepareState(stateDir);
  const port = await freePort(options.wishedPort);
  const url = `http://127.0.0.1:${port}`;
  signal?.throwIfAborted();
  const { log } = stateFolders(stateDir);
  if (existsSync(log)) await rename(log, `${log}.1`);
  const child = launch(options, port, log);

  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    await endGroup(child, 'SIGTERM', saveWithin);
  };
  const crashed = ended(child).then(async (code): Promise<never> => {
    if (stopping) return new Promise<never>(() => {});
    throw emulatorCrashed(code, log, await lastLines(log, 20));
  });
  crashed.catch(() => undefined);

  try {
    await Promise.race([crashed, waitUntilReady(url, log, signal)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, pid: child.pid ?? 0, fresh, crashed, stop };
}

/** The emulator's whole environment. The Lambdas inherit it, so nothing of the user's own comes along. */
export function emulatorEnvironment(
  { stateDir, endpoint }: Pick<EmulatorOptions, 'stateDir' | 'endpoint'>,
  port: number,
  outer: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const folders = stateFolders(stateDir);
  const passed = ['HOME', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH'].filter((name) => outer[name] !== undefined);
  return {
    ...Object.fromEntries(passed.map((name) => [name, outer[name]])),
    // The Lambdas run on the first node of the PATH: the one that runs us.
    PATH: [dirname(process.execPath), outer['PATH'] ?? ''].join(delimiter),
    TZ: 'UTC',
    TMPDIR: folders.temp,
    PYTHONUNBUFFERED: '1',
    AUTH: 'true',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: emulatorRegion,
    MINISTACK_ACCOUNT_ID: emulatorAccount,
    PERSIST_STATE: '1',
    STATE_DIR: folders.services,
    S3_PERSIST: '1',
    S3_DATA_DIR: folders.objects,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // The authorizer fetches the issuer's keys from the emulator itself, which may have much to do.
    MINISTACK_APIGW_JWKS_TIMEOUT_SECONDS: '120',
    // It would look for containers of its own to tidy up; it has none.
    DOCKER_HOST: 'unix:///nonexistent',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: emulatorRegion,
    AWS_DEFAULT_REGION: emulatorRegion,
    AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function launch(options: EmulatorOptions, port: number, log: string): ChildProcess {
  const output = openSync(log, 'w', 0o600);
  try {
    return spawn(options.python, [join(import.meta.dirname, 'emulator.py'), options.stateDir], {
      cwd: options.stateDir,
      env: emulatorEnvironment(options, port),
      detached: true,
      // The pipe is the emulator's sign that we live; see emulator.py.
      stdio: ['pipe', output, output],
    });
  } finally {
    closeSync(output);
  }
}

async function waitUntilReady(url: string, log: string, signal?: AbortSignal): Promise<void> {
  const answers = (): Promise<boolean> =>
    fetch(`${url}/_ministack/ready`, { signal: signal ?? null }).then(
      (response) => response.ok,
      () => false,
    );
  if (await until(answers, { within: readyWithin, signal })) return;
  throw new LocalCloudProblem(
    'emulator-not-ready',
    `The AWS emulator did not answer within ${readyWithin / 1000} s. Its last log lines:\n${await lastLines(log, 20)}`,
    `The whole log: ${log}\n${ownEndpoint}`,
  );
}

function emulatorCrashed(code: number | null, log: string, tail: string): LocalCloudProblem {
  return new LocalCloudProblem(
    'emulator-crashed',
    `The AWS emulator ended by itself (${code === null ? 'killed' : `exit code ${code}`}). Its last log lines:\n${tail}`,
    `The whole log: ${log}\nStart again; if it fails the same way, begin anew: npm start -- --reset\n${ownEndpoint}`,
  );
}

async function lastLines(file: string, count: number): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-count);
  return lines.map((line) => `  ${line.slice(0, 400)}`).join('\n');
}
