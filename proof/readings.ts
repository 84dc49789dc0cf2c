/**
 * Other ways to read bytes: what lies compressed, encoded or escaped in them. Read again and again, they open what was packed
 * several times, such as a compressed message inside a JSON document inside a queue's message.
 */
import { constants, inflateRawSync } from 'node:zlib';

/** Bytes that were read out of others. */
export interface Reading {
  /** How, e.g. `gzip > base64`; empty for the bytes themselves. */
  readonly how: string;
  readonly bytes: Buffer;
}

/** So often something is unpacked that was unpacked. */
const deepest = 3;

/** The bytes themselves and everything that can be read out of them. */
export function* readings(bytes: Buffer, how = '', depth = 0): Generator<Reading> {
  yield { how, bytes };
  if (depth === deepest) return;
  for (const [name, reader] of Object.entries(readers)) {
    for (const inner of reader(bytes)) yield* readings(inner, how === '' ? name : `${how} > ${name}`, depth + 1);
  }
}

const readers: Readonly<Record<string, (bytes: Buffer) => Iterable<Buffer>>> = {
  compressed: inflated,
  base64,
  hex,
  json: respelled(/\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}/, (text) =>
    text.replace(/\\(["\\/bfnrt])|\\u([0-9a-fA-F]{4})/g, (_, short: string | undefined, unit: string) =>
      short ? (controls[short] ?? short) : String.fromCharCode(parseInt(unit, 16)),
    ),
  ),
  escaped,
  html: respelled(/&(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+);/, (text) => text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([A-Za-z]+));/g, entity)),
  'utf-16': utf16,
};

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Text in another spelling: of each passage that has signs of one. */
function respelled(sign: RegExp, respell: (text: string) => string): (bytes: Buffer) => Iterable<Buffer> {
  return function* (bytes) {
    for (const passage of passages(bytes, sign)) yield Buffer.from(respell(passage.toString('utf8')));
  };
}

/** Escaped bytes, in URLs (`%C3%BC`), forms (`+` for a space) and mails (`=C3=BC`, soft line breaks). */
function* escaped(bytes: Buffer): Generator<Buffer> {
  for (const passage of passages(bytes, /%[0-9a-fA-F]{2}/)) {
    const plain = unescaped(passage.toString('latin1'), /%([0-9a-fA-F]{2})/g);
    yield plain;
    if (plain.includes('+')) yield Buffer.from(plain.toString('latin1').replaceAll('+', ' '), 'latin1');
  }
  for (const passage of passages(bytes, /=(?:[0-9A-F]{2}|\r?\n)/)) yield unescaped(passage.toString('latin1').replace(/=\r?\n/g, ''), /=([0-9A-F]{2})/g);
}

const unescaped = (text: string, escape: RegExp): Buffer =>
  Buffer.from(
    text.replace(escape, (_, byte: string) => String.fromCharCode(parseInt(byte, 16))),
    'latin1',
  );

/** Pieces of text among other bytes that have a certain sign, which must be ASCII. */
function* passages(bytes: Buffer, sign: RegExp): Generator<Buffer> {
  const all = bytes.toString('latin1');
  if (!sign.test(all)) return;
  for (const [passage] of all.matchAll(/[\t\n\r -~\u0080-\u00ff]{6,}/g)) if (sign.test(passage)) yield Buffer.from(passage, 'latin1');
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  euml: 'ë',
};

function entity(whole: string, decimal: string | undefined, hexadecimal: string | undefined, name: string | undefined): string {
  if (name) return entities[name] ?? whole;
  const point = decimal ? Number(decimal) : parseInt(hexadecimal!, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}

/** Where it begins in a run of such characters isn't known, so it is read from each place of a group. Lines may break it. */
function* base64(bytes: Buffer): Generator<Buffer> {
  for (const [run] of bytes.toString('latin1').matchAll(/[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*/g)) {
    const text = run.replace(/\r?\n/g, '');
    for (let offset = 0; offset < 4; offset++) yield Buffer.from(text.slice(offset), 'base64');
  }
}

function* hex(bytes: Buffer): Generator<Buffer> {
  for (const [run] of bytes.toString('latin1').matchAll(/[0-9a-fA-F]{16,}/g)) for (const offset of [0, 1]) yield Buffer.from(run.slice(offset), 'hex');
}

/** Passages in which every other byte is zero: UTF-16, in either order of bytes, of a language written in Latin letters. */
function* utf16(bytes: Buffer): Generator<Buffer> {
  for (const [run] of bytes.toString('latin1').matchAll(/(?:[^\0]\0){6,}[^\0]?/g)) yield Buffer.from(run.replaceAll('\0', ''));
}

/** The contents of all gzip and zlib members, wherever they begin and whatever follows them. */
function* inflated(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    const start = gzipData(bytes, at);
    const inner = start === undefined ? undefined : inflate(bytes.subarray(start));
    if (inner) yield inner;
  }
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1)) {
    const isZlib = at + 2 < bytes.length && bytes.readUInt16BE(at) % 31 === 0;
    const inner = isZlib ? inflate(bytes.subarray(at + 2)) : undefined;
    if (inner) yield inner;
  }
}

/** Where the data of the gzip member begins whose header is here (RFC 1952); `undefined` where there is none. */
function gzipData(bytes: Buffer, at: number): number | undefined {
  if (bytes[at + 1] !== 0x8b || bytes[at + 2] !== 8) return undefined;
  const flags = bytes[at + 3] ?? 0;
  let next = at + 10;
  if (flags & 4) next += 2 + (bytes[next] ?? 0) + 256 * (bytes[next + 1] ?? 0);
  for (const text of [8, 16]) if (flags & text) next = bytes.indexOf(0, next) + 1 || bytes.length;
  if (flags & 2) next += 2;
  return next < bytes.length ? next : undefined;
}

/** Data of the deflate format up to its end, or as far as it goes; `undefined` for anything else. */
function inflate(data: Buffer): Buffer | undefined {
  try {
    const inner = inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 256 * 1024 * 1024 });
    return inner.length > 0 ? inner : undefined;
  } catch {
    return undefined;
  }
}
