import { has } from './bytes.ts';
import { NotKept } from './not-kept.ts';

/** Brands of single pictures in HEVC; of films and of series nothing is known here. */
const brands = ['heic', 'heix', 'heim', 'heis'];

/** Items that are pictures, or say how to put them together. */
const pictures = new Set(['hvc1', 'hvt1', 'lhv1', 'grid', 'iden', 'iovl', 'tmap']);

/** Items that say something of the picture: EXIF, XMP, links. */
const told = new Set(['Exif', 'mime', 'uri ']);

/** Boxes of the file itself that may hold anything, and no reader needs. */
const loose = new Set(['uuid', 'free', 'skip', 'udta']);

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
export function cleanHeic(bytes: Uint8Array): Uint8Array {
  if (!has(bytes, 'ftyp', 4)) throw new NotKept('not-of-its-type');
  const data = Buffer.from(bytes);
  const boxes = boxesIn(data, 0, data.length);
  const [ftyp] = boxes;
  const named = data.toString('latin1', ftyp!.from, ftyp!.to);
  if (ftyp!.type !== 'ftyp' || !brands.some((brand) => named.includes(brand))) throw new NotKept('not-of-its-type');
  const metas = boxes.filter(({ type }) => type === 'meta');
  // A picture that moves carries a film, with metadata of its own.
  if (metas.length !== 1 || boxes.some(({ type }) => type === 'moov' || type === 'moof')) throw new NotKept('metadata-not-removable');
  const [meta] = metas;
  const within = boxesIn(data, meta!.from + 4, meta!.to);
  for (const place of placesToClear(data, within)) data.fill(0, place.from, place.to);
  for (const box of [...boxes, ...within].filter(({ type }) => loose.has(type))) data.fill(0, box.from, box.to);
  return data;
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

/** Where what is told of the picture lies in the file. */
function placesToClear(data: Buffer, within: readonly Box[]): { from: number; to: number }[] {
  const box = (type: string): Box | undefined => within.find((one) => one.type === type);
  const [iinf, iloc, idat] = [box('iinf'), box('iloc'), box('idat')];
  if (!iinf || !iloc) throw new NotKept('unreadable');
  const ids = new Set(itemsIn(data, iinf).flatMap(({ id, type }) => (told.has(type) ? [id] : [])));
  const places = placesIn(data, iloc).filter(({ id }) => ids.has(id));
  if ([...ids].some((id) => !places.some((place) => place.id === id))) throw new NotKept('metadata-not-removable');
  return places.map(({ method, offset, length }) => {
    const base = method === 1 ? idat?.from : 0;
    const end = method === 1 ? idat?.to : data.length;
    if (method > 1 || base === undefined || length === 0 || base + offset + length > end!) throw new NotKept('metadata-not-removable');
    return { from: base + offset, to: base + offset + length };
  });
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

/** Where each item lies: ISO/IEC 14496-12, 8.11.3. */
function placesIn(data: Buffer, { from, to }: Box): Extent[] {
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
      if (version > 0) number(more & 0xf);
      const offset = base + number(sizes >> 4);
      extents.push({ id, method: elsewhere ? 9 : method, offset, length: number(sizes & 0xf) });
    }
  }
  return extents;
}
