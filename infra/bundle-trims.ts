import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

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
      const contents = source.replace(/\[(_\w+)\]:/g, (computed, name: string) => (constants.has(name) ? `${constants.get(name)}:` : computed));
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
