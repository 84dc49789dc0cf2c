/**
 * Writes what is generated from the code: `npm run generate`. With `--check` it writes nothing, and fails when a file is not what
 * the code says.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventCatalogue, eventReference } from './events.ts';
import { readmeWithLimits } from './limits.ts';
import { openApi } from './openapi.ts';
import { printableRanges } from './printable-ranges.ts';
import { privacyDocuments } from './privacy-documents.ts';

interface Generated {
  /** From the project's folder. */
  readonly file: string;
  content(): Promise<string> | string;
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const generated: readonly Generated[] = [
  { file: 'shared/letters/typesetting/printable-ranges.ts', content: printableRanges },
  { file: 'docs/openapi.json', content: async () => json(await openApi()) },
  { file: 'docs/events.json', content: async () => json(eventReference(await eventCatalogue())) },
  { file: 'README.md', content: readmeWithLimits },
  ...privacyDocuments,
];

function present(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const check = process.argv.includes('--check');
for (const { file, content } of generated) {
  const path = join(import.meta.dirname, '..', file);
  const wanted = await content();
  if (present(path) === wanted) continue;
  if (check) {
    console.error(`${file} is not what the code says: npm run generate`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
    console.log(`${file} written`);
  }
}
