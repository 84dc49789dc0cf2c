import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { build, type BuildResult, type Metafile } from 'esbuild';
import { projectDir } from '../../client/paths.ts';
import { bundleOptions, withoutEffect } from '../../infra/bundle.ts';
import { numberingPlans, packagesOnDemand, trims } from '../../infra/bundle-trims.ts';
import { paula } from '../unit/customers/people.ts';

/** One module of today's packages for each that a trim looks for. */
const modules = [
  ['error-classes', 'node_modules/@aws-sdk/client-kms/dist-es/schemas/schemas_0.js'],
  ['error-classes', 'node_modules/@aws-sdk/client-cognito-identity-provider/dist-es/schemas/schemas_0.js'],
  ['unused-shapes', 'node_modules/@aws-sdk/client-s3/dist-es/schemas/schemas_0.js'],
  ['json-schemas', 'node_modules/zod/v4/core/to-json-schema.js'],
  ['json-schemas', 'node_modules/zod/v4/core/json-schema-processors.js'],
  ['numbering-plans-on-demand', 'node_modules/libphonenumber-js/metadata.max.json.js'],
  ['packages-on-demand', 'node_modules/ibantools/jsnext/ibantools.js'],
  ['packages-on-demand', 'node_modules/postcode-validator/lib/esm/main.js'],
  ['country-codes', 'node_modules/i18n-iso-countries/index.js'],
] as const;
const standIns = ['infra/lambda-credentials.ts', 'infra/brotli.ts'];
const besides = [
  'node_modules/pdfkit/js/pdfkit.node.mjs',
  'functions/letters/issue-letter-api.ts',
  'functions/letters/module-api.ts',
  'functions/tickets/run-rules-handler.ts',
];

const folder = await mkdtemp(join(tmpdir(), 'schutzbrief-trims-'));
afterAll(() => rm(folder, { recursive: true }));

/** Bundles a package of one module that reads so, as functions are bundled. */
async function bundled(module: string, source: string): Promise<BuildResult> {
  const path = join(folder, module);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
  await writeFile(join(folder, 'entry.js'), `import * as all from './${module}';\nconsole.log(all);`);
  return build({ ...bundleOptions, logLevel: 'silent', absWorkingDir: folder, entryPoints: ['entry.js'], outfile: 'out.js', write: false });
}

describe('a trim', () => {
  it.each([
    [...modules[0], /n0_registry\.registerError/],
    [...modules[1], /n0_registry\.registerError/],
    [...modules[2], /\[_\w+\]:/],
    [...modules[3], /function extractDefs\(/],
    [...modules[4], /Processor = \(schema/],
    [...modules[6], /bban_regexp/],
    [...modules[7], /POSTCODE_REGEXES/],
    [...modules[8], /diacritics/],
  ] as const)('%s leaves nothing of what it leaves out in %s', async (name, module, leftOut) => {
    const path = join(projectDir, module);
    const source = await readFile(path, 'utf8');
    const trimmed = await trims.find((trim) => trim.name === name)!.rewrite(source, path);
    expect(source).toMatch(leftOut);
    expect(trimmed).not.toMatch(leftOut);
  });

  it.each([
    ['error classes are registered in another way', modules[0][1], 'const _a = "a";\nexport const shape = { [_a]: 1 };\nerrors.set("NotFound", class {});'],
    ['shapes have no computed keys', modules[2][1], 'const _a = "a";\nexport const shape = { a: 1 };'],
    ['keys are computed of something else', modules[2][1], 'const _a = name("a");\nexport const shape = { [_a]: 1 };'],
    ['the module exports all at its end', modules[3][1], 'const toJSONSchema = () => ({});\nexport { toJSONSchema };'],
  ])('ends the build where %s', async (_, module, source) => {
    await expect(bundled(module, source)).rejects.toThrow(/schema.*\.js has changed: nothing to leave out was found/);
  });
});

describe('a package on demand', () => {
  it('lies beside the bundle, and answers as before', async () => {
    const beside = Object.assign({ [numberingPlans.beside]: numberingPlans.source }, ...Object.values(packagesOnDemand)) as Record<string, string>;
    for (const [target, source] of Object.entries(beside)) {
      await mkdir(dirname(join(folder, 'on-demand', target)), { recursive: true });
      await copyFile(join(projectDir, source), join(folder, 'on-demand', target));
    }
    await writeFile(join(folder, 'on-demand/package.json'), '{"type":"commonjs"}');
    const outfile = join(folder, 'on-demand/index.js');
    await build({ ...bundleOptions, absWorkingDir: projectDir, entryPoints: ['shared/customers/new-customer.ts'], outfile });
    const { NewCustomer } = createRequire(import.meta.url)(outfile) as typeof import('../../shared/customers/new-customer.ts');
    const refused = (change: object) => NewCustomer.safeParse({ ...paula, ...change }).error?.issues.map(({ path }) => path.join('.'));
    expect(refused({})).toBeUndefined();
    expect(refused({ iban: 'DE89370400440532013001' })).toEqual(['iban']);
    expect(refused({ address: { ...paula.address, postalCode: '1067' } })).toEqual(['address.postalCode']);
    expect(refused({ address: { ...paula.address, country: 'UK' } })).toEqual(['address.country']);
  });
});

describe('the bundles', () => {
  /** What esbuild tells of a build that had these modules, and left out what functions load on demand. */
  const buildOf = (paths: readonly string[], leftOut = ['@smithy/core/event-streams']): Pick<Metafile, 'inputs'> => ({
    inputs: Object.fromEntries(
      paths.map((path) => [path, { bytes: 1, imports: leftOut.map((external) => ({ path: external, kind: 'dynamic-import' as const, external: true })) }]),
    ),
  });
  const whole = [...modules.map(([, module]) => module), ...standIns, ...besides];

  it('end as they should where everything is found', () => {
    expect(withoutEffect(buildOf(whole))).toEqual([]);
  });

  it.each(whole.filter((path) => path !== modules[2][1]))('are refused where none has %s', (path) => {
    const idle = withoutEffect(buildOf(whole.filter((other) => other !== path)));
    const [named] = path.split('/').at(-1)!.split('.');
    expect(idle.length).toBeGreaterThan(0);
    for (const one of idle) expect(one).toContain(named);
  });

  it('are refused where no client has shapes, or loads event streams on demand', () => {
    expect(withoutEffect(buildOf(whole.filter((path) => !path.includes('@aws-sdk')))).map((one) => one.split(':')[0])).toContain('unused-shapes');
    expect(withoutEffect(buildOf(whole, []))).toEqual(['event-streams: @smithy/core/event-streams']);
  });
});
