import { buffer, has } from './bytes.ts';

/** How a picture is to be turned, 1 to 8, as cameras say it (EXIF, tag 0x0112); 1 is as it is. The only thing of EXIF that is kept. */
const orientationTag = 0x0112;

/** What the EXIF data of a picture (TIFF) says of that; 1 where it says nothing, or is not understood. */
export function orientationOf(tiff: Uint8Array): number {
  const data = buffer(tiff);
  const little = has(tiff, 'II*\0');
  if (!little && !has(tiff, 'MM\0*')) return 1;
  const u16 = (at: number): number => (at + 2 > data.length ? 0 : little ? data.readUInt16LE(at) : data.readUInt16BE(at));
  const start = data.length < 8 ? 0 : little ? data.readUInt32LE(4) : data.readUInt32BE(4);
  for (let entry = 0; entry < Math.min(u16(start), 200); entry++) {
    const at = start + 2 + entry * 12;
    if (u16(at) !== orientationTag) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** EXIF data that says how to turn the picture, and nothing else. */
export function onlyOrientation(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(orientationTag, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
