import { crc32, inflateSync } from 'node:zlib';
import type { Budget } from './budget.ts';
import { NotKept } from './not-kept.ts';

/**
 * What was packed by Flate (zlib); `undefined` for what was not, or is damaged. It counts, whether it comes to anything or not.
 * @throws NotKept `unpacks-too-large`, `too-complex`
 */
export function inflated(bytes: Uint8Array, mostBytes: number, budget: Budget): Buffer | undefined {
  budget.work(bytes.length);
  try {
    const content = inflateSync(bytes, { maxOutputLength: Math.max(1, Math.min(mostBytes, budget.bytesLeft)) });
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
