/** The emulator's state folder between two runs: what to clear and mend before a start. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

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

const SavedLambda = z.looseObject({
  payload: z.looseObject({
    dynamodb_stream_positions: z.looseObject({ data: z.record(z.string(), z.unknown()) }).optional(),
  }),
});

/**
 * Sets every stream reader back to the start. The emulator saves how far each had read but not the stream itself,
 * so after a restart with N events behind it, it would never deliver the next N.
 */
export function rewindStreamReaders(savedLambda: unknown): unknown {
  const saved = SavedLambda.safeParse(savedLambda);
  const positions = saved.data?.payload.dynamodb_stream_positions;
  if (!saved.success || positions === undefined) return savedLambda;
  positions.data = Object.fromEntries(Object.keys(positions.data).map((mapping) => [mapping, 0]));
  return saved.data;
}

/** True when nothing is kept from an earlier run: what a run keeps is written as it ends. */
export const isFresh = (stateDir: string): boolean => !existsSync(join(stateFolders(stateDir).services, 'cloudformation.json'));

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

  const lambdaFile = join(services, 'lambda.json');
  if (existsSync(lambdaFile)) {
    const mended = rewindStreamReaders(JSON.parse(await readFile(lambdaFile, 'utf8')));
    await writeFile(`${lambdaFile}.draft`, JSON.stringify(mended));
    await rename(`${lambdaFile}.draft`, lambdaFile);
  }
  return { fresh };
}
