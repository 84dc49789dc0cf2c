import * as z from 'zod';

/** In what an index may be written. */
export const IndexEncoding = z.enum(['utf-8', 'windows-1252']);
export type IndexEncoding = z.infer<typeof IndexEncoding>;

/**
 * Reads lines of one file, in their order. What its sender declares holds, but for the mark of UTF-8, which nothing else begins with. Who declares nothing is
 * told by the first line that has more than ASCII: if that is UTF-8, the file is, else it is Windows-1252, which spreadsheets save on German computers without
 * saying so. Lines before were the same in both, so nothing is read twice. Nobody writes UTF-8 by accident: an umlaut of Windows-1252 with a letter behind it is none.
 * A line that is no UTF-8 in a file that is, is damaged, and no reason to read names wrongly.
 * @returns the text, or `undefined` for a line that is not written as the file is
 */
export function lineDecoder(declared?: IndexEncoding): (line: Uint8Array) => string | undefined {
  let encoding = declared;
  let isFirst = true;
  return (line) => {
    if (isFirst && hasMark(line)) encoding = 'utf-8';
    isFirst = false;
    if (encoding === 'windows-1252') return ansi.decode(line);
    const unicode = utf8(line);
    if (encoding !== undefined || line.every((byte) => byte < 0x80)) return unicode;
    encoding = unicode === undefined ? 'windows-1252' : 'utf-8';
    return unicode ?? ansi.decode(line);
  };
}

// One of each: what they hold outside of the heap would pile up, line by line. Without `stream`, none keeps anything of a line.
const unicodeOnly = new TextDecoder('utf-8', { fatal: true });
const ansi = new TextDecoder('windows-1252');

const hasMark = (line: Uint8Array): boolean => line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf;

/** Without the mark. */
function utf8(line: Uint8Array): string | undefined {
  try {
    return unicodeOnly.decode(line);
  } catch {
    return undefined;
  }
}
