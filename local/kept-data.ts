/** Data of an earlier start, and code that may have changed since. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { projectDir } from '../client/paths.ts';
import { LocalCloudProblem } from '../client/problem.ts';
import { dataShape, outgrown, type ShapeLine } from './data-shape.ts';
import { isFresh, stateFolders } from './state.ts';

const Shape = z.array(z.strictObject({ of: z.string(), path: z.string(), is: z.string() }));

/** So many differences are told; they are rarely worth reading all. */
const told = 5;

/** The emulator itself: another one, or one that we make keep more, may not read what this one keeps. */
async function emulatorShape(): Promise<ShapeLine> {
  const parts = await Promise.all(['requirements.txt', 'emulator.py'].map((file) => readFile(join(import.meta.dirname, file))));
  return { of: 'emulator', path: 'release', is: createHash('sha256').update(Buffer.concat(parts)).digest('hex') };
}

/** The shape of what this code keeps on this machine. */
export const keptShape = async (): Promise<ShapeLine[]> => [...dataShape(), await emulatorShape()];

/**
 * Makes sure that this code can read what is kept, and notes beside it the shape in which it goes on. Called before anything starts.
 * @throws LocalCloudProblem `data-outgrown` when the data must begin anew.
 */
export async function assureReadable(stateDir: string, shape: readonly ShapeLine[]): Promise<void> {
  const { shape: note } = stateFolders(stateDir);
  if (!isFresh(stateDir)) {
    const before = await noted(note);
    const differences = before ? outgrown(before, shape) : ['nothing says in which shape it was written'];
    if (differences.length > 0) throw dataOutgrown(stateDir, differences);
  }
  await mkdir(stateDir, { recursive: true });
  await writeFile(note, JSON.stringify(shape));
}

async function noted(note: string): Promise<ShapeLine[] | undefined> {
  try {
    return Shape.parse(JSON.parse(await readFile(note, 'utf8')));
  } catch {
    return undefined;
  }
}

function dataOutgrown(stateDir: string, differences: readonly string[]): LocalCloudProblem {
  const more = differences.length - told;
  const lines = [...differences.slice(0, told), ...(more > 0 ? [`and ${more} more`] : [])];
  return new LocalCloudProblem(
    'data-outgrown',
    `The data in ${relative(projectDir, stateDir)} was written by code that stores otherwise than this does:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    'Begin anew: npm start -- --reset\nOr go back to the code that wrote it; nothing has been touched.',
  );
}
