import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { localDir, projectDir } from '../../client/paths.ts';
import { bundleOptions } from '../../infra/bundle.ts';
import { gateFiles } from '../../infra/gate-bundle.ts';

it('the letter gate judges in a thread of its own when it is bundled, with nothing but what lies beside the bundle', async () => {
  await mkdir(localDir, { recursive: true });
  const folder = await mkdtemp(join(localDir, 'gate-'));
  try {
    for (const [path, contents] of Object.entries(await gateFiles(projectDir, bundleOptions))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), contents);
    }
    await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}');
    const program = `
      import { readFileSync } from 'node:fs';
      import { judgeInWorker } from './shared/letters/gate/judge-in-worker.ts';
      for (const file of process.argv.slice(2)) judgeInWorker(readFileSync(file)).then(({ verdict }) => console.log(verdict));`;
    await build({
      ...bundleOptions,
      stdin: { contents: program, resolveDir: projectDir, loader: 'ts' },
      absWorkingDir: projectDir,
      outfile: join(folder, 'index.js'),
    });
    const files = ['made--letter.pdf', 'pypdf--jpeg.pdf'].map((name) => join(projectDir, 'test', 'data', 'pdfs', name));
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'index.js'), ...files], { cwd: folder });
    expect(stdout).toBe('accepted\naccepted\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
