import * as z from 'zod';
import type { FileEraser } from '../../shared/files/file-eraser.ts';
import { fileOfKey } from '../../shared/files/file-key.ts';
import { fileStores } from '../../shared/files/file-stores.ts';
import { letterNeeds, type LetterTable } from '../../shared/letters/letter-table.ts';

export interface RemoveOrphanDeps {
  readonly letters: Pick<LetterTable, 'isRecorded'>;
  readonly files: Pick<FileEraser, 'removeAll'>;
}

/** What it asks of the tables. */
export const removeOrphanLetterNeeds = letterNeeds.isRecorded;

/** The key of a file that was stored, out of the event by which S3 tells the bus. */
export const fileStored = z
  .object({ detail: z.object({ object: z.object({ key: z.string() }) }) })
  // The bus gets keys as they are, other ways of telling percent-encode them; our keys have no `%` of their own.
  .transform(({ detail }) => detail.object.key.replaceAll(/%2F/gi, '/'));

/**
 * Removes a file that no letter came to. Told long after the file was stored: whoever stored it has written the letter by now,
 * or never will. A letter in any state, hidden ones too, keeps its file; and so does one that could not be looked up.
 */
export async function removeOrphanLetter(key: string, { letters, files }: RemoveOrphanDeps): Promise<void> {
  if (!key.startsWith('letters/')) return;
  const letter = fileOfKey(fileStores['letter-files'], key);
  // Nobody of ours writes such a key, so somebody has to look.
  if (!letter) throw new Error('Not the key of a letter');
  if (await letters.isRecorded(letter.customerId, letter.fileId)) return;
  await files.removeAll(key);
}
