import * as z from 'zod';

/**
 * A name or another single line, composed (NFC) and without spaces around: what is printed, compared and searched must look as it is.
 * At most `most` UTF-16 units.
 */
export const oneLine = (most: number) =>
  z
    .string()
    .overwrite((text) => text.normalize('NFC').trim())
    .min(1)
    .max(most)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, { error: 'must be one line, without control or invisible characters', abort: true });
