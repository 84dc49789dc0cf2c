import { buffer, latin1 } from './bytes.ts';
import { inflated } from './inflate.ts';
import { NotKept } from './not-kept.ts';
import type { DocumentRefusal } from '../../tickets/document-refusal.ts';

/** Names by which a PDF says that it does more than be read, and what they make of it. */
const refusedNames: Readonly<Record<string, DocumentRefusal>> = {
  Encrypt: 'encrypted',
  JavaScript: 'active-content',
  Launch: 'active-content',
  RichMedia: 'active-content',
  XFA: 'active-content',
  SubmitForm: 'active-content',
  ImportData: 'active-content',
  EmbeddedFile: 'embedded-file',
  EmbeddedFiles: 'embedded-file',
  FileAttachment: 'embedded-file',
  GoToE: 'embedded-file',
  GoToR: 'active-content',
};

/** A stream that is no picture unpacks to so much at most, and all of a file together. */
const [mostOfStream, mostOfAll] = [64_000_000, 256_000_000];

/** Its beginning may have a byte order mark or line ends before it, its end something behind; not more. */
const beginning = /^(\xef\xbb\xbf)?\s{0,16}%PDF-\d/;
const ending = /(startxref|%%EOF)/;

/**
 * Looks through a PDF for what it could do: in its own words, and in what it has packed, however names are spelled there. The file is not changed.
 * What this does not see: what is hidden in ways of packing that are not Flate, and flaws of programs that open it.
 * @throws NotKept
 */
export function checkPdf(bytes: Uint8Array): void {
  const text = latin1(bytes);
  if (!beginning.test(text.slice(0, 64))) throw new NotKept('not-of-its-type');
  if (!ending.test(text.slice(-4096))) throw new NotKept('unreadable');
  requireQuiet(text);
  let unpacked = 0;
  for (const part of packed(text)) {
    const content = unpack(buffer(bytes).subarray(part.from, part.to), part.times);
    if (!content) {
      if (part.holdsObjects) throw new NotKept('unreadable');
      continue;
    }
    unpacked += content.length;
    if (unpacked > mostOfAll) throw new NotKept('unpacks-too-large');
    requireQuiet(latin1(content));
  }
}

/** A name as it is meant: any sign of one can be written by its number. */
const meant = (name: string): string => name.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

function requireQuiet(text: string): void {
  for (const [, name = ''] of text.matchAll(/\/([^\s()<>[\]{}/%\0]{1,64})/g)) {
    const reason = Object.hasOwn(refusedNames, meant(name)) ? refusedNames[meant(name)] : undefined;
    if (reason) throw new NotKept(reason);
  }
  if (/\/URI\s*\(\s*(javascript|vbscript|data|file):/i.test(text)) throw new NotKept('active-content');
}

interface Packed {
  readonly from: number;
  readonly to: number;
  /** So often it was packed. */
  readonly times: number;
  /** Objects of the file lie in it: what cannot be read there could be anything. */
  readonly holdsObjects: boolean;
}

/** Streams that are packed and no pictures: those are drawn, and large when they are white. */
function* packed(text: string): Generator<Packed> {
  for (const found of text.matchAll(/\bstream\r?\n/g)) {
    const from = found.index + found[0].length;
    const before = text.slice(Math.max(0, found.index - 8192), found.index);
    const dictionary = meant(before.slice(Math.max(before.lastIndexOf(' obj'), before.lastIndexOf('endobj'), 0)));
    const holdsObjects = /\/ObjStm\b/.test(dictionary);
    const times = dictionary.match(/\/(FlateDecode|Fl)\b/g)?.length ?? 0;
    if (holdsObjects && (times === 0 || /\/Predictor\s+([2-9]|1\d)/.test(dictionary)) && /\/Filter\b/.test(dictionary)) throw new NotKept('unreadable');
    if (times === 0 || (/\/Subtype\s*\/Image\b/.test(dictionary) && !holdsObjects)) continue;
    const end = text.indexOf('endstream', from);
    yield { from, to: end < 0 ? text.length : end, times, holdsObjects };
  }
}

/** `undefined` for what is not packed so, or is damaged. @throws NotKept `unpacks-too-large` */
function unpack(content: Buffer, times: number): Buffer | undefined {
  let at: Buffer | undefined = content;
  for (let left = Math.min(times, 8); left > 0 && at; left--) at = inflated(at, mostOfStream);
  return at;
}
