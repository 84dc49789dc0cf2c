/** Where the local cloud keeps its things: all of it in `.local`, which is ignored by git and may be deleted. */
import { dirname, join, resolve } from 'node:path';

/** The folder with package.json and cdk.json. */
export const projectDir = resolve(import.meta.dirname, '..');

/** Everything the local cloud writes. */
export const localDir = join(projectDir, '.local');

/** The data of `npm start`. */
export const defaultStateDir = join(localDir, 'state');

/** Addresses and names of what runs, for scripts and tests; SCHUTZBRIEF_OUTPUTS names another file. */
export function outputsFile(env: NodeJS.ProcessEnv = process.env): string {
  return env['SCHUTZBRIEF_OUTPUTS'] ?? join(localDir, 'outputs.json');
}

/** The logins of the demo people lie beside the outputs of the cloud they belong to. */
export function loginsFile(outputs: string = outputsFile()): string {
  return join(dirname(outputs), 'logins.json');
}
