import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

/**
 * Leaves out of packages what no function needs. Each trim knows a package's text as it is today; where an update changes that, the
 * build ends instead of the bundles growing unseen.
 */
export interface Trim {
  readonly name: string;
  /** Paths of the modules that are rewritten. Each stands for a module that some bundle has. */
  readonly modules: readonly RegExp[];
  /** The module as it is bundled; `undefined` where it has nothing of what the trim leaves out. */
  readonly rewrite: (source: string, path: string) => Promise<string | undefined>;
}

const schemasOf = (client: string): RegExp => new RegExp(`@aws-sdk[\\\\/]client-${client}[\\\\/]dist-es[\\\\/]schemas[\\\\/]schemas_0\\.js$`);

/**
 * Lets esbuild drop the shapes of S3 operations that nobody calls, 55 KB per function: the SDK writes their member names as
 * computed keys (`{ [_hH]: … }`), which count as side effects, though each is a constant string of the same file.
 */
const unusedShapes: Trim = {
  name: 'unused-shapes',
  modules: [schemasOf('[a-z0-9-]+')],
  rewrite: async (source) => {
    const constants = new Map([...source.matchAll(/^const (\w+) = ("[^"\n]*");$/gm)].map(([, name = '', text = '']) => [name, text]));
    return replaced(source, /\[(_\w+)\]:/g, (computed, name) => (constants.has(name) ? `${constants.get(name)}:` : computed));
  },
};

/**
 * Errors of these services are told apart by name only, and without classes of their own the SDK still gives them their names:
 * 35 KB for the function that registers customers.
 */
const errorClasses: Trim = {
  name: 'error-classes',
  modules: ['kms', 'cognito-identity-provider'].map(schemasOf),
  rewrite: async (source, path) => {
    const shapes = await unusedShapes.rewrite(source, path);
    return shapes && replaced(shapes, /^n0_registry\.registerError\(.*\);$/gm, () => '');
  },
};

/** Leaves out how zod tells its schemas as JSON Schema, 18 KB per function: the reference is generated before, not in a Lambda. */
const jsonSchemas: Trim = {
  name: 'json-schemas',
  modules: ['to-json-schema', 'json-schema-processors'].map((module) => new RegExp(`zod[\\\\/]v4[\\\\/]core[\\\\/]${module}\\.js$`)),
  rewrite: async (source) => {
    const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
    if (names.length === 0) return undefined;
    return `const none = () => undefined;\nexport { ${names.map((name) => `none as ${name}`).join(', ')} };`;
  },
};

/** The numbering plans of all countries as a library has them, and where they lie beside the bundles that use it. */
export const numberingPlans = {
  module: 'node_modules/libphonenumber-js/metadata.max.json.js',
  source: 'node_modules/libphonenumber-js/metadata.max.json',
  beside: 'data/numbering-plans.json',
};

/** Reads the numbering plans, 155 KB, from their file when the first number is checked, instead of with every start. */
const numberingPlansOnDemand: Trim = {
  name: 'numbering-plans-on-demand',
  modules: [/libphonenumber-js[\\/]metadata\.max\.json\.js$/],
  rewrite: async (_, path) => {
    const members = Object.keys(JSON.parse(await readFile(path.replace(/\.js$/, ''), 'utf8')) as object);
    if (members.length === 0) return undefined;
    return `
      import { readFileSync } from 'node:fs';
      let plans;
      const read = () => (plans ??= JSON.parse(readFileSync(new URL('${numberingPlans.beside}', import.meta.url), 'utf8')));
      export default { ${members.map((member) => `get ${member}() { return read().${member}; }`).join(', ')} };`;
  },
};

/**
 * Packages that are loaded from beside the bundle when one of their functions is first called, instead of with every start: mostly tables, and
 * only taking somebody in asks them. By the module that is bundled, what lies there instead (CommonJS), its entry first.
 */
export const packagesOnDemand: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'node_modules/ibantools/jsnext/ibantools.js': { 'data/ibantools.js': 'node_modules/ibantools/build/ibantools.js' },
  'node_modules/postcode-validator/lib/esm/main.js': {
    'data/postal-codes/main.js': 'node_modules/postcode-validator/lib/cjs/main.js',
    'data/postal-codes/postcode-regexes.js': 'node_modules/postcode-validator/lib/cjs/postcode-regexes.js',
    'data/postal-codes/postcode-types.js': 'node_modules/postcode-validator/lib/cjs/postcode-types.js',
  },
};

/** Lets the functions of such a package load it, 24 KB for the function that registers customers. */
const onDemand: Trim = {
  name: 'packages-on-demand',
  modules: Object.keys(packagesOnDemand).map((module) => new RegExp(`${module.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`)),
  rewrite: async (source, path) => {
    const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
    const [, beside] = Object.entries(packagesOnDemand).find(([module]) => path.replaceAll('\\', '/').endsWith(module)) ?? [];
    if (names.length === 0 || !beside) return undefined;
    return `
      import { createRequire } from 'node:module';
      let loaded;
      const load = () => (loaded ??= createRequire(import.meta.url)('./${Object.keys(beside)[0]}'));
      ${names.map((name) => `export const ${name} = (...given) => load().${name}(...given);`).join('\n')}`;
  },
};

/** Leaves of the list of countries their two letters, and drops how the package folds names of countries, 18 KB per function that asks for one. */
const countryCodes: Trim = {
  name: 'country-codes',
  modules: [/i18n-iso-countries[\\/]index\.js$/],
  rewrite: async (source, path) => {
    const codes = JSON.parse(await readFile(join(dirname(path), 'codes.json'), 'utf8')) as [string][];
    if (!source.includes('exports.getAlpha2Codes')) return undefined;
    return `export default { getAlpha2Codes: () => Object.fromEntries('${codes.map(([code]) => code).join(' ')}'.split(' ').map((code) => [code, code])) };`;
  },
};

/** Of two that want the same module, the first has it. */
export const trims: readonly Trim[] = [errorClasses, unusedShapes, jsonSchemas, numberingPlansOnDemand, onDemand, countryCodes];

const eventStreams = '@smithy/core/event-streams';

/** Leaves out the SDK's event streams, 20 KB per function, which it loads when an operation streams events; none of ours does. */
const withoutEventStreams: Plugin = {
  name: 'event-streams',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${eventStreams}$`) }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
  },
};

/** The trims as esbuild takes them. */
export const trimPlugins: readonly Plugin[] = [...trims.map(pluginOf), withoutEventStreams];

function pluginOf({ name, modules, rewrite }: Trim): Plugin {
  return {
    name,
    setup(build) {
      for (const filter of modules) {
        build.onLoad({ filter }, async ({ path }) => {
          const contents = await rewrite(await readFile(path, 'utf8'), path);
          return contents === undefined
            ? { errors: [{ text: `${path} has changed: nothing to leave out was found (infra/bundle-trims.ts)` }] }
            : { contents, loader: 'js' };
        });
      }
    },
  };
}

/** What the trims looked for and a build of all bundles does not have: module paths or names, each with its trim. */
export function unmatchedTrims({ inputs }: Pick<Metafile, 'inputs'>): string[] {
  const paths = Object.keys(inputs);
  const leftOut = Object.values(inputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
  return [
    ...trims.flatMap(({ name, modules }) => modules.filter((module) => !paths.some((path) => module.test(path))).map((module) => `${name}: ${module.source}`)),
    ...(leftOut.includes(eventStreams) ? [] : [`${withoutEventStreams.name}: ${eventStreams}`]),
  ];
}

/** The source with everything replaced that the pattern finds; `undefined` where that changes nothing. */
function replaced(source: string, pattern: RegExp, by: (match: string, name: string) => string): string | undefined {
  const changed = source.replace(pattern, by);
  return changed === source ? undefined : changed;
}
