import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Errors of these services are told apart by name only, and without classes of their own the SDK still gives them their names:
 * 35 KB for the function that registers customers.
 */
const withoutErrorClasses = /client-(kms|cognito-identity-provider)[\\/]/;

/**
 * Lets esbuild drop the shapes of S3 operations that nobody calls, 55 KB per function: the SDK writes their member names as
 * computed keys (`{ [_hH]: … }`), which count as side effects, though each is a constant string of the same file.
 */
export const unusedShapes: Plugin = {
  name: 'unused-shapes',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const constants = new Map([...source.matchAll(/^const (\w+) = ("[^"\n]*");$/gm)].map(([, name = '', text = '']) => [name, text]));
      const shapes = source.replace(/\[(_\w+)\]:/g, (computed, name: string) => (constants.has(name) ? `${constants.get(name)}:` : computed));
      const contents = withoutErrorClasses.test(path) ? shapes.replace(/^n0_registry\.registerError\(.*\);$/gm, '') : shapes;
      return { contents, loader: 'js' };
    });
  },
};

/** Leaves out the SDK's event streams, 20 KB per function, which it loads when an operation streams events; none of ours does. */
export const eventStreams: Plugin = {
  name: 'event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
  },
};

/** Leaves out how zod tells its schemas as JSON Schema, 18 KB per function: the reference is generated before, not in a Lambda. */
export const jsonSchemas: Plugin = {
  name: 'json-schemas',
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
      return { contents: `const none = () => undefined;\nexport { ${names.map((name) => `none as ${name}`).join(', ')} };`, loader: 'js' };
    });
  },
};

/** The numbering plans of all countries as a library has them, and where they lie beside the bundles that use it. */
export const numberingPlans = {
  module: 'node_modules/libphonenumber-js/metadata.max.json.js',
  source: 'node_modules/libphonenumber-js/metadata.max.json',
  beside: 'data/numbering-plans.json',
};

/** Reads the numbering plans, 155 KB, from their file when the first number is checked, instead of with every start. */
export const numberingPlansOnDemand: Plugin = {
  name: 'numbering-plans-on-demand',
  setup(build) {
    build.onLoad({ filter: /libphonenumber-js[\\/]metadata\.max\.json\.js$/ }, async ({ path }) => {
      const members = Object.keys(JSON.parse(await readFile(path.replace(/\.js$/, ''), 'utf8')) as object);
      const contents = `
        import { readFileSync } from 'node:fs';
        let plans;
        const read = () => (plans ??= JSON.parse(readFileSync(new URL('${numberingPlans.beside}', import.meta.url), 'utf8')));
        export default { ${members.map((member) => `get ${member}() { return read().${member}; }`).join(', ')} };`;
      return { contents, loader: 'js' };
    });
  },
};
