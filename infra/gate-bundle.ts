import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { besideBundle } from '../shared/letters/gate/judge-in-worker.ts';

/** The module that begins the gate's worker: a bundle that has it needs what `gateFiles` makes beside it. */
export const gateModule = 'shared/letters/gate/judge-in-worker.ts';

/**
 * The code of the letter gate's worker, which runs in a thread of its own and so is a bundle of its own, and that of qpdf.
 * @returns contents by their paths beside the bundle
 */
export async function gateFiles(projectDir: string, options: BuildOptions): Promise<Readonly<Record<string, Uint8Array>>> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [join(projectDir, 'shared/letters/gate/worker.ts')],
    absWorkingDir: projectDir,
    write: false,
  });
  return {
    [besideBundle.worker]: outputFiles[0]!.contents,
    [besideBundle.qpdfWasm]: await readFile(join(projectDir, 'node_modules/@neslinesli93/qpdf-wasm/dist/qpdf.wasm')),
  };
}
