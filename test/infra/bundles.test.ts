import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BundleSize } from '../../infra/bundle.ts';
import { lambdaEntries } from '../../infra/lambda-entries.ts';
import { bundlesDir, synthesised } from './synth.ts';

await synthesised('prod');
const sizes: BundleSize[] = JSON.parse(await readFile(join(bundlesDir, 'sizes.json'), 'utf8'));

describe('bundles', () => {
  it('are measured, each of them', () => {
    expect(sizes.map(({ name }) => name).sort()).toEqual(Object.keys(lambdaEntries).sort());
  });

  it.each(sizes.flatMap(({ name, bytes, budget }) => (budget ? [[name, bytes, budget] as const] : [])))('%s (%i bytes) stays within %i', (_, bytes, budget) => {
    expect(bytes).toBeLessThanOrEqual(budget);
  });

  it.each(sizes.map(({ name }) => name))('%s carries the AWS SDK inside, and asks nothing but the environment for credentials', async (name) => {
    const code = await readFile(join(bundlesDir, name, 'index.js'), 'utf8');
    expect(code.match(/require\("@aws-sdk\/(client|lib)-[^"]+"\)/g)).toBeNull();
    expect(code).not.toContain('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  });

  it.each(['data/sRGB_IEC61966_2_1.icc', 'fonts/SourceSans3-Regular.ttf', 'fonts/SourceSans3-Bold.ttf', 'fonts/LICENSE.md'])(
    'those that set letters have %s beside them',
    async (file) => {
      for (const name of ['issue-letter', 'letter-modules-api', 'run-rules']) expect((await stat(join(bundlesDir, name, file))).size).toBeGreaterThan(0);
    },
  );
});
