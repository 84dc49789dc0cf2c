import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { numberingPlans, packagesOnDemand, trimPlugins, unmatchedTrims } from './bundle-trims.ts';
import { gateFiles, gateModule } from './gate-bundle.ts';
import { lambdaEntries, type LambdaName } from './lambda-entries.ts';

const projectDir = join(import.meta.dirname, '..');

/** Where the bundles lie, one folder each: what is uploaded, and nothing else. */
export const bundlesDir = join(projectDir, '.bundles');

/** The folder of one function's bundle. */
export const bundleDir = (name: LambdaName): string => join(bundlesDir, name);

/** Size of a bundle's code, without fonts and the like. */
export interface BundleSize {
  readonly name: LambdaName;
  readonly bytes: number;
  /** What it may have at most; functions that nobody waits for have none. */
  readonly budget?: number;
}

/** Sizes of the bundles, written at each build. */
export const sizesFile = join(bundlesDir, 'sizes.json');

/**
 * Start time grows with size, and people wait for APIs. Those that set letters, or show what they would look like, need fontkit; what tries rules, now and then, all that rules read; what links, merges
 * and moves tickets, as seldom, all that lies on them; what shows people what is stored of them, every kind of that; what publishes letters in doubt, what reads and keeps files.
 */
const budgetOf = (name: LambdaName): number | undefined => larger[name] ?? (name.endsWith('-api') ? 500_000 : undefined);
const larger: Partial<Record<LambdaName, number>> = {
  'issue-letter': 1_500_000,
  'letter-modules-api': 1_500_000,
  'rule-trials-api': 600_000,
  'connections-api': 520_000,
  'privacy-api': 560_000,
  'letter-reviews-api': 600_000,
};

/** What setting letters reads at run time. */
const letterFonts = {
  'fonts/SourceSans3-Regular.ttf': 'node_modules/source-sans/TTF/SourceSans3-Regular.ttf',
  'fonts/SourceSans3-Bold.ttf': 'node_modules/source-sans/TTF/SourceSans3-Bold.ttf',
  'fonts/LICENSE.md': 'node_modules/source-sans/LICENSE.md',
};

/**
 * What a module reads at run time lies beside every bundle that has the module: the letters' fonts with their licence, the colour
 * profile PDF/A demands, the numbering plans, packages on demand.
 */
const filesBeside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'node_modules/pdfkit/js/pdfkit.node.mjs': { 'data/sRGB_IEC61966_2_1.icc': 'node_modules/pdfkit/js/data/sRGB_IEC61966_2_1.icc' },
  'functions/letters/issue-letter-api.ts': letterFonts,
  'functions/letters/module-api.ts': letterFonts,
  'functions/tickets/run-rules-handler.ts': letterFonts,
  [numberingPlans.module]: { [numberingPlans.beside]: numberingPlans.source },
  ...packagesOnDemand,
};

/** Modules of packages that files of ours stand in for. */
const standIns: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': 'infra/lambda-credentials.ts',
  'brotli/decompress.js': 'infra/brotli.ts',
};

/**
 * How a function is bundled. CommonJS, since it starts quicker than ES modules, with the AWS SDK inside: the runtime's own has
 * another version each month.
 */
export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  alias: Object.fromEntries(Object.entries(standIns).map(([module, file]) => [module, join(projectDir, file)])),
  // CommonJS has no import.meta.url; functions find their files by it.
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: 'const __bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
  plugins: [...trimPlugins],
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles all functions in one go. The source maps are made for reading stack traces, and are not uploaded.
 * A file is only written where it changed, and whole, so that builds at the same time do not disturb each other.
 * @throws Error naming what was to be left out, replaced or laid beside, and is in no bundle
 */
export async function bundleAll(): Promise<readonly BundleSize[]> {
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    entryPoints: Object.entries(lambdaEntries).map(([name, { handler }]) => ({ in: join(projectDir, handler), out: `${name}/index` })),
    outdir: bundlesDir,
    absWorkingDir: projectDir,
    write: false,
    metafile: true,
    sourcemap: 'external',
    sourcesContent: false,
  });
  const idle = withoutEffect(metafile);
  if (idle.length > 0) throw new Error(`Bundles: a package has changed, and this no longer matches anything: ${idle.join('; ')}`);
  await Promise.all(outputFiles.map(({ path, contents }) => writeChanged(path, contents)));
  const modules = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
  await Promise.all(modules.map(({ entryPoint, inputs }) => completeBundle(nameOf(entryPoint!), Object.keys(inputs))));
  const sizes = outputFiles
    .filter(({ path }) => path.endsWith('.js'))
    .map(({ path, contents }): BundleSize => {
      const name = relative(bundlesDir, dirname(path)) as LambdaName;
      return { name, bytes: contents.byteLength, budget: budgetOf(name) };
    });
  await writeChanged(sizesFile, Buffer.from(`${JSON.stringify(sizes, null, 2)}\n`));
  return sizes;
}

/** What is said here of packages and no bundle has: without this, an update of a package would undo it unseen. */
export function withoutEffect(metafile: Pick<Metafile, 'inputs'>): string[] {
  const missing = (modules: readonly string[]): string[] => modules.filter((module) => !(module in metafile.inputs));
  return [
    ...unmatchedTrims(metafile),
    ...missing(Object.values(standIns)).map((file) => `stand-in: ${file}`),
    ...missing(Object.keys(filesBeside)).map((module) => `files beside: ${module}`),
  ];
}

/** `package.json` keeps Node from taking the bundle for an ES module, wherever it is unpacked. */
async function completeBundle(name: LambdaName, modules: readonly string[]): Promise<void> {
  await writeChanged(join(bundleDir(name), 'package.json'), Buffer.from('{"type":"commonjs"}\n'));
  for (const [target, source] of modules.flatMap((module) => Object.entries(filesBeside[module] ?? {}))) {
    await writeChanged(join(bundleDir(name), target), await readFile(join(projectDir, source)));
  }
  if (!modules.includes(gateModule)) return;
  for (const [target, contents] of Object.entries(await gateFiles(projectDir, bundleOptions))) await writeChanged(join(bundleDir(name), target), contents);
}

const nameOf = (entry: string): LambdaName => (Object.keys(lambdaEntries) as LambdaName[]).find((name) => lambdaEntries[name].handler === entry)!;

async function writeChanged(path: string, contents: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before && Buffer.compare(before, contents) === 0) return;
  await mkdir(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}`);
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
}
