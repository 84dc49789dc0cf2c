import { PDFArray, PDFContext, PDFDict, PDFName, PDFNull, PDFNumber, PDFRawStream, PDFRef, type PDFObject } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { latin1 } from '../../documents/check/bytes.ts';
import { NotKept } from '../../documents/check/not-kept.ts';
import { dictionariesIn, type FoundDictionary } from './dictionaries.ts';
import { headingsOf, unnumbered, type Heading } from './headings.ts';
import { doubtfulNames, keyOf, textOfName } from './names.ts';
import { numberAsRead, ObjectReader, type Gathered, type ReadObject } from './object-parser.ts';
import { headOf } from './packed-head.ts';
import { unpack } from './unpack.ts';

/** An object of the file, whether anything refers to it or not. */
export interface FoundObject extends Omit<Gathered, 'doubled'> {
  /** Its number and generation, as references name it. */
  readonly ref: PDFRef;
  /** Absent where it is no whole object: then its names are all that is known. */
  readonly object?: PDFObject;
  /** All dictionaries in it. */
  readonly dictionaries: readonly FoundDictionary[];
}

const gap = String.raw`(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])`;
const beginsTrailer = new RegExp(String.raw`trailer(?=${gap}*<<)`, 'g');
const isGap = new RegExp(String.raw`^(?:${gap}|%[^\r\n]*$)*$`);
const isNumber = new RegExp(String.raw`${gap}*([\d.+-]{1,20})`, 'y');

/** How often a reference may lead to another before it counts as leading nowhere. */
const mostSteps = 16;

/** So many objects of one number are asked for the length of a stream. */
const mostLengths = 16;

/**
 * Every object of a PDF: those of earlier versions too, those that nothing refers to, those that lie in the bytes of others, and those that are packed. The
 * cross-references are not asked: they can lead nowhere else than to a place where `obj` stands, and behind each of these is looked. Which of several objects of one number is meant only
 * they say: who must not miss one asks for all (`versions`).
 */
export class PdfObjects {
  readonly all: readonly FoundObject[];
  /** What the file says of itself, in each of its versions, in the order of the file. */
  readonly trailers: readonly PDFDict[];
  /** Some that are packed could not be unpacked. */
  incomplete = false;
  /** Something in it can be read in more than one way, and more than words depend on it. */
  doubtful = false;
  private readonly context = PDFContext.create();
  private readonly budget: Budget;
  private readonly byRef = new Map<PDFRef, PDFObject[]>();
  private readonly places = new Map<PDFRef, number>();

  /** @throws NotKept `unpacks-too-large`, `too-complex` */
  constructor(bytes: Uint8Array, budget: Budget) {
    this.budget = budget;
    const text = latin1(bytes);
    const headings = headingsOf(text, budget);
    const reader = new ObjectReader(bytes, this.context, lengthsIn(text, headings));
    const found: FoundObject[] = [];
    const unsure = new Set<PDFObject>();
    const trailers = this.trailersOf(text, reader);
    const following = nextNumbered(headings, text.length);
    let insideUntil = 0;
    let covered = 0;
    for (const [index, heading] of headings.entries()) {
      const isInside = heading.at < insideUntil;
      const until = isInside ? Math.min(following[index]!, insideUntil) : following[index]!;
      const read = this.wholeOrNames(reader, heading.from, text, until, heading.isNumbered);
      found.push(this.known(heading.ref, read));
      if (!read.object || read.end === undefined) continue;
      // A heading of which the object before it took a part is one to a program that took none.
      if (isInside || heading.from > covered) {
        // What stands behind it belongs to something that began before it, to a program that takes no notice of its heading.
        if (heading.isNumbered || read.object instanceof PDFDict) this.doubt(without(trailers, text, read.end, until));
        covered = Math.max(covered, read.end);
      }
      if (!read.sure) unsure.add(read.object);
      // In the bytes of another it is looked at, and is not what is meant by its number.
      if (!heading.isStrict || isInside) continue;
      this.assign(heading.ref, read.object, heading.from);
      if (read.object instanceof PDFRawStream) insideUntil = read.end;
    }
    this.trailers = [...trailers.map(({ dict }) => dict), ...found.flatMap(({ object }) => (isTable(object) ? [object.dict] : []))];
    for (const { object, ref } of found.slice()) {
      if (!(object instanceof PDFRawStream)) continue;
      const holdsObjects = this.holdsObjects(object.dict);
      const content = unpack(object, this, budget, holdsObjects ? 'content' : 'size');
      if (!holdsObjects) continue;
      const inner = content && !unsure.has(object) && hasOneFilter(object.dict) ? this.packedObjects(content, object.dict, ref) : undefined;
      if (inner) for (const one of inner) found.push(one);
      else this.incomplete = true;
    }
    this.all = [...found, ...trailers.map((trailer) => trailer.found)];
  }

  /** What a reference leads to, and anything else itself; `undefined` for nothing. */
  follow(object: PDFObject | undefined): PDFObject | undefined {
    let at = object;
    for (let step = 0; at instanceof PDFRef && step < mostSteps; step++) at = this.context.lookup(at);
    return at instanceof PDFRef || at === PDFNull ? undefined : at;
  }

  /** All that something may lead to, whichever of several objects of one number a program takes. Nothing for a reference that leads nowhere. */
  versions(object: PDFObject | undefined): readonly PDFObject[] {
    if (object === undefined || object === PDFNull) return [];
    if (!(object instanceof PDFRef)) return [object];
    const reached = new Set([object]);
    const leaves = new Set<PDFObject>();
    for (const ref of reached) {
      const known = this.byRef.get(ref) ?? [];
      this.budget.work(known.length);
      for (const one of known) {
        if (one instanceof PDFRef) reached.add(one);
        else if (one !== PDFNull) leaves.add(one);
      }
    }
    return [...leaves];
  }

  /** All that an entry may lead to: see `versions`. */
  everyOf(dict: PDFDict, key: string): readonly PDFObject[] {
    const said = dict.get(keyOf(key));
    return said === undefined ? none : said instanceof PDFRef ? this.versions(said) : [said];
  }

  /** Whether an entry is there, whatever it leads to: also where that is nothing. */
  says(dict: PDFDict, key: string): boolean {
    return dict.get(keyOf(key)) !== undefined;
  }

  /** An entry of a dictionary, or of that of a stream. */
  entry(of: PDFObject | undefined, key: string): PDFObject | undefined {
    const from = this.follow(of);
    const dict = from instanceof PDFRawStream ? from.dict : from;
    return dict instanceof PDFDict ? this.follow(dict.get(keyOf(key))) : undefined;
  }

  /** An entry that is a name. */
  nameOf(of: PDFObject | undefined, key: string): string | undefined {
    const entry = this.entry(of, key);
    return entry instanceof PDFName ? textOfName(entry) : undefined;
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
    return this.everyOf(dict, 'Type').includes(keyOf('ObjStm')) || (this.says(dict, 'N') && this.says(dict, 'First'));
  }

  private known(ref: PDFRef, { names, addresses, object }: Read): FoundObject {
    if (!object) return { ref, names, addresses, dictionaries: [] };
    const before = this.byRef.get(ref);
    if (before) before.push(object);
    else this.byRef.set(ref, [object]);
    return { ref, names, addresses, object, dictionaries: dictionariesIn(object) };
  }

  /** The one that stands last is meant. */
  private assign(ref: PDFRef, object: PDFObject, place: number): void {
    if ((this.places.get(ref) ?? -1) > place) return;
    this.places.set(ref, place);
    this.context.assign(ref, object);
  }

  /** `until`: what another program can take for the same object ends there. `isMeant`: it is said to be an object, and not only looks so. */
  private wholeOrNames(reader: ObjectReader, from: number, text: string, until: number, isMeant: boolean): Read {
    try {
      const read = reader.readAt(from);
      this.budget.work(read.end - from);
      if (read.doubled) this.doubtful = true;
      return read;
    } catch (error) {
      if (error instanceof NotKept) throw error;
      // Too deep for any program.
      if (error instanceof RangeError) throw new NotKept('unreadable');
      const part = text.slice(from, Math.max(from, until));
      this.budget.work(part.length + Math.max(0, reader.offset - from));
      const names = isMeant || /^\s*<</.test(part) ? this.doubt(part) : namesIn(part);
      const { names: before, addresses } = reader.gathered;
      return { names: new Set([...before, ...names]), addresses };
    }
  }

  /** What is no whole object, or no part of one, is to be of no meaning. @returns what it names */
  private doubt(part: string): Set<string> {
    this.budget.work(part.length);
    const names = namesIn(part);
    if ([...names].some((name) => doubtfulNames.has(name)) || part.replace(/endstream$/, '').includes('stream')) this.doubtful = true;
    return names;
  }

  private trailersOf(text: string, reader: ObjectReader): Trailer[] {
    return [...text.matchAll(beginsTrailer)].flatMap(({ index }) => {
      this.budget.part();
      try {
        const { object, end, doubled, names, addresses } = reader.readAt(index + 'trailer'.length);
        this.budget.work(end - index);
        if (doubled) this.doubtful = true;
        if (!(object instanceof PDFDict)) return [];
        // Its catalog may stand in it.
        return [{ dict: object, from: index, end, found: { ref: unnumbered, names, addresses, object, dictionaries: dictionariesIn(object) } }];
      } catch (error) {
        if (error instanceof NotKept) throw error;
        this.budget.work(Math.max(0, reader.offset - index));
        this.doubtful = true;
        return [];
      }
    });
  }

  /** What a stream of objects holds (ISO 32000-1, 7.5.7); `undefined` where another program can find something else in it. */
  private packedObjects(content: Uint8Array, dict: PDFDict, ref: PDFRef): FoundObject[] | undefined {
    const head = headOf(content, this.onlyNumber(dict, 'N'), this.onlyNumber(dict, 'First'));
    if (!head) return undefined;
    const text = latin1(content);
    const reader = new ObjectReader(content, this.context);
    const found: FoundObject[] = [];
    for (const { number, from, until: next } of head) {
      this.budget.part();
      const read = this.wholeOrNames(reader, from, text, next, true);
      // What stands between them some programs take for the next of them.
      if (read.end !== undefined && (read.end > next || !isGap.test(text.slice(read.end, next)))) return undefined;
      if (read.object instanceof PDFRawStream) return undefined;
      const one = this.known(PDFRef.of(number, 0), read);
      if (read.object) this.assign(one.ref, read.object, this.places.get(ref) ?? 0);
      found.push(one);
    }
    return found;
  }

  /** A number of which there is one version. */
  private onlyNumber(dict: PDFDict, key: string): number | undefined {
    const said = this.everyOf(dict, key);
    return said.length === 1 && said[0] instanceof PDFNumber ? said[0].asNumber() : undefined;
  }
}

/** The last part of a version, where it stands, and as an object. */
interface Trailer {
  readonly dict: PDFDict;
  readonly from: number;
  readonly end: number;
  readonly found: FoundObject;
}

/** A part of a text without the trailers in it, which are looked at by themselves. */
function without(trailers: readonly Trailer[], text: string, from: number, until: number): string {
  let part = '';
  let at = from;
  for (const trailer of trailers) {
    if (trailer.from < at || trailer.end > until) continue;
    part += text.slice(at, trailer.from);
    at = trailer.end;
  }
  return at < until ? part + text.slice(at, until) : part;
}

/** Of each place, where the next object begins that has a number. */
function nextNumbered(headings: readonly Heading[], end: number): number[] {
  let next = end;
  return headings
    .toReversed()
    .map(({ at, isNumbered }) => {
      const behind = next;
      if (isNumbered) next = at;
      return behind;
    })
    .toReversed();
}

const none: readonly PDFObject[] = [];

/** What was read, with its end; or, where there is no whole object, what it names. */
type Read = Pick<FoundObject, 'names' | 'addresses'> & Partial<Pick<ReadObject, 'object' | 'end' | 'sure'>>;

/** A table of cross-references: by its type, or by what it must say. */
const isTable = (object: PDFObject | undefined): object is PDFRawStream =>
  object instanceof PDFRawStream && (object.dict.get(keyOf('Type')) === keyOf('XRef') || (object.dict.has(keyOf('W')) && object.dict.has(keyOf('Size'))));

/** How it is packed is said once: each of two keys is the one to some program. */
const hasOneFilter = (dict: PDFDict): boolean =>
  !(dict.has(keyOf('F')) && dict.has(keyOf('Filter'))) && !(dict.has(keyOf('DP')) && dict.has(keyOf('DecodeParms')));

const namesIn = (part: string): Set<string> =>
  new Set(
    [...part.matchAll(/\/([^\s()<>[\]{}/%\0]{1,64})/g)].map(([, name = '']) =>
      name.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    ),
  );

/** The numbers that stand where objects of this number begin. */
function lengthsIn(text: string, headings: readonly Heading[]): (ref: PDFRef) => readonly number[] {
  const places = new Map<PDFRef, number[]>();
  for (const { ref, from } of headings) {
    const known = places.get(ref);
    if (!known) places.set(ref, [from]);
    else if (known.length < mostLengths) known.push(from);
  }
  return (ref) =>
    (places.get(ref) ?? []).flatMap((from) => {
      isNumber.lastIndex = from;
      const said = isNumber.exec(text)?.[1];
      return said === undefined ? [] : [numberAsRead(said)];
    });
}
