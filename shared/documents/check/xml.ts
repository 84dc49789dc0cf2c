import { SaxesParser } from 'saxes';
import type { Budget } from './budget.ts';
import { has } from './bytes.ts';
import { NotKept } from './not-kept.ts';

/** An element as it begins, and its attributes; names are without prefixes, so whatever a prefix stands for, nothing hides behind it. */
export interface XmlElement {
  readonly name: string;
  /** All that are called so, with any prefix: which of two a program takes, nobody knows. */
  readonly values: (attribute: string) => string[];
}

/** What somebody wants to know of a document in XML. */
export interface XmlReader {
  readonly opens?: (element: XmlElement) => void;
  /** Text, as it is meant; `within`: the element it stands in. It may come in pieces. */
  readonly text?: (text: string, within: string) => void;
}

/** So much is handed to the parser at once. */
const chunkBytes = 64 * 1024;

/**
 * Reads XML as the programs do that open it: characters by their number, prefixes and comments are what they stand for. No office program writes a
 * `DOCTYPE`, and what could be declared there is refused with it.
 * @throws NotKept `unreadable` for what is not well-formed, `active-content` for a `DOCTYPE`, `too-complex`
 */
export function readXml(bytes: Uint8Array, budget: Budget, { opens, text }: XmlReader): void {
  const parser = new SaxesParser();
  const within: string[] = [];
  parser.on('error', () => {
    throw new NotKept('unreadable');
  });
  parser.on('doctype', () => {
    throw new NotKept('active-content');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(utf-8|utf-16|us-ascii)$/i.test(encoding)) throw new NotKept('unreadable');
  });
  parser.on('opentag', ({ name, attributes }) => {
    within.push(local(name));
    const all = Object.entries(attributes);
    opens?.({ name: local(name), values: (attribute) => all.filter(([key]) => local(key) === attribute).map(([, value]) => value) });
  });
  parser.on('closetag', () => void within.pop());
  const said = (part: string): void => {
    if (within.length > 0) text?.(part, within.at(-1)!);
  };
  parser.on('text', said);
  parser.on('cdata', said);
  const decoder = new TextDecoder(encodingOf(bytes), { fatal: true });
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    budget.work(2 * chunk.length);
    parser.write(decoded(decoder, chunk, at + chunkBytes < bytes.length));
  }
  parser.close();
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** UTF-8, or UTF-16 by its mark or by its first sign: XML has no other that need not be declared. */
function encodingOf(bytes: Uint8Array): string {
  if (has(bytes, '\xff\xfe') || has(bytes, '<\0')) return 'utf-16le';
  return has(bytes, '\xfe\xff') || has(bytes, '\0<') ? 'utf-16be' : 'utf-8';
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array, more: boolean): string {
  try {
    return decoder.decode(chunk, { stream: more });
  } catch {
    throw new NotKept('unreadable');
  }
}
