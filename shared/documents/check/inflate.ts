import { crc32, inflateSync } from 'node:zlib';
import { NotKept } from './not-kept.ts';

/** What was packed by Flate (zlib); `undefined` for what was not, or is damaged. @throws NotKept `unpacks-too-large` */
export function inflated(bytes: Uint8Array, mostBytes: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new NotKept('unpacks-too-large');
    return undefined;
  }
}

/** The check sum of a PNG's chunk. */
export const checkSum = (bytes: Uint8Array): number => crc32(bytes);
