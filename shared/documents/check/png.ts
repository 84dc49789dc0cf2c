import type { Budget } from './budget.ts';
import { buffer } from './bytes.ts';
import { checkSum, inflated } from './inflate.ts';
import { NotKept } from './not-kept.ts';
import { onlyOrientation, orientationOf } from './orientation.ts';
import { requireSize } from './picture-size.ts';
import { begins, signatures } from './signatures.ts';

/** What is needed to draw the picture, moving ones too. Anything else may say anything. */
const drawn = new Set(['IHDR', 'PLTE', 'IDAT', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT']);

/** No colour profile unpacks to more. */
const mostProfileBytes = 8_000_000;

/**
 * A PNG as it is, but for everything that is not the picture: no EXIF, text, time, or anything behind its end. How to turn it is kept.
 * @throws NotKept
 */
export function cleanPng(bytes: Uint8Array, budget: Budget): Uint8Array {
  if (!begins(bytes, 'png')) throw new NotKept('not-of-its-type');
  budget.work(bytes.length);
  const data = buffer(bytes);
  const kept: Buffer[] = [];
  const seen = new Set<string>();
  let orientation = 1;
  for (let at = signatures.png.length; ;) {
    const { type, body, whole, next } = chunkAt(data, at);
    at = next;
    if (kept.length === 0) {
      if (type !== 'IHDR' || body.length !== 13) throw new NotKept('unreadable');
      requireSize(body.readUInt32BE(0), body.readUInt32BE(4));
    }
    if (type === 'IEND') {
      if (!seen.has('IDAT')) throw new NotKept('unreadable');
      const [first, ...rest] = kept;
      const exif = orientation === 1 ? [] : [chunk('eXIf', onlyOrientation(orientation))];
      return Buffer.concat([Buffer.from(signatures.png, 'latin1'), first!, ...exif, ...rest, chunk('IEND', Buffer.alloc(0))]);
    }
    if (type === 'eXIf') orientation = orientationOf(body);
    if (type === 'iCCP') requireProfile(body, budget);
    // What a reader must understand and we do not know.
    if (!drawn.has(type) && type[0]! <= 'Z') throw new NotKept('unreadable');
    seen.add(type);
    if (drawn.has(type)) kept.push(whole);
  }
}

/** @throws NotKept `unreadable` for one that is cut off, or was changed on the way */
function chunkAt(data: Buffer, at: number): { type: string; body: Buffer; whole: Buffer; next: number } {
  if (at + 12 > data.length) throw new NotKept('unreadable');
  const next = at + 12 + data.readUInt32BE(at);
  if (next > data.length) throw new NotKept('unreadable');
  const named = data.subarray(at + 4, next - 4);
  const type = named.toString('latin1', 0, 4);
  if (!/^[A-Za-z]{4}$/.test(type) || checkSum(named) !== data.readUInt32BE(next - 4)) throw new NotKept('unreadable');
  return { type, body: named.subarray(4), whole: data.subarray(at, next), next };
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  crc.writeUInt32BE(checkSum(named));
  return Buffer.concat([length, named, crc]);
}

/** A colour profile is the one thing that a PNG holds packed besides the picture. */
function requireProfile(body: Buffer, budget: Budget): void {
  const name = body.indexOf(0);
  if (name < 0) throw new NotKept('unreadable');
  if (!inflated(body.subarray(name + 2), mostProfileBytes, budget)) throw new NotKept('unreadable');
}
