import { fromBufferPromise } from 'yauzl';
import type { Budget } from './budget.ts';
import { buffer } from './bytes.ts';
import { NotKept } from './not-kept.ts';
import { begins } from './signatures.ts';

/** One thing of an archive, unpacked. */
export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** More is in no document; and none that is larger than this unpacks to so many times its size. What all archives of a file unpack to is for its budget. */
const limits = { entries: 2_000, ratio: 150, ratioFrom: 8 * 1024 * 1024 };

/**
 * Everything that a ZIP archive holds. Stops as soon as there is too much of it, whatever the archive says of itself.
 * @throws NotKept
 */
export async function unzipped(bytes: Uint8Array, budget: Budget): Promise<Part[]> {
  if (!begins(bytes, 'zip')) throw new NotKept('not-of-its-type');
  budget.work(bytes.length);
  const archive = await fromBufferPromise(buffer(bytes), { strictFileNames: true, validateEntrySizes: true });
  if (archive.entryCount > limits.entries) throw new NotKept('unpacks-too-large');
  const parts: Part[] = [];
  let total = 0;
  for await (const entry of archive.eachEntry()) {
    budget.part();
    if (parts.length >= limits.entries) throw new NotKept('unpacks-too-large');
    if (entry.isEncrypted()) throw new NotKept('encrypted');
    const chunks: Buffer[] = [];
    for await (const chunk of await archive.openReadStreamPromise(entry)) {
      total += (chunk as Buffer).length;
      budget.unpacked((chunk as Buffer).length);
      if (total > limits.ratioFrom && total > bytes.length * limits.ratio) throw new NotKept('unpacks-too-large');
      chunks.push(chunk as Buffer);
    }
    parts.push({ name: entry.fileName, bytes: Buffer.concat(chunks) });
  }
  return parts;
}
