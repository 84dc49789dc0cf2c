import * as z from 'zod';

/**
 * What somebody wrote, with their line breaks: composed (NFC), one kind of line break, without spaces around. At most `most` UTF-16 units. Signs that are
 * not seen stay: emoji are joined by them.
 */
export const severalLines = (most: number) =>
  z
    .string()
    .overwrite((text) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim())
    .min(1)
    .max(most);
