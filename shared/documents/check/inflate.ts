import { constants, crc32, inflateRawSync, inflateSync } from 'node:zlib';
import type { Budget } from './budget.ts';
import { NotKept } from './not-kept.ts';

/**
 * What was packed by Flate (zlib); `undefined` for what was not, or is damaged. It counts, whether it comes to anything or not. `as-far-as-it-goes`: also what is
 * cut off, or has a wrong check sum, as programs that show PDFs do it.
 * @throws NotKept `unpacks-too-large`, `too-complex`
 */
export function inflated(bytes: Uint8Array, mostBytes: number, budget: Budget, how: 'whole' | 'as-far-as-it-goes' = 'whole'): Buffer | undefined {
  budget.work(bytes.length);
  try {
    const maxOutputLength = Math.max(1, Math.min(mostBytes, budget.bytesLeft));
    const content =
      how === 'whole' ? inflateSync(bytes, { maxOutputLength }) : inflateRawSync(bytes.subarray(2), { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
    budget.unpacked(content.length);
    return content;
  } catch (error) {
    if (error instanceof NotKept) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new NotKept('unpacks-too-large');
    return undefined;
  }
}

/** The check sum of a PNG's chunk. */
export const checkSum = (bytes: Uint8Array): number => crc32(bytes);
