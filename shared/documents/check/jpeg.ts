import type { Budget } from './budget.ts';
import { buffer, has } from './bytes.ts';
import { NotKept } from './not-kept.ts';
import { onlyOrientation, orientationOf } from './orientation.ts';
import { requireSize } from './picture-size.ts';
import { begins } from './signatures.ts';

const [soi, eoi, sos, app0] = [0xd8, 0xd9, 0xda, 0xe0];

/** Tables and steps by which a picture is drawn: how it is coded (DHT, DAC), quantised (DQT), how many lines and restarts it has (DNL, DRI), and its data. */
const drawn = new Set([0xc4, 0xcc, 0xdb, 0xdc, 0xdd, sos]);

/** Markers that stand alone, without a length: restarts, and one without meaning. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Beginnings of a frame, which say how large the picture is; others of this range are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * A JPEG as it is, but for everything that is not the picture: no EXIF, XMP, IPTC, comment, maker's data, thumbnail, or anything behind its end. Pixels
 * are not touched; how to turn it is kept, and the colour profile.
 * @throws NotKept
 */
export function cleanJpeg(bytes: Uint8Array, budget: Budget): Uint8Array {
  const data = buffer(bytes);
  if (!begins(bytes, 'jpeg')) throw new NotKept('not-of-its-type');
  budget.work(bytes.length);
  const kept: Buffer[] = [];
  let orientation = 1;
  let at = 2;
  let framed = false;
  for (;;) {
    const marker = markerAt(data, at);
    at = marker.next;
    if (marker.code === eoi) {
      if (!framed) throw new NotKept('unreadable');
      return Buffer.concat([Buffer.from([0xff, soi]), ...turned(orientation), ...kept, Buffer.from([0xff, eoi])]);
    }
    if (isAlone(marker.code)) continue;
    const length = data.length >= at + 2 ? data.readUInt16BE(at) : 0;
    if (length < 2 || at + length > data.length) throw new NotKept('unreadable');
    const body = data.subarray(at + 2, at + length);
    at += length;
    if (isFrame(marker.code) && body.length >= 5) {
      requireSize(body.readUInt16BE(3), body.readUInt16BE(1));
      framed = true;
    }
    if (has(body, 'Exif\0\0')) orientation = orientationOf(body.subarray(6));
    const segment = keptSegment(marker.code, body);
    if (segment) kept.push(Buffer.from([0xff, marker.code, (segment.length + 2) >> 8, (segment.length + 2) & 0xff]), segment);
    if (marker.code === sos) {
      const end = endOfScan(data, at);
      kept.push(data.subarray(at, end));
      at = end;
    }
  }
}

/** The marker at a place, which may be filled up before. */
function markerAt(data: Buffer, at: number): { code: number; next: number } {
  if (data[at] !== 0xff) throw new NotKept('unreadable');
  let next = at + 1;
  while (data[next] === 0xff) next++;
  const code = data[next];
  if (code === undefined || code === 0) throw new NotKept('unreadable');
  return { code, next: next + 1 };
}

/** Where the picture's data ends: at a marker that is none of its own. */
function endOfScan(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !isAlone(next)) return at;
  }
  throw new NotKept('unreadable');
}

/** What is kept of a segment: what is needed to draw the picture, and of what applications add only the frame, the colours and how they are coded. */
function keptSegment(marker: number, body: Buffer): Buffer | undefined {
  if (isFrame(marker) || drawn.has(marker)) return body;
  if (marker === app0 && has(body, 'JFIF\0') && body.length >= 14) return Buffer.concat([body.subarray(0, 12), Buffer.from([0, 0])]);
  if (marker === 0xe2 && has(body, 'ICC_PROFILE\0')) return body;
  if (marker === 0xee && has(body, 'Adobe')) return body.subarray(0, 12);
  return undefined;
}

function turned(orientation: number): Buffer[] {
  if (orientation === 1) return [];
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), onlyOrientation(orientation)]);
  return [Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif];
}
