import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as z from 'zod';
import { isAlive } from '../../local/process.ts';

const projectDir = join(import.meta.dirname, '..', '..');

/** Where synthesis leaves the bundles. */
export const bundlesDir = join(projectDir, '.bundles');

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
});
const Synthesised = z.object({
  /** By stack's name without stage: `data`, `tickets`. */
  stacks: z.record(z.string(), z.object({ Resources: z.record(z.string(), Resource), Outputs: z.record(z.string(), z.any()).default({}) })),
  terminationProtection: z.record(z.string(), z.boolean()),
  /** Name of a function's bundle by stack and logical id: `tickets/ApiFunction…`. */
  bundles: z.record(z.string(), z.string()),
  /** What cdk-nag and the CDK's own rules found. */
  findings: z.array(z.any()),
});
export type Synthesised = z.infer<typeof Synthesised>;

/** A resource of the app. `name` is its logical id without the hash. */
export interface AppResource {
  readonly stack: string;
  readonly name: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, any>;
  readonly deletionPolicy?: string | undefined;
}

/**
 * The app as `cdk synth` makes it for a stage: run as it stands, in a process of its own. Kept outside of the project for as long
 * as no source changes: many test files need it, and whichever asks first makes it for all.
 */
export async function synthesised(stage: string): Promise<Synthesised> {
  const folder = join(tmpdir(), `schutzbrief-synth-${process.getuid?.() ?? 0}`);
  const kept = join(folder, `${stage}-${await fingerprint()}.json`);
  await mkdir(folder, { recursive: true });
  for (;;) {
    const made = await readFile(kept, 'utf8').catch(() => undefined);
    if (made && (await stat(bundlesDir).catch(() => undefined))) return Synthesised.parse(JSON.parse(made));
    if (await begin(`${kept}.lock`)) return make(stage, folder, kept);
    await setTimeout(200);
  }
}

/** Whether it is ours to make. Somebody else's turn ends with their lock, or when they are gone. */
async function begin(lock: string): Promise<boolean> {
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
  return writeFile(lock, String(process.pid), { flag: 'wx' }).then(
    () => true,
    () => false,
  );
}

async function make(stage: string, folder: string, kept: string): Promise<Synthesised> {
  const outdir = await mkdtemp(join(folder, 'out-'));
  try {
    const result = await synth(stage, outdir);
    await writeFile(join(outdir, 'result.json'), JSON.stringify(result));
    await rename(join(outdir, 'result.json'), kept);
    return result;
  } finally {
    await rm(outdir, { recursive: true, force: true });
    await rm(`${kept}.lock`, { force: true });
  }
}

/** All resources of the app. */
export function resources({ stacks }: Synthesised, ...types: string[]): AppResource[] {
  const all = Object.entries(stacks).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([logicalId, { Type, Properties, DeletionPolicy }]) => ({
      stack,
      name: logicalId.replace(/[0-9A-F]{8}$/, ''),
      logicalId,
      type: Type,
      properties: Properties,
      deletionPolicy: DeletionPolicy,
    })),
  );
  return types.length === 0 ? all : all.filter(({ type }) => types.includes(type));
}

async function synth(stage: string, outdir: string): Promise<Synthesised> {
  const started = performance.now();
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ stage }), NODE_OPTIONS: '' };
  await promisify(execFile)(process.execPath, [join('infra', 'app.ts')], { cwd: projectDir, env, maxBuffer: 64 * 1024 * 1024 });
  // Measured, not judged: how long it takes says more of the machine than of the app. Alone on two cores it is about five seconds.
  console.log(`Synthesis of ${stage} took ${Math.round(performance.now() - started)} ms`);
  const json = async (file: string) => JSON.parse(await readFile(join(outdir, file), 'utf8'));
  const manifest = await json('manifest.json');
  const artifacts = Object.entries<any>(manifest.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const short = (id: string): string => id.slice(`schutzbrief-${stage}-`.length);
  const stacks = Object.fromEntries(await Promise.all(artifacts.map(async ([id, { properties }]) => [short(id), await json(properties.templateFile)])));
  return Synthesised.parse({
    stacks,
    bundles: await bundlesOf(stacks, outdir),
    terminationProtection: Object.fromEntries(artifacts.map(([id, { properties }]) => [short(id), properties.terminationProtection ?? false])),
    findings: (await json('validation-report.json')).pluginReports,
  });
}

/** Which bundle each function runs, told by its code: assets are named by their hash. */
async function bundlesOf(stacks: Record<string, { Resources: Record<string, any> }>, outdir: string): Promise<Record<string, string>> {
  const names = new Map<string, string>();
  for (const { name } of JSON.parse(await readFile(join(bundlesDir, 'sizes.json'), 'utf8')))
    names.set(await readFile(join(bundlesDir, name, 'index.js'), 'utf8'), name);
  const functions = Object.entries(stacks).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Function' ? [[`${stack}/${id}`, Properties.Code.S3Key.replace(/\.zip$/, '')] as const] : [],
    ),
  );
  const found = functions.map(async ([id, hash]) => [id, names.get(await readFile(join(outdir, `asset.${hash}`, 'index.js'), 'utf8'))]);
  return Object.fromEntries(await Promise.all(found));
}

/** Of everything that synthesis reads. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const place of ['infra', 'functions', 'shared', 'events', 'cdk.json', 'package-lock.json']) {
    for (const file of await filesUnder(join(projectDir, place))) {
      const { mtimeMs, size } = await stat(file);
      hash.update(`${file} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 24);
}

async function filesUnder(place: string): Promise<string[]> {
  const there = await stat(place).catch(() => undefined);
  if (!there) return [];
  if (!there.isDirectory()) return [place];
  const entries = await readdir(place, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
