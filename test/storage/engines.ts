import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { emulatorCredentials } from '../../client/aws.ts';
import { emulatorRegion, startEmulator } from '../../local/emulator.ts';
import { localDir } from '../../client/paths.ts';
import { isAlive } from '../../local/process.ts';
import { ensureVenv } from '../../local/python.ts';
import { findJava, startDynamoDbLocal } from './dynamodb-local.ts';
import type { EngineName } from './engine-names.ts';

/** Where the engines listen, as the tests are told. */
export interface Engines {
  /** The local cloud's emulator, with S3, KMS and the rest. */
  readonly cloud: string;
  readonly dynamodb: Partial<Record<EngineName, string>>;
}

/** How the test processes hear of the engines: they inherit the environment. */
const variable = 'SCHUTZBRIEF_TEST_ENGINES';

/** Reach of an engine for any AWS client. */
export const reach = (endpoint: string) => ({ endpoint, region: emulatorRegion, credentials: { ...emulatorCredentials } });

export function runningEngines(): Engines {
  const told = process.env[variable];
  if (!told) throw new Error('No storage engine runs. Start this test by `npm test -- storage` (jest project "storage"), which starts them.');
  return JSON.parse(told) as Engines;
}

/** Starts the engines and tells the test processes; returns what stops them. */
export async function startEngines(): Promise<() => Promise<void>> {
  const java = await findJava();
  if ('missing' in java && process.env['CI'] === 'true') throw new Error(`CI runs the storage suite on Amazon's DynamoDB Local too: ${java.missing}`);
  const [cloud, amazon] = await Promise.all([startCloudEngine(), 'command' in java ? startDynamoDbLocal(java.command) : undefined]);
  const engines: Engines = {
    cloud: cloud.url,
    dynamodb: { MiniStack: cloud.url, ...(amazon && { 'DynamoDB Local': amazon.url }) },
  };
  process.env[variable] = JSON.stringify(engines);
  return async () => {
    delete process.env[variable];
    await Promise.all([cloud.stop(), amazon?.stop()]);
  };
}

async function startCloudEngine(): Promise<{ url: string; stop(): Promise<void> }> {
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const python = await ensureVenv(join(localDir, 'venv'), { progress });
  await sweep();
  const stateDir = join(localDir, `storage-test-${process.pid}`);
  await mkdir(stateDir, { recursive: true });
  const emulator = await startEmulator({ stateDir, python, endpoint: 'http://127.0.0.1:9' });
  return {
    url: emulator.url,
    async stop() {
      await emulator.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** What test runs have left that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(localDir).catch(() => [])) {
    const pid = /^storage-test-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(localDir, name), { recursive: true, force: true });
  }
}
