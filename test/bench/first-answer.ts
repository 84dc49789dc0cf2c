import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { bundleDir, bundleOptions } from '../../infra/bundle.ts';
import { ended } from '../../local/process.ts';
import { localDir, projectDir } from '../../client/paths.ts';
import { bundledApis, emptyHandler, eventFor, lambdaEnvironment, type BundledApi } from './bundled-apis.ts';
import { median } from './figures.ts';

export interface FirstRequest {
  /** Absolute path. */
  readonly bundle: string;
  readonly event: unknown;
}

export interface FirstAnswer {
  readonly statusCode: number;
  readonly ms: number;
  /** What the process and its helpers computed meanwhile: on a Lambda with less than a whole processor, that is what is waited for. */
  readonly cpuMs: number;
}

export interface Start {
  readonly api: BundledApi;
  /** Medians: for information, they say something about this machine only. */
  readonly ms: number;
  readonly emptyMs: number;
  /** Medians of the turns' ratios to the empty handler as esbuild bundles it if nothing is said. */
  readonly ratio: number;
  readonly cpuRatio: number;
  /** The same to an empty handler bundled with our own settings: what is left is our own code, zod, middy and the logger. */
  readonly ownRatio: number;
}

interface Candidate {
  readonly bundle: string;
  readonly status: number;
}

/**
 * Import to first answer in fresh processes: each API's bundle, an empty handler with the same clients bundled plainly, and that
 * handler with our own settings. They take turns and are compared turn by turn, so that a busy moment is shared by all three.
 */
export async function measureStarts(turns: number): Promise<Start[]> {
  await mkdir(localDir, { recursive: true });
  const folder = await mkdtemp(join(localDir, 'bench-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
    const starts: Start[] = [];
    for (const api of bundledApis) {
      const ours = { bundle: join(bundleDir(api.name), 'index.js'), status: api.status };
      const plain = { bundle: await bundledEmpty(folder, api, 'plain', {}), status: 204 };
      const trimmed = { bundle: await bundledEmpty(folder, api, 'trimmed', bundleOptions), status: 204 };
      starts.push(await compared(api, [ours, plain, trimmed], turns));
    }
    return starts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compared(api: BundledApi, candidates: readonly [Candidate, Candidate, Candidate], turns: number): Promise<Start> {
  const answers: FirstAnswer[][] = [];
  // The first turn warms the disk's cache and is not counted.
  for (let turn = 0; turn <= turns; turn++) {
    const round: FirstAnswer[] = [];
    for (const { bundle, status } of candidates) {
      const answer = await firstAnswer({ bundle, event: eventFor(api) });
      if (answer.statusCode !== status) throw new Error(`${api.name}: answered ${answer.statusCode}, not ${status}`);
      round.push(answer);
    }
    if (turn > 0) answers.push(round);
  }
  const middle = (figure: (ours: FirstAnswer, plain: FirstAnswer, trimmed: FirstAnswer) => number) =>
    median(answers.map(([ours, plain, trimmed]) => figure(ours!, plain!, trimmed!)));
  return {
    api,
    ms: middle((ours) => ours.ms),
    emptyMs: middle((_, plain) => plain.ms),
    ratio: middle((ours, plain) => ours.ms / plain.ms),
    cpuRatio: middle((ours, plain) => ours.cpuMs / plain.cpuMs),
    ownRatio: middle((ours, _, trimmed) => ours.cpuMs / trimmed.cpuMs),
  };
}

/** An empty handler with an API's clients, minified; all else is up to the options. */
async function bundledEmpty(folder: string, { clients }: BundledApi, how: string, options: BuildOptions): Promise<string> {
  const outfile = join(folder, `${how}-${clients.join('-') || 'nothing'}.js`);
  const stdin = { contents: emptyHandler(clients), resolveDir: projectDir };
  await build({ bundle: true, platform: 'node', target: 'node24', format: 'cjs', minify: true, logLevel: 'warning', ...options, stdin, outfile });
  return outfile;
}

async function firstAnswer(request: FirstRequest): Promise<FirstAnswer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'first-answer-child.ts')], {
    env: { PATH: process.env['PATH'], ...lambdaEnvironment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  child.stdin.end(JSON.stringify(request));
  const code = await ended(child);
  if (code !== 0) throw new Error(`${request.bundle} ended with ${code}`);
  return JSON.parse(Buffer.concat(output).toString('utf8').trim().split('\n').at(-1)!) as FirstAnswer;
}
