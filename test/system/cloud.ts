/**
 * A local cloud of the tests' own, on a free port with data of its own, for Jest's globalSetup and globalTeardown alike:
 * the first call starts it, the second stops it. The workers find it by SCHUTZBRIEF_OUTPUTS (see local/paths.ts), so
 * `readOutputs()` and `readLogins()` lead to it without arguments.
 *
 * Should Jest be killed in between, the emulator notices and ends by itself; its folder goes at the next start.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assemblyFolder, type Cloud, startCloud } from '../../local/cloud.ts';
import { localDir } from '../../client/paths.ts';
import { isAlive } from '../../local/process.ts';

export interface TestCloud {
  cloud: Cloud;
  stop(): Promise<void>;
}

const stateFolder = 'state';

/** What the cloud that the tests share was deployed from; `undefined` while there is none. */
export function sharedAssembly(): string | undefined {
  const outputsFile = process.env['SCHUTZBRIEF_OUTPUTS'];
  const folder = outputsFile && join(dirname(outputsFile), stateFolder, assemblyFolder);
  return folder && existsSync(folder) ? folder : undefined;
}

const folderName = /^test-(\d+)-[0-9a-f]+$/;
const place = globalThis as { schutzbriefTestCloud?: TestCloud };

/** Starts a cloud with nothing in it. It must be stopped, and leaves nothing behind then. */
export async function startTestCloud(): Promise<TestCloud> {
  await sweep();
  const folder = join(localDir, `test-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(folder, { recursive: true });
  const outputsFile = join(folder, 'outputs.json');
  const progress = (line: string): void => void process.stderr.write(`test cloud: ${line}\n`);
  try {
    const cloud = await startCloud({ stateDir: join(folder, stateFolder), outputsFile, progress, assembly: sharedAssembly() });
    const before = process.env['SCHUTZBRIEF_OUTPUTS'];
    process.env['SCHUTZBRIEF_OUTPUTS'] = outputsFile;
    return {
      cloud,
      async stop() {
        await cloud.stop();
        if (before === undefined) delete process.env['SCHUTZBRIEF_OUTPUTS'];
        else process.env['SCHUTZBRIEF_OUTPUTS'] = before;
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** For jest.config: `globalSetup` and `globalTeardown` are both this file. */
export default async function startOrStop(): Promise<void> {
  const running = place.schutzbriefTestCloud;
  delete place.schutzbriefTestCloud;
  if (running === undefined) place.schutzbriefTestCloud = await startTestCloud();
  else await running.stop();
}

/** Folders of test runs that are gone. */
async function sweep(): Promise<void> {
  const names = await readdir(localDir).catch(() => []);
  for (const name of names) {
    const pid = folderName.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(localDir, name), { recursive: true, force: true });
  }
}
