import type { Budget } from '../../documents/check/budget.ts';
import { buffer, latin1 } from '../../documents/check/bytes.ts';
import { NotKept } from '../../documents/check/not-kept.ts';
import { inflated } from './inflate.ts';

/** A way of packing (ISO 32000-1, 7.4); `early`: codes of LZW grow so many codes early. `undefined`: it is damaged. @throws NotKept `unpacks-too-large` */
export type Filter = (packed: Uint8Array, mostBytes: number, budget: Budget, early: 0 | 1) => Uint8Array | undefined;

const asciiHex: Filter = (packed, _, budget) => {
  budget.work(packed.length);
  const digits = latin1(packed)
    .split('>', 1)[0]!
    .replaceAll(/[\0\t\n\f\r ]/g, '');
  return /^[0-9a-f]*$/i.test(digits) ? Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex') : undefined;
};

const ascii85: Filter = (packed, most, budget) => {
  budget.work(packed.length);
  const signs = latin1(packed)
    .split('~', 1)[0]!
    .replaceAll(/[\0\t\n\f\r ]/g, '');
  if (/[^!-uz]/.test(signs)) return undefined;
  const out = new Out(most, budget);
  let group: number[] = [];
  const put = (digits: readonly number[]): void => {
    const value = [...digits, 84, 84, 84, 84].slice(0, 5).reduce((sum, digit) => sum * 85 + digit, 0);
    for (let byte = 0; byte < digits.length - 1; byte++) out.push(Math.floor(value / 256 ** (3 - byte)) % 256);
  };
  for (const sign of signs) {
    if (sign === 'z' && group.length === 0) put([0, 0, 0, 0, 0]);
    else group.push(sign.charCodeAt(0) - 33);
    if (group.length === 5) {
      put(group);
      group = [];
    }
  }
  if (group.length > 1) put(group);
  return out.bytes();
};

const runLength: Filter = (packed, most, budget) => {
  const out = new Out(most, budget);
  for (let at = 0; at < packed.length;) {
    const length = packed[at++]!;
    if (length === 128) break;
    if (length < 128) {
      for (let end = Math.min(at + length + 1, packed.length); at < end; at++) out.push(packed[at]!);
    } else {
      const byte = packed[at++] ?? 0;
      for (let times = 257 - length; times > 0; times--) out.push(byte);
    }
  }
  return out.bytes();
};

/** As TIFF has it, where it says nothing else: codes grow one early. */
const lzw: Filter = (packed, most, budget, early) => {
  const out = new Out(most, budget);
  let [table, width, before] = [lzwStart(), 9, undefined as Uint8Array | undefined];
  let [bits, held] = [0, 0];
  for (const byte of packed) {
    [bits, held] = [((bits << 8) | byte) & 0xff_ffff, held + 8];
    if (held < width) continue;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      [table, width, before] = [lzwStart(), 9, undefined];
      continue;
    }
    const known = table[code];
    const entry: Uint8Array | undefined = known ?? (before && Buffer.concat([before, before.subarray(0, 1)]));
    if (!entry || code > table.length) return undefined;
    for (const one of entry) out.push(one);
    if (before && table.length < 4096) table.push(Buffer.concat([before, entry.subarray(0, 1)]));
    before = entry;
    const next = table.length + early;
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
  }
  return out.bytes();
};

const lzwStart = (): Uint8Array[] => Array.from({ length: 258 }, (_, code) => Uint8Array.of(code & 255));

/** By the names that a stream says it is packed by, long and short. What packs pictures is not here: it is not unpacked. */
export const filters: Readonly<Record<string, Filter>> = {
  FlateDecode: inflated,
  Fl: inflated,
  ASCIIHexDecode: asciiHex,
  AHx: asciiHex,
  ASCII85Decode: ascii85,
  A85: ascii85,
  RunLengthDecode: runLength,
  RL: runLength,
  LZWDecode: lzw,
  LZW: lzw,
};

/** Grows with what is put into it, to so much at most; all of it counts. */
class Out {
  private data = new Uint8Array(65_536);
  private length = 0;
  private readonly most: number;
  private readonly budget: Budget;

  constructor(most: number, budget: Budget) {
    this.most = most;
    this.budget = budget;
  }

  push(byte: number): void {
    if (this.length >= this.most) throw new NotKept('unpacks-too-large');
    if (this.length === this.data.length) {
      this.budget.unpacked(this.length);
      const larger = new Uint8Array(2 * this.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = byte;
  }

  bytes(): Buffer {
    this.budget.work(this.length);
    return buffer(this.data.subarray(0, this.length));
  }
}

/** What stands before it is taken away from each row, as PNG does it (ISO 32000-1, 7.4.4.4). `undefined` for what is none of it. */
export function withoutPredictor(bytes: Uint8Array, columns: number, sampleBits: number): Uint8Array | undefined {
  const row = Math.ceil((columns * sampleBits) / 8);
  const step = Math.max(1, sampleBits >> 3);
  if (!(row > 0 && row < 1_000_000)) return undefined;
  const rows = Math.ceil(bytes.length / (row + 1));
  const out = Buffer.alloc(rows * row);
  for (let line = 0; line < rows; line++) {
    const kind = bytes[line * (row + 1)]!;
    for (let at = 0; at < row; at++) {
      const place = line * row + at;
      const left = at >= step ? out[place - step]! : 0;
      const up = line > 0 ? out[place - row]! : 0;
      const corner = at >= step && line > 0 ? out[place - row - step]! : 0;
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind];
      if (added === undefined) return undefined;
      out[place] = (bytes[line * (row + 1) + 1 + at] ?? 0) + added;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
