import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnsaved, stateFolders } from '../../../local/state.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the note of a run, and what it saved, each at a second of the same hour. */
async function ran(notedAt: number | undefined, savedAt: number | undefined): Promise<boolean> {
  const { lastRun, services } = stateFolders(folder);
  await mkdir(services, { recursive: true });
  for (const [file, at] of [
    [lastRun, notedAt],
    [join(services, 'cloudformation.json'), savedAt],
  ] as const) {
    if (at === undefined) continue;
    await writeFile(file, '{}');
    await utimes(file, 1_800_000_000 + at, 1_800_000_000 + at);
  }
  return isUnsaved(folder);
}

describe('a run', () => {
  it.each([
    ['that never was lost nothing', undefined, undefined, false],
    ['that ended gently has saved', 10, 60, false],
    ['that was killed has lost what came after the one before', 100, 60, true],
    ['that was killed and was the first has lost everything', 10, undefined, true],
  ])('%s', async (_, notedAt, savedAt, unsaved) => {
    expect(await ran(notedAt, savedAt)).toBe(unsaved);
  });
});
