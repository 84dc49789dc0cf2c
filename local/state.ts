/** The emulator's state folder between two runs: what to clear before a start. */
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of a state directory. */
export function stateFolders(stateDir: string) {
  return {
    services: join(stateDir, 'emulator'),
    objects: join(stateDir, 's3'),
    temp: join(stateDir, 'tmp'),
    log: join(stateDir, 'emulator.log'),
    lastRun: join(stateDir, 'last-run.json'),
    shape: join(stateDir, 'data-shape.json'),
  };
}

/** True when nothing is kept from an earlier run: what a run keeps is written as it ends. */
export const isFresh = (stateDir: string): boolean => !existsSync(savedFile(stateDir));

const savedFile = (stateDir: string): string => join(stateFolders(stateDir).services, 'cloudformation.json');

/**
 * True when the last run ended without saving, as after `kill -9` or a power cut. The emulator saves when it ends, so what it kept is younger than the
 * note of a run that ended gently. To be asked before another run writes its note.
 */
export async function isUnsaved(stateDir: string): Promise<boolean> {
  const { lastRun } = stateFolders(stateDir);
  const [noted, saved] = await Promise.all([changedAt(lastRun), changedAt(savedFile(stateDir))]);
  return noted !== undefined && (saved === undefined || saved < noted);
}

const changedAt = (file: string): Promise<number | undefined> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** Makes the folders ready for a start; says whether there is anything from an earlier run. */
export async function prepareState(stateDir: string): Promise<{ fresh: boolean }> {
  const { services, objects, temp } = stateFolders(stateDir);
  const fresh = isFresh(stateDir);
  // Objects are written at once, everything else at the end: after a run that never ended gently only they are there.
  if (fresh) for (const left of [services, objects]) await rm(left, { recursive: true, force: true });
  await rm(temp, { recursive: true, force: true });
  for (const folder of [services, objects, temp]) await mkdir(folder, { recursive: true });
  // The Lambdas' code is unpacked below; as on AWS it must not inherit the `"type": "module"` of our package.json.
  await writeFile(join(temp, 'package.json'), '{"type":"commonjs"}');
  return { fresh };
}
