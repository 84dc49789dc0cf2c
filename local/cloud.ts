/** Puts up the whole local cloud: emulator, gateway, the deployed app, its outputs. Used by `npm start` and by the tests. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reach } from '../client/aws.ts';
import { deployStacks } from './deploy.ts';
import { assureReadable, keptShape } from './kept-data.ts';
import { workedQueues } from '../client/worked-queues.ts';
import { drain } from './drain.ts';
import { mendGaps } from './emulator-gaps.ts';
import { emulatorRegion, startEmulator } from './emulator.ts';
import { startGateway } from './gateway.ts';
import { collectOutputs, type DeployedStack, describeStacks, type Outputs, writeOutputs } from '../client/outputs.ts';
import { assureUnowned, newOwner, writeOwner } from './owner.ts';
import { localDir } from '../client/paths.ts';
import { ensureVenv } from './python.ts';
import { stateFolders } from './state.ts';

export interface CloudOptions {
  /** The gateway's port; a free one when left out. */
  port?: number;
  /** Where data and logs are kept. */
  stateDir: string;
  /** Where the outputs are written. */
  outputsFile: string;
  progress: (line: string) => void;
  /** Ends the start wherever it is, and everything started until then. */
  signal?: AbortSignal;
  /** The folder with cdk.json, if it isn't this project's. */
  appDir?: string;
  /** Templates that another cloud of the same code was deployed from, to be used instead of making them again. */
  assembly?: string | undefined;
}

export interface Cloud {
  outputs: Outputs;
  /** False for an endpoint of the user's own, which we neither started nor stop. */
  isOurs: boolean;
  /** The emulator's log; absent for an endpoint of the user's own. */
  logFile?: string;
  /** Rejects when the emulator ends by itself; never resolves. */
  crashed: Promise<never>;
  /** Lets what is under way arrive, saves the data, ends what was started and nothing else. May be called twice. */
  stop(): Promise<void>;
}

const stage = 'local';

/** In the state folder of a cloud: what it was deployed from. */
export const assemblyFolder = 'cdk.out';

/** Starts everything or nothing: when a step fails or is aborted, what was started before it is ended again. */
export function startCloud(options: CloudOptions): Promise<Cloud> {
  const endpoint = process.env['AWS_ENDPOINT_URL'] ?? '';
  return endpoint === '' ? startOwnCloud(options) : useEndpoint(endpoint, options);
}

async function startOwnCloud(options: CloudOptions): Promise<Cloud> {
  const { stateDir, progress, signal } = options;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const python = await ensureVenv(join(localDir, 'venv'), { progress, signal });
  const before = await assureUnowned(stateDir, signal);
  await assureReadable(stateDir, await keptShape());

  const endings: (() => Promise<unknown>)[] = [];
  const stop = once(async () => {
    for (const end of endings.toReversed()) await end();
  });
  try {
    const gateway = await startGateway({ port: options.port, stateDir });
    endings.push(() => gateway.stop());
    const owner = newOwner(gateway.url);
    gateway.answerAs(owner.id);
    await writeOwner(stateDir, owner);

    progress('Starting the AWS emulator');
    const wishedPort = before?.emulator?.port;
    const emulator = await startEmulator({ stateDir, python, endpoint: gateway.url, wishedPort, signal });
    endings.push(() => emulator.stop());
    await writeOwner(stateDir, { ...owner, emulator: { pid: emulator.pid, port: emulator.port } });
    gateway.forwardTo(emulator.url);
    endings.push(() => gateway.keepMails());

    const reach = { endpoint: gateway.url, region: emulatorRegion };
    const stacks = await Promise.race([emulator.crashed, deployAndMend(reach, options)]);
    const apiId = apiIdOf(stacks);
    if (apiId !== undefined) gateway.serveApi(apiId);
    const outputs = collectOutputs(stacks, reach, gateway.url);
    await writeOutputs(outputs, options.outputsFile);

    const queues = await workedQueues(reach);
    const flow = { endpoint: emulator.url, queues };
    endings.push(() => drain(flow).catch(() => false));
    return { outputs, isOurs: true, logFile: stateFolders(stateDir).log, crashed: emulator.crashed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same app on an endpoint the user runs: nothing of ours is started there, so nothing is to be stopped. */
async function useEndpoint(endpoint: string, options: CloudOptions): Promise<Cloud> {
  const url = endpoint.replace(/\/$/, '');
  options.progress(`Using your AWS endpoint ${url} (AWS_ENDPOINT_URL is set)`);
  const reach = { endpoint: url, region: process.env['AWS_REGION'] ?? emulatorRegion };
  const stacks = await deployAndMend(reach, options);
  const apiId = apiIdOf(stacks);
  const apiUrl = apiId === undefined ? undefined : `${url}/_aws/execute-api/${apiId}/$default`;
  const outputs = collectOutputs(stacks, reach, (await isMiniStack(url)) ? apiUrl : undefined);
  await writeOutputs(outputs, options.outputsFile);
  return { outputs, isOurs: false, crashed: new Promise<never>(() => {}), stop: () => Promise.resolve() };
}

async function deployAndMend(reach: Reach & { endpoint: string }, options: CloudOptions): Promise<DeployedStack[]> {
  const { stateDir, assembly, progress, signal, appDir } = options;
  const assemblyDir = assembly ?? join(stateDir, assemblyFolder);
  const isSynthesised = assembly !== undefined;
  const synthesised = await deployStacks({ reach, stage, assemblyDir, isSynthesised, progress, signal, appDir });
  const names = synthesised.map(({ name }) => name);
  const deployed = await describeStacks(reach, names);
  if (await isMiniStack(reach.endpoint)) await mendGaps({ reach, synthesised, deployed });
  return deployed;
}

function apiIdOf(stacks: readonly DeployedStack[]): string | undefined {
  const named = stacks.flatMap(({ outputs }) => outputs['ApiId'] ?? []);
  const found = stacks.flatMap(({ resources }) => resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Api'));
  return named[0] ?? found[0]?.physicalId;
}

async function isMiniStack(endpoint: string): Promise<boolean> {
  const response = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
  return response?.ok === true && (response.headers.get('content-type') ?? '').includes('json');
}

/** Every call gets the outcome of the first. */
function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= task());
}
