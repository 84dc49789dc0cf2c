import { PDFArray, PDFContext, PDFDict, PDFName, PDFNull, PDFNumber, PDFRawStream, PDFRef, type PDFObject } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { latin1 } from '../../documents/check/bytes.ts';
import { NotKept } from '../../documents/check/not-kept.ts';
import { ObjectReader, type ReadObject } from './object-parser.ts';
import { unpack } from './unpack.ts';

/** An object of the file, whether anything refers to it or not. */
export interface FoundObject extends Omit<ReadObject, 'object' | 'end'> {
  /** Its number and generation, as references name it. */
  readonly ref: PDFRef;
  /** Absent where it is no whole object: then its names are all that is known. */
  readonly object?: PDFObject;
}

const gap = String.raw`(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])`;
const beginsObject = new RegExp(String.raw`(\d{1,20})${gap}+(\d{1,10})${gap}*obj`, 'g');
const beginsTrailer = new RegExp(String.raw`trailer(?=${gap}*<<)`, 'g');

/** How often a reference may lead to another before it counts as leading nowhere. */
const mostSteps = 16;

/**
 * Every object of a PDF: those of earlier versions too, those that nothing refers to, those that lie in the bytes of others, and those that are packed. The
 * cross-references are not asked: they can lead nowhere else than to a place where an object begins.
 */
export class PdfObjects {
  readonly all: readonly FoundObject[];
  /** What the file says of itself, in each of its versions, in the order of the file. */
  readonly trailers: readonly PDFDict[];
  /** Some that are packed could not be unpacked. */
  readonly incomplete: boolean;
  private readonly context = PDFContext.create();

  /** @throws NotKept `unpacks-too-large`, `too-complex` */
  constructor(bytes: Uint8Array, budget: Budget) {
    const text = latin1(bytes);
    const reader = new ObjectReader(bytes, this.context);
    const found: FoundObject[] = [];
    const places = new Map<PDFRef, number>();
    let insideUntil = 0;
    for (const match of text.matchAll(beginsObject)) {
      budget.part();
      const ref = PDFRef.of(Number(match[1]), Number(match[2]));
      const from = match.index + match[0].length;
      const read = wholeOrNames(reader, from, text, budget);
      found.push({ ...read, ref });
      // In the bytes of another it is looked at, and is not what is meant by its number.
      if (read.object && match.index >= insideUntil) {
        this.assign(places, ref, read.object, from);
        if (read.object instanceof PDFRawStream) insideUntil = read.end;
      }
    }
    this.trailers = [...trailersOf(text, reader, budget), ...found.flatMap(({ object }) => (isTable(object) ? [object.dict] : []))];
    let incomplete = false;
    for (const { object, ref } of found.slice()) {
      if (!(object instanceof PDFRawStream)) continue;
      const holdsObjects = this.holdsObjects(object.dict);
      const content = unpack(object, this, budget, holdsObjects ? 'content' : 'size');
      if (!holdsObjects) continue;
      const inner = content && packedObjects(content, this.numberOf(object.dict, 'N'), this.numberOf(object.dict, 'First'), this.context, budget);
      if (!inner) incomplete = true;
      for (const one of inner ?? []) {
        found.push(one);
        if (one.object) this.assign(places, one.ref, one.object, places.get(ref) ?? 0);
      }
    }
    this.all = found;
    this.incomplete = incomplete;
  }

  /** What a reference leads to, and anything else itself; `undefined` for nothing. */
  follow(object: PDFObject | undefined): PDFObject | undefined {
    let at = object;
    for (let step = 0; at instanceof PDFRef && step < mostSteps; step++) at = this.context.lookup(at);
    return at instanceof PDFRef || at === PDFNull ? undefined : at;
  }

  /** An entry of a dictionary, or of that of a stream. */
  entry(of: PDFObject | undefined, key: string): PDFObject | undefined {
    const from = this.follow(of);
    const dict = from instanceof PDFRawStream ? from.dict : from;
    return dict instanceof PDFDict ? this.follow(dict.get(PDFName.of(key))) : undefined;
  }

  /** An entry that is a name. */
  nameOf(of: PDFObject | undefined, key: string): string | undefined {
    const entry = this.entry(of, key);
    return entry instanceof PDFName ? entry.decodeText() : undefined;
  }

  numberOf(of: PDFObject | undefined, key: string): number | undefined {
    const entry = this.entry(of, key);
    return entry instanceof PDFNumber ? entry.asNumber() : undefined;
  }

  /** The members of an entry that is a list, as they stand there. */
  listOf(of: PDFObject | undefined, key: string): PDFObject[] {
    const entry = this.entry(of, key);
    return entry instanceof PDFArray ? entry.asArray() : [];
  }

  /** The document's own dictionary: the one that its last version names, else any that says it is one. */
  get catalog(): PDFDict | undefined {
    const named = this.trailers
      .map((trailer) => this.entry(trailer, 'Root'))
      .filter((root) => root instanceof PDFDict && this.entry(root, 'Pages') !== undefined);
    const any = this.all.flatMap(({ object }) => (object instanceof PDFDict && this.nameOf(object, 'Type') === 'Catalog' ? [object] : []));
    return (named.at(-1) ?? any.at(-1)) as PDFDict | undefined;
  }

  /** Whatever says where it begins and how many it has may be read as one, whether it says its type or not. */
  private holdsObjects(dict: PDFDict): boolean {
    return this.nameOf(dict, 'Type') === 'ObjStm' || (this.numberOf(dict, 'N') !== undefined && this.numberOf(dict, 'First') !== undefined);
  }

  /** The one that stands last is meant. */
  private assign(places: Map<PDFRef, number>, ref: PDFRef, object: PDFObject, place: number): void {
    if ((places.get(ref) ?? -1) > place) return;
    places.set(ref, place);
    this.context.assign(ref, object);
  }
}

const isTable = (object: PDFObject | undefined): object is PDFRawStream =>
  object instanceof PDFRawStream && object.dict.get(PDFName.of('Type')) === PDFName.of('XRef');

function wholeOrNames(reader: ObjectReader, from: number, text: string, budget: Budget): Omit<FoundObject, 'ref'> & { readonly end: number } {
  try {
    const read = reader.readAt(from);
    budget.work(read.end - from);
    return read;
  } catch (error) {
    if (error instanceof NotKept) throw error;
    // Too deep for any program.
    if (error instanceof RangeError) throw new NotKept('unreadable');
    budget.work(Math.max(0, reader.offset - from));
    const end = text.indexOf('endobj', from);
    const part = text.slice(from, Math.min(end < 0 ? text.length : end, from + mostOfBroken));
    budget.work(part.length);
    return { names: namesIn(part), addresses: [], end: from };
  }
}

/** So much of something that is no whole object is searched for names. */
const mostOfBroken = 65_536;

const namesIn = (part: string): Set<string> =>
  new Set(
    [...part.matchAll(/\/([^\s()<>[\]{}/%\0]{1,64})/g)].map(([, name = '']) =>
      name.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    ),
  );

function trailersOf(text: string, reader: ObjectReader, budget: Budget): PDFDict[] {
  return [...text.matchAll(beginsTrailer)].flatMap(({ index }) => {
    budget.part();
    try {
      const { object, end } = reader.readAt(index + 'trailer'.length);
      budget.work(end - index);
      return object instanceof PDFDict ? [object] : [];
    } catch {
      return [];
    }
  });
}

/** What a stream of objects holds (ISO 32000-1, 7.5.7); `undefined` where it is none. */
function packedObjects(
  content: Uint8Array,
  count: number | undefined,
  first: number | undefined,
  context: PDFContext,
  budget: Budget,
): FoundObject[] | undefined {
  if (count === undefined || first === undefined || !(first >= 0 && first <= content.length)) return undefined;
  const head = latin1(content.subarray(0, first)).match(/\d+/g)?.map(Number) ?? [];
  const text = latin1(content);
  const reader = new ObjectReader(content, context);
  const found: FoundObject[] = [];
  // All that are named there, also more than it says it has.
  for (let at = 0; at + 1 < head.length; at += 2) {
    budget.part();
    found.push({ ...wholeOrNames(reader, first + head[at + 1]!, text, budget), ref: PDFRef.of(head[at]!, 0) });
  }
  return found.length < count ? undefined : found;
}
