import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { LocalCloudProblem } from '../../client/problem.ts';
import { projectDir } from '../../client/paths.ts';
import type { House } from './house.ts';
import { NoPlace } from './insert.ts';
import { refused } from './refusal.ts';
import type { Extension, Skeleton } from './skeleton.ts';

/**
 * Every file of a skeleton as it is to stand there, formatted: nothing is written before all of it can be.
 * @throws LocalCloudProblem `bad-argument` for a file that is there already, `source-not-understood` for a list that is not as expected
 */
export async function drawn({ made, extended }: Skeleton, { source }: Pick<House, 'source'>): Promise<Map<string, string>> {
  const there = Object.keys(made).filter((file) => source(file) !== undefined);
  if (there.length > 0) throw refused('name', `there is already ${there.join(', ')}`, 'Nothing was written. Take another name, or fill in what is there');
  const texts = new Map(Object.entries(made));
  for (const extension of extended) texts.set(extension.file, changed(extension, texts.get(extension.file) ?? source(extension.file)));
  return new Map(await Promise.all([...texts].map(async ([file, text]) => [file, await formatted(file, text)] as const)));
}

export function write(files: ReadonlyMap<string, string>, folder: string = projectDir): void {
  for (const [file, text] of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** What was done and what is left, for whoever asked. */
export const told = ({ made, extended, left }: Skeleton): string =>
  [
    'Written:',
    ...Object.keys(made).map((file) => `  ${file}`),
    ...(extended.length > 0 ? ['Extended:', ...extended.map(({ file, list }) => `  ${file} (${list})`)] : []),
    'Left to do, in this order:',
    ...['Fill in what the files leave open: npm run test:unit -- architecture lists it, line by line.', ...left].map(
      (step, index) => `  ${index + 1}. ${step}`,
    ),
  ].join('\n');

function changed({ file, list, change }: Extension, text: string | undefined): string {
  try {
    if (text === undefined) throw new NoPlace('file');
    return change(text);
  } catch (error) {
    if (!(error instanceof NoPlace)) throw error;
    throw new LocalCloudProblem(
      'source-not-understood',
      `${file}: ${error.message}, to put something into ${list}.`,
      'Nothing was written. Do it by hand, as README says, and mend local/new',
    );
  }
}

/** JSON stands as it was made. */
const formatted = async (file: string, text: string): Promise<string> =>
  file.endsWith('.ts') ? format(text, { ...(await resolveConfig(join(projectDir, file))), filepath: file }) : text;
