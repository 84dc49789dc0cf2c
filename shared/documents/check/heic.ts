import type { Budget } from './budget.ts';
import { NotKept } from './not-kept.ts';
import { isOfBoxes } from './signatures.ts';

/** Brands of single pictures in HEVC; of films and of series nothing is known here. */
const brands = ['heic', 'heix', 'heim', 'heis'];

/** Items that are pictures, or say how to put them together. */
const pictures = new Set(['hvc1', 'hvt1', 'lhv1', 'grid', 'iden', 'iovl', 'tmap']);

/** Items that say something of the picture: EXIF, XMP, links. */
const told = new Set(['Exif', 'mime', 'uri ']);

/** Boxes that may hold anything, and no reader needs: their content becomes zero. */
const loose = new Set(['uuid', 'free', 'skip', 'udta']);

/** Boxes that a picture is made of, by what they lie in. Others may hold films, words or times (`moov`, `mpvd`, `sefd`, `udes`, `crtt`). */
const known = {
  file: new Set(['ftyp', 'meta', 'mdat', ...loose]),
  meta: new Set(['hdlr', 'dinf', 'pitm', 'iinf', 'iref', 'iprp', 'idat', 'iloc', 'grpl', ...loose]),
  iprp: new Set(['ipco', 'ipma']),
  // What is said of how it is drawn: size, colours, depth, how it is turned and cut, what an additional picture is for, and how bright it is meant.
  ipco: new Set([
    'hvcC',
    'lhvC',
    'ispe',
    'colr',
    'pixi',
    'irot',
    'imir',
    'auxC',
    'clap',
    'pasp',
    'rloc',
    'lsel',
    'clli',
    'mdcv',
    'cclv',
    'amve',
    'free',
    'skip',
  ]),
} as const;

interface Box {
  readonly type: string;
  /** Where its content begins, and where it ends. */
  readonly from: number;
  readonly to: number;
}

/**
 * A HEIC as it is, but for EXIF, XMP and the like, whose bytes are zero: so nothing else moves. How to turn it is said elsewhere in these files.
 * @throws NotKept `metadata-not-removable` where it is not laid out as we know it
 */
export function cleanHeic(bytes: Uint8Array, budget: Budget): Uint8Array {
  if (!isOfBoxes(bytes)) throw new NotKept('not-of-its-type');
  budget.work(bytes.length);
  const data = Buffer.from(bytes);
  const boxes = boxesIn(data, 0, data.length);
  const [ftyp] = boxes;
  const named = data.toString('latin1', ftyp!.from, ftyp!.to);
  if (ftyp!.type !== 'ftyp' || !brands.some((brand) => named.includes(brand))) throw new NotKept('not-of-its-type');
  const metas = boxes.filter(({ type }) => type === 'meta');
  if (metas.length !== 1) throw new NotKept('metadata-not-removable');
  const [meta] = metas;
  const within = boxesIn(data, meta!.from + 4, meta!.to);
  const described = within.filter(({ type }) => type === 'iprp').flatMap((box) => requireKnown(boxesIn(data, box.from, box.to), 'iprp'));
  const properties = described.filter(({ type }) => type === 'ipco').flatMap((box) => requireKnown(boxesIn(data, box.from, box.to), 'ipco'));
  const all = [...requireKnown(boxes, 'file'), ...requireKnown(within, 'meta'), ...properties];
  const { toClear, drawn } = placesOfItems(data, within, budget);
  for (const box of all.filter(({ type }) => type === 'mdat' || type === 'idat')) {
    budget.work(drawn.length);
    clearAround(data, box, drawn);
  }
  for (const place of toClear) data.fill(0, place.from, place.to);
  for (const box of all.filter(({ type }) => loose.has(type))) data.fill(0, box.from, box.to);
  return data;
}

/** @throws NotKept `metadata-not-removable` where one is of no type that we know there */
function requireKnown(boxes: readonly Box[], where: keyof typeof known): readonly Box[] {
  if (boxes.some(({ type }) => !known[where].has(type))) throw new NotKept('metadata-not-removable');
  return boxes;
}

/** Makes zero what lies in a box and belongs to no picture: nobody reads it, and it may say anything. */
function clearAround(data: Buffer, { from, to }: Box, drawn: readonly Place[]): void {
  let at = from;
  for (const place of drawn.filter((one) => one.to > from && one.from < to).toSorted((one, other) => one.from - other.from)) {
    if (place.from > at) data.fill(0, at, place.from);
    at = Math.max(at, place.to);
  }
  if (at < to) data.fill(0, at, to);
}

/** @throws NotKept `unreadable` where a box is longer than what it lies in */
function boxesIn(data: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to;) {
    if (at + 8 > to) throw new NotKept('unreadable');
    const short = data.readUInt32BE(at);
    const long = short === 1;
    if (long && at + 16 > to) throw new NotKept('unreadable');
    const size = long ? Number(data.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    const head = long ? 16 : 8;
    if (size < head || at + size > to) throw new NotKept('unreadable');
    boxes.push({ type: data.toString('latin1', at + 4, at + 8), from: at + head, to: at + size });
    at += size;
  }
  return boxes;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where what is told of the picture lies in the file, and where what is drawn of it. */
function placesOfItems(data: Buffer, within: readonly Box[], budget: Budget): { readonly toClear: readonly Place[]; readonly drawn: readonly Place[] } {
  const box = (type: string): Box | undefined => within.find((one) => one.type === type);
  const [iinf, iloc, idat] = [box('iinf'), box('iloc'), box('idat')];
  if (!iinf || !iloc) throw new NotKept('unreadable');
  const items = itemsIn(data, iinf);
  const extents = placesIn(data, iloc, budget);
  const located = new Set(extents.map(({ id }) => id));
  if (items.some(({ id, type }) => told.has(type) && !located.has(id))) throw new NotKept('metadata-not-removable');
  const placesOf = (types: ReadonlySet<string>): Place[] => {
    const ids = new Set(items.flatMap(({ id, type }) => (types.has(type) ? [id] : [])));
    return extents.filter(({ id }) => ids.has(id)).map((extent) => placeOf(extent, idat, data.length));
  };
  return { toClear: placesOf(told), drawn: placesOf(pictures) };
}

/** @throws NotKept `metadata-not-removable` for a place that is not in this file, or not said */
function placeOf({ method, offset, length }: Extent, idat: Box | undefined, fileLength: number): Place {
  const base = method === 1 ? idat?.from : 0;
  const end = method === 1 ? idat?.to : fileLength;
  if (method > 1 || base === undefined || length === 0 || base + offset + length > end!) throw new NotKept('metadata-not-removable');
  return { from: base + offset, to: base + offset + length };
}

/** The items of the file with their types. @throws NotKept where one is of no type that we know */
function itemsIn(data: Buffer, { from, to }: Box): { id: number; type: string }[] {
  const entries = boxesIn(data, from + (data[from] === 0 ? 6 : 8), to).filter(({ type }) => type === 'infe');
  return entries.map((entry) => {
    const version = data[entry.from]!;
    const wide = version === 3;
    const typeAt = entry.from + (wide ? 10 : 8);
    if (version < 2 || version > 3 || typeAt + 4 > entry.to) throw new NotKept('metadata-not-removable');
    const type = data.toString('latin1', typeAt, typeAt + 4);
    if (!pictures.has(type) && !told.has(type)) throw new NotKept('metadata-not-removable');
    return { id: wide ? data.readUInt32BE(entry.from + 4) : data.readUInt16BE(entry.from + 4), type };
  });
}

interface Extent {
  readonly id: number;
  /** 0: in the file, 1: in the box `idat`, anything else: somewhere that we do not follow. */
  readonly method: number;
  readonly offset: number;
  readonly length: number;
}

/** What a place costs: there are some thousands of them at most. */
const extentWork = 1_024;

/** Where each item lies: ISO/IEC 14496-12, 8.11.3. */
function placesIn(data: Buffer, { from, to }: Box, budget: Budget): Extent[] {
  let at = from;
  const number = (size: number): number => {
    if (at + size > to || ![0, 1, 2, 4, 8].includes(size)) throw new NotKept('unreadable');
    const value = size === 0 ? 0 : size === 8 ? Number(data.readBigUInt64BE(at)) : data.readUIntBE(at, size);
    at += size;
    return value;
  };
  const version = number(1);
  if (version > 2) throw new NotKept('metadata-not-removable');
  at += 3;
  const [sizes, more] = [number(1), number(1)];
  const count = number(version === 2 ? 4 : 2);
  const extents: Extent[] = [];
  for (let item = 0; item < count; item++) {
    const id = number(version === 2 ? 4 : 2);
    const method = version === 0 ? 0 : number(2) & 0xf;
    const elsewhere = number(2) !== 0;
    const base = number(more >> 4);
    for (let left = number(2); left > 0; left--) {
      // One of no size takes no byte of the file, so it is not told by that how many there are.
      budget.work(extentWork);
      if (version > 0) number(more & 0xf);
      const offset = base + number(sizes >> 4);
      extents.push({ id, method: elsewhere ? 9 : method, offset, length: number(sizes & 0xf) });
    }
  }
  return extents;
}
