import { PDFContext, PDFObjectParser, type PDFHexString, type PDFName, type PDFObject, type PDFString } from '@cantoo/pdf-lib';

/** What was said under the name of an address, wherever that stands. */
type Text = PDFString | PDFHexString;

/** What one object says, and what it names on the way: also where a second entry of the same key takes the place of a first. */
export interface ReadObject {
  readonly object: PDFObject;
  /** Every name in it as it is meant, however it is spelled. */
  readonly names: ReadonlySet<string>;
  /** Every text that stands behind the name `URI`. */
  readonly addresses: readonly Text[];
  /** Where it ends. */
  readonly end: number;
}

type Bytes = ConstructorParameters<typeof PDFObjectParser>[0];

/** Reads objects at given places of a PDF, by the syntax of pdf-lib and nothing of what it repairs. It unpacks nothing. */
export class ObjectReader extends PDFObjectParser {
  private names = new Set<string>();
  private addresses: Text[] = [];
  private lastName = '';

  constructor(bytes: Uint8Array, context = PDFContext.create()) {
    // The parser takes a stream of bytes that pdf-lib keeps to itself; another parser has one.
    super((PDFObjectParser.forBytes(bytes, context) as unknown as { bytes: Bytes }).bytes, context);
  }

  /** @throws Error of any kind where there is no whole object */
  readAt(offset: number): ReadObject {
    [this.names, this.addresses, this.lastName] = [new Set(), [], ''];
    this.bytes.moveTo(offset);
    const object = this.parseObject();
    return { object, names: this.names, addresses: this.addresses, end: this.bytes.offset() };
  }

  /** Where it stopped. */
  get offset(): number {
    return this.bytes.offset();
  }

  protected override parseName(): PDFName {
    const name = super.parseName();
    this.lastName = name.decodeText();
    this.names.add(this.lastName);
    return name;
  }

  protected override parseString(): PDFString {
    return this.noted(super.parseString());
  }

  protected override parseHexString(): PDFHexString {
    return this.noted(super.parseHexString());
  }

  /** As pdf-lib reads numbers, without writing large ones to the console. */
  protected override parseRawNumber(): number {
    let digits = '';
    while (!this.bytes.done() && isOfNumber(this.bytes.peek())) digits += String.fromCharCode(this.bytes.next());
    const number = Number(digits);
    if (digits === '' || !Number.isFinite(number)) throw new Error('not a number');
    return number;
  }

  private noted<T extends Text>(text: T): T {
    if (this.lastName === 'URI') this.addresses.push(text);
    return text;
  }
}

/** A digit, a sign or a point. */
const isOfNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
