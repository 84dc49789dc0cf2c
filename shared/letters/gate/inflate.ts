import { constants, inflateRawSync } from 'node:zlib';
import type { Budget } from '../../documents/check/budget.ts';
import { NotKept } from '../../documents/check/not-kept.ts';

/**
 * What was packed by Flate, as far as it goes: programs that show PDFs take what is cut off, or has a wrong check sum. `undefined` for what was not packed so.
 * @throws NotKept `unpacks-too-large`, `too-complex`
 */
export function inflated(bytes: Uint8Array, mostBytes: number, budget: Budget): Buffer | undefined {
  budget.work(bytes.length);
  try {
    // Without the two bytes before it and the check sum behind.
    const content = inflateRawSync(bytes.subarray(2), {
      maxOutputLength: Math.max(1, Math.min(mostBytes, budget.bytesLeft)),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    budget.unpacked(content.length);
    return content;
  } catch (error) {
    if (error instanceof NotKept) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new NotKept('unpacks-too-large');
    return undefined;
  }
}
