/**
 * `npm run prove:erasure`: plays the canary proof and says what it found; exit code 1 if anything is not as it must be. It puts
 * up a local cloud of its own and removes it afterwards, or looks at one that runs.
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cloud, startCloud } from './cloud.ts';
import { readOutputs, type Outputs } from '../client/outputs.ts';
import { localDir } from '../client/paths.ts';
import { describeFailure, isAbort, LocalCloudProblem } from '../client/problem.ts';
import { isAlive } from './process.ts';
import { prove } from '../proof/proof.ts';
import { isPassed, renderProof } from '../proof/report.ts';
import { playScene } from '../proof/scene.ts';
import { progressWriter } from './screen.ts';

const usage = `npm run prove:erasure -- [--outputs FILE] [--to-the-end] [--json]

  --outputs FILE  prove it on the cloud that FILE describes (.local/outputs.json of npm start, or a stage's);
                  otherwise on a local cloud of its own, or on AWS_ENDPOINT_URL
  --to-the-end    run deletion as of each day on which something ends, there too. It deletes EVERYBODY's data that is due
                  by then, so it is done without asking on a cloud of its own only
  --json          print the result as JSON
`;

const write = (text: string): void => void process.stdout.write(text);
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`\n${describeFailure(error)}\n`);
  process.exitCode = isAbort(error) ? 130 : 1;
}

async function main(): Promise<number> {
  const options = arguments_();
  if (options.help) {
    write(usage);
    return 0;
  }
  const say = options.json ? (): void => undefined : progressWriter(write);
  const proofOn = async (outputs: Outputs, toTheEnd: boolean): Promise<number> => {
    const place = { outputs, emulator: await emulatorAt(outputs) };
    const proof = await prove(await playScene(place, say), { toTheEnd, say });
    write(options.json ? `${JSON.stringify(proof, null, 2)}\n` : renderProof(proof));
    return isPassed(proof) ? 0 : 1;
  };
  if (options.outputs !== undefined) return proofOn(readOutputs(options.outputs), options['to-the-end']);
  return onCloud(say, (cloud) => proofOn(cloud.outputs, cloud.isOurs || options['to-the-end']));
}

function arguments_() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { outputs: { type: 'string' }, 'to-the-end': flag, json: flag, help: flag } }).values;
  } catch (error) {
    throw new LocalCloudProblem('bad-argument', error instanceof Error ? error.message : String(error), usage);
  }
}

/** Works on a cloud that is there for this and leaves nothing behind. */
async function onCloud(say: (line: string) => void, work: (cloud: Cloud) => Promise<number>): Promise<number> {
  await sweep();
  const folder = join(localDir, `proof-${process.pid}-${randomBytes(4).toString('hex')}`);
  const interrupted = new Promise<never>((_, reject) =>
    interruption.signal.addEventListener('abort', () => reject(interruption.signal.reason as Error), { once: true }),
  );
  interrupted.catch(() => undefined);
  let cloud: Cloud | undefined;
  try {
    cloud = await startCloud({ stateDir: join(folder, 'state'), outputsFile: join(folder, 'outputs.json'), progress: say, signal: interruption.signal });
    return await Promise.race([work(cloud), cloud.crashed, interrupted]);
  } finally {
    await cloud?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Folders of proofs that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(localDir).catch(() => [])) {
    const pid = /^proof-(\d+)-[0-9a-f]+$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(localDir, name), { recursive: true, force: true });
  }
}

/** The local cloud lets its queues and what it sent be looked into; on AWS there is nothing like that. */
async function emulatorAt({ endpoint }: Outputs): Promise<string | undefined> {
  if (endpoint === undefined) return undefined;
  const response = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
  return response?.ok ? endpoint : undefined;
}
