import {
  PDFContext,
  PDFDict,
  PDFNumber,
  PDFObjectParser,
  PDFRawStream,
  PDFRef,
  type PDFHexString,
  type PDFName,
  type PDFObject,
  type PDFString,
} from '@cantoo/pdf-lib';
import { buffer } from '../../documents/check/bytes.ts';
import { anywhere, decisiveKeys, keyOf, textOfName } from './names.ts';

/** What was said under the name of an address, wherever that stands: the text, or where it is. */
export type Address = PDFString | PDFHexString | PDFRef;

/** What was said on the way, whether the object came to its end or not. */
export interface Gathered {
  /** Names that mean one thing anywhere and were said as a value, as they are meant, however they are spelled. */
  readonly names: ReadonlySet<string>;
  /** What stands behind the name `URI`: also where a second entry takes the place of a first. */
  readonly addresses: readonly Address[];
  /** A key on which something depends is there twice, and says two things. */
  readonly doubled: boolean;
}

export interface ReadObject extends Gathered {
  readonly object: PDFObject;
  /** Of a stream: it begins and ends where every program has it begin and end. */
  readonly sure: boolean;
  /** Where it ends. */
  readonly end: number;
}

type Bytes = ConstructorParameters<typeof PDFObjectParser>[0];

/** What the length of a stream may be that is said elsewhere. */
export type LengthsOf = (ref: PDFRef) => readonly number[];

const nothing: ReadonlySet<string> = new Set();
const keyword = (word: string): number[] => [...Buffer.from(word, 'latin1')];
const [streamWord, endWord] = [keyword('stream'), keyword('endstream')];

/** Reads objects at given places of a PDF, by the syntax of pdf-lib and nothing of what it repairs. It unpacks nothing. */
export class ObjectReader extends PDFObjectParser {
  private readonly data: Buffer;
  private readonly lengthsOf: LengthsOf;
  private names: Set<string> | undefined;
  private addresses: Address[] = [];
  private lastName = '';
  private doubled = false;
  private sure = true;
  private depth = 0;

  constructor(bytes: Uint8Array, context = PDFContext.create(), lengthsOf: LengthsOf = () => []) {
    // The parser takes a stream of bytes that pdf-lib keeps to itself; another parser has one.
    super((PDFObjectParser.forBytes(bytes, context) as unknown as { bytes: Bytes }).bytes, context);
    this.data = buffer(bytes);
    this.lengthsOf = lengthsOf;
  }

  /** @throws Error of any kind where there is no whole object: then `gathered` has what came before */
  readAt(offset: number): ReadObject {
    [this.names, this.addresses, this.lastName, this.doubled, this.sure, this.depth] = [undefined, [], '', false, true, 0];
    this.bytes.moveTo(offset);
    const object = this.parseObject();
    return { ...this.gathered, object, sure: this.sure, end: this.bytes.offset() };
  }

  get gathered(): Gathered {
    return { names: this.names ?? nothing, addresses: this.addresses, doubled: this.doubled };
  }

  /** Where it stopped. */
  get offset(): number {
    return this.bytes.offset();
  }

  protected override parseName(): PDFName {
    const name = this.nameHere();
    this.lastName = textOfName(name);
    if (Object.hasOwn(anywhere, this.lastName)) (this.names ??= new Set()).add(this.lastName);
    return name;
  }

  /** As pdf-lib reads it, which is slow; few names are said again and again. */
  private nameHere(): PDFName {
    const start = this.bytes.offset();
    let end = start + 1;
    while (end < this.data.length && isOfName(this.data[end]!)) end++;
    const said = this.data.toString('latin1', start, end);
    const known = names.get(said);
    if (known) {
      this.bytes.moveTo(end);
      return known;
    }
    const name = super.parseName();
    if (names.size >= mostNames) names.clear();
    names.set(said, name);
    return name;
  }

  protected override parseString(): PDFString {
    return this.noted(super.parseString());
  }

  protected override parseHexString(): PDFHexString {
    return this.noted(super.parseHexString());
  }

  protected override parseNumberOrRef(): PDFNumber | PDFRef {
    const object = super.parseNumberOrRef();
    return object instanceof PDFRef ? this.noted(object) : object;
  }

  protected override parseRawNumber(): number {
    let said = '';
    while (!this.bytes.done() && isOfNumber(this.bytes.peek())) said += String.fromCharCode(this.bytes.next());
    if (said === '') throw new Error('not a number');
    return numberAsRead(said);
  }

  protected override parseArray(): ReturnType<PDFObjectParser['parseArray']> {
    this.depth++;
    const array = super.parseArray();
    this.depth--;
    return array;
  }

  protected override parseDict(): PDFDict {
    this.depth++;
    this.bytes.assertNext(60);
    this.bytes.assertNext(60);
    this.skipWhitespaceAndComments();
    const entries = new Map<PDFName, PDFObject>();
    while (!(this.bytes.peek() === 62 && this.bytes.peekAhead(1) === 62)) {
      const key = this.nameHere();
      this.lastName = textOfName(key);
      const isDecisive = decisiveKeys.has(this.lastName);
      const value = this.parseObject();
      const before = isDecisive ? entries.get(key) : undefined;
      if (before && String(before) !== String(value)) this.doubled = true;
      entries.set(key, value);
      this.skipWhitespaceAndComments();
    }
    this.bytes.moveTo(this.bytes.offset() + 2);
    this.lastName = '';
    this.depth--;
    return PDFDict.fromMapWithContext(entries, this.context);
  }

  /** Where a stream ends is what its length says if that leads to its end, else the first end there is; nothing in its bytes is asked. */
  protected override parseDictOrStream(): PDFDict | PDFRawStream {
    const dict = this.parseDict();
    const end = this.bytes.offset();
    this.skipWhitespaceAndComments();
    if (!this.matchKeyword(streamWord)) {
      this.bytes.moveTo(end);
      return dict;
    }
    if (this.depth > 0) throw new Error('a stream in another object');
    const start = this.contentBegins();
    const ends = new Set(this.lengthsSaid(dict.get(lengthKey)).flatMap((length) => (this.endsAt(start + length) ? [start + length] : [])));
    if (ends.size !== 1) this.sure = false;
    const contentEnd = [...ends].at(-1) ?? this.firstEnd(start);
    this.endsAt(contentEnd);
    return PDFRawStream.of(dict, this.bytes.slice(start, contentEnd));
  }

  /** Behind the end of the line, which is one or two signs (ISO 32000-1, 7.3.8.1); programs read past blanks before it, each in its way. */
  private contentBegins(): number {
    const from = this.bytes.offset();
    const blanks = /^[\t ]*(?:\r\n|\n|\r)/.exec(this.data.toString('latin1', from, from + 64))?.[0];
    if (blanks !== '\n' && blanks !== '\r\n') this.sure = false;
    return from + (blanks?.length ?? 0);
  }

  private lengthsSaid(length: PDFObject | undefined): readonly number[] {
    const said = length instanceof PDFNumber ? [length.asNumber()] : length instanceof PDFRef ? this.lengthsOf(length) : [];
    return said.filter((number) => Number.isInteger(number) && number >= 0);
  }

  /** Whether it says here that a stream ends; then what is read next stands behind it. */
  private endsAt(offset: number): boolean {
    if (offset > this.data.length) return false;
    this.bytes.moveTo(offset);
    this.skipWhitespace();
    return this.matchKeyword(endWord);
  }

  private firstEnd(start: number): number {
    const end = this.data.indexOf('endstream', start, 'latin1');
    if (end < 0) throw new Error('a stream without end');
    if (end > start && this.data[end - 1] === 10) return end - (end - 1 > start && this.data[end - 2] === 13 ? 2 : 1);
    return end > start && this.data[end - 1] === 13 ? end - 1 : end;
  }

  private noted<T extends Address>(address: T): T {
    if (this.lastName === 'URI') this.addresses.push(address);
    return address;
  }
}

/** Names as they are spelled, of whatever file. */
const names = new Map<string, PDFName>();
const mostNames = 10_000;

/** No white space, and nothing that something else begins with (ISO 32000-1, 7.2.2). */
const isOfName = (code: number): boolean => !notOfName.has(code);
const notOfName: ReadonlySet<number> = new Set(Buffer.from('\0\t\n\f\r ()<>[]{}/%', 'latin1'));

const lengthKey = keyOf('Length');

/** A digit, a sign or a point. */
const isOfNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;

/** A number as programs read it that show PDFs: signs in its midst are not there, it ends at a second point, and one without digits is nothing. */
export function numberAsRead(said: string): number {
  const plain = Number(said);
  if (Number.isSafeInteger(plain)) return plain;
  const [whole = '', part = ''] = said.replaceAll(/[+-]/g, '').split('.');
  const number = Math.min(Number(`0${whole}.${part}0`), Number.MAX_SAFE_INTEGER);
  return said.startsWith('-') ? -number : number;
}
