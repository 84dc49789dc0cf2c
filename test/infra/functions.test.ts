import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { lambdaEntries } from '../../infra/lambda-entries.ts';
import { bundlesDir, resources, synthesised, type AppResource } from './synth.ts';

const app = await synthesised('prod');
const functions = resources(app, 'AWS::Lambda::Function').map((fn) => [app.bundles[`${fn.stack}/${fn.logicalId}`] ?? `${fn.stack}/${fn.name}`, fn] as const);

/** Given to all, whether they need it or not. */
const common = ['SECTOR'];

describe('functions', () => {
  it('are exactly the ones that are bundled', () => {
    expect(functions.map(([bundle]) => bundle).sort()).toEqual(Object.keys(lambdaEntries).sort());
  });

  it.each(functions)('%s starts with its environment, and asks for every variable in it', async (bundle, fn) => {
    const variables = environmentOf(fn);
    const asked = await started(bundle, variables);
    expect(Object.keys(variables).filter((name) => !asked.includes(name) && !common.includes(name))).toEqual([]);
  });

  it.each(functions)('%s runs on ARM under Node 24 and logs where we say', (_, { properties }) => {
    expect(properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x', LoggingConfig: { LogGroup: { Ref: expect.any(String) } } });
  });

  it('each have a role of their own', () => {
    const roles = functions.map(([, { stack, properties }]) => `${stack} ${JSON.stringify(properties.Role)}`);
    expect(new Set(roles).size).toBe(functions.length);
  });
});

/** The variables as the function gets them; what is known only after deployment is made up. */
function environmentOf({ properties }: AppResource): Record<string, string> {
  const given = Object.entries<unknown>(properties.Environment?.Variables ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'string' ? value : `https://made-up.example/${name}`]));
}

async function started(bundle: string, variables: Record<string, string>): Promise<string[]> {
  const env = { ...variables, AWS_REGION: 'eu-central-1' };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'start-function.cjs'), join(bundlesDir, bundle)], { env });
  return JSON.parse(stdout);
}
