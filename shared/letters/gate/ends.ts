import { latin1 } from '../../documents/check/bytes.ts';
import type { GateRefusal } from './refusals.ts';

/** White space as PDF has it (ISO 32000-1, 7.2.2), as it stands in a pattern. */
const space = String.raw`[\0\t\n\f\r ]`;

const header = /^%PDF-[12]\.\d/;
const marked = new RegExp(String.raw`startxref${space}+(\d{1,12})${space}+%%EOF(?!.*%%EOF)`, 's');
const goesOn = new RegExp(String.raw`(?:^|${space})(?:\d{1,10}${space}+\d{1,5}${space}+obj|xref|startxref)`);
const tableBegins = new RegExp(String.raw`^${space}*xref${space}`);
const objectBegins = new RegExp(String.raw`^${space}*\d{1,10}${space}+\d{1,5}${space}+obj`);

/** So much at the end is looked at for the mark of the end. */
const tail = 4_096;

/**
 * Whether a PDF begins where the file begins, ends where it ends, and says at its end where its cross-references are. Whatever else a file is beside a
 * PDF (a page, a script, an archive) shows before its header or behind its end.
 * @returns all that is wrong; a list that holds more than `needs-repair` means that nothing more can be said
 */
export function endProblems(bytes: Uint8Array): GateRefusal[] {
  const beginning = latin1(bytes.subarray(0, 16));
  if (!header.test(beginning)) return [latin1(bytes).search(/%PDF-\d/) > 0 ? 'bytes-before-header' : 'not-a-pdf'];
  const text = latin1(bytes);
  const end = text.lastIndexOf('%%EOF');
  if (end < 0) return ['cut-off'];
  const behind = text.slice(end + '%%EOF'.length);
  // What goes on behind an end is an update that did not arrive whole.
  if (goesOn.test(behind.slice(0, tail))) return ['cut-off'];
  if (/[^\0\t\n\f\r ]/.test(behind)) return ['bytes-after-end'];
  if (endsLikeArchive(bytes)) return ['embedded-file'];
  const mark = marked.exec(text.slice(Math.max(0, end - tail), end + '%%EOF'.length));
  const at = Number(mark?.[1] ?? 0);
  return at > 0 && leadsToTable(text, at) ? [] : ['needs-repair'];
}

/** A table in a stream (7.5.8), which says so in the dictionary that it begins with. */
function saysTable(text: string): boolean {
  const [dictionary, stream] = text.split(/>>[\0\t\n\f\r ]*stream/, 2);
  return stream !== undefined && !/endobj/.test(dictionary!) && /\/Type[\0\t\n\f\r ]*\/XRef(?![^\0\t\n\f\r ()<>[\]{}/%])/.test(dictionary!);
}

/** So much of a table's dictionary is looked at. */
const mostOfTable = 4_096;

function leadsToTable(text: string, at: number): boolean {
  if (tableBegins.test(text.slice(at, at + 64))) return true;
  const object = objectBegins.exec(text.slice(at, at + 64))?.[0];
  return object !== undefined && saysTable(text.slice(at + object.length, at + object.length + mostOfTable));
}

/**
 * A ZIP ends with its directory's end (PKWARE APPNOTE, 4.3.16), which may be followed by a comment of a length that it says; a file that is both has the end of its
 * PDF in that comment.
 */
function endsLikeArchive(bytes: Uint8Array): boolean {
  const from = Math.max(0, bytes.length - 65_557);
  const text = latin1(bytes.subarray(from));
  for (let at = text.indexOf('PK\x05\x06'); at >= 0; at = text.indexOf('PK\x05\x06', at + 1)) {
    if (at + 22 <= text.length && at + 22 + text.charCodeAt(at + 20) + 256 * text.charCodeAt(at + 21) === text.length) return true;
  }
  return false;
}
