import type { Budget } from './budget.ts';
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
  // Plays media, and may bring a script of its own.
  Rendition: 'active-content',
  OnInstantiate: 'active-content',
};

/** A stream that is no picture unpacks to so much at most. */
const mostOfStream = 64_000_000;

/** So much before a stream is looked at for what is said of it. */
const mostBefore = 8_192;

/** Its beginning may have a byte order mark or line ends before it, its end something behind; not more. */
const beginning = /^(\xef\xbb\xbf)?\s{0,16}%PDF-\d/;
const ending = /(startxref|%%EOF)/;

/**
 * Looks through a PDF for what it could do: in its own words, and in what it has packed, however names are spelled there. The file is not changed.
 * What this does not see: what is hidden in ways of packing that are not Flate, and flaws of programs that open it.
 * @throws NotKept
 */
export function checkPdf(bytes: Uint8Array, budget: Budget): void {
  const text = latin1(bytes);
  if (!beginning.test(text.slice(0, 64))) throw new NotKept('not-of-its-type');
  if (!ending.test(text.slice(-4096))) throw new NotKept('unreadable');
  requireQuiet(text, budget);
  for (const part of packed(text, budget)) {
    const content = unpack(buffer(bytes).subarray(part.from, part.to), part.times, budget);
    if (!content) {
      if (part.holdsObjects) throw new NotKept('unreadable');
      continue;
    }
    requireQuiet(latin1(content), budget);
  }
}

/** A name as it is meant: any sign of one can be written by its number. */
const meant = (name: string): string => name.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

function requireQuiet(text: string, budget: Budget): void {
  // Twice: for names, and for addresses.
  budget.work(2 * text.length);
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
function* packed(text: string, budget: Budget): Generator<Packed> {
  budget.work(text.length);
  for (const found of text.matchAll(/\bstream[ \t\0\f]{0,64}(?:\r\n?|\n)/g)) {
    budget.part();
    budget.work(mostBefore);
    const from = found.index + found[0].length;
    const said = saidOf(text.slice(Math.max(0, found.index - mostBefore), found.index));
    const end = text.indexOf('endstream', from);
    const to = end < 0 ? text.length : end;
    budget.work(to - from);
    const times = said.match(/\/(FlateDecode|Fl)\b/g)?.length ?? 0;
    const holdsObjects = /\/(ObjStm|First)\b/.test(said);
    if (holdsObjects) requirePlain(said, times);
    if (times > 0 && (holdsObjects || !isPicture(said))) yield { from, to, times, holdsObjects };
  }
}

/**
 * What is said of a stream, in what stands before it: its dictionary, or where that is not one from its beginning to its end, all of it. A dictionary that
 * is cut in the wrong place would hide what the rest says.
 */
function saidOf(before: string): string {
  const dictionary = before.slice(Math.max(before.lastIndexOf(' obj'), before.lastIndexOf('endobj'), 0));
  return meant(isWhole(dictionary.replace(/^ obj/, '')) ? dictionary : before);
}

/** Whether this is one dictionary: strings, comments and what is in it are closed where it is. Each sign is read once. */
function isWhole(dictionary: string): boolean {
  const signs = /<<|>>|<[0-9a-fA-F\s]*>|%[^\r\n]*|\\.|[()]|[^<>()%\\]+|./gs;
  let [depth, strings, closed] = [0, 0, false];
  for (const [sign] of dictionary.matchAll(signs)) {
    if (sign === '(') strings++;
    else if (sign === ')') strings--;
    else if (strings === 0 && sign === '<<') {
      if (closed) return false;
      depth++;
    } else if (strings === 0 && sign === '>>') closed = --depth === 0;
    else if (strings === 0 && depth === 0 && sign.trim() !== '') return false;
    // Inside of a string these mean nothing; a comment may hold anything, also what a search takes for its end.
    if (strings === 0 && sign.startsWith('%')) return false;
    if (strings < 0 || depth < 0) return false;
  }
  return closed && depth === 0 && strings === 0;
}

/** Objects are packed by Flate alone, as all programs do it. @throws NotKept `unreadable` for any other way, and where it is said elsewhere */
function requirePlain(said: string, times: number): void {
  const filtered = /\/(Filter|F)\b/.test(said);
  if (filtered && (times === 0 || /\/Filter\s+\d+\s+\d+\s+R\b/.test(said))) throw new NotKept('unreadable');
  if (/\/(ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|DCTDecode|JPXDecode)\b/.test(said)) throw new NotKept('unreadable');
  if (/\/(DecodeParms|DP)\b/.test(said) && !/\/(DecodeParms|DP)\s*(null\b|<<\s*>>|\[\s*null\s*\])/.test(said)) throw new NotKept('unreadable');
  if (/\/(F|FFilter|FDecodeParms)\b/.test(said)) throw new NotKept('unreadable');
}

/** A picture says how large it is, and nothing that could make another thing of it. */
const isPicture = (said: string): boolean => /\/Subtype\s*\/Image\b/.test(said) && /\/Width\b/.test(said) && /\/Height\b/.test(said);

/** `undefined` for what is not packed so, or is damaged. @throws NotKept `unpacks-too-large` */
function unpack(content: Buffer, times: number, budget: Budget): Buffer | undefined {
  let at: Buffer | undefined = content;
  for (let left = Math.min(times, 8); left > 0 && at; left--) at = inflated(at, mostOfStream, budget);
  return at;
}
