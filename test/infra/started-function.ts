import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundlesDir, type AppResource } from './synth.ts';

/** Variables that all functions have, whether they need them or not. */
export const givenToAll = ['SECTOR', 'CALL_TIMEOUT_MS'];

/** The variables as the function gets them; what is known only after deployment is made up. */
export function environmentOf({ properties }: Pick<AppResource, 'properties'>): Record<string, string> {
  const given = Object.entries<unknown>(properties.Environment?.Variables ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'string' ? value : `https://made-up.example/${name}`]));
}

/** Starts a bundle with these variables. @returns those that it asked for; throws where it does not start */
export async function started(bundle: string, variables: Record<string, string>): Promise<string[]> {
  const env = { ...variables, AWS_REGION: 'eu-central-1' };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'start-function.cjs'), join(bundlesDir, bundle)], { env });
  return JSON.parse(stdout);
}
