/**
 * All ways in which a marker may stand in bytes: as it is, in other cases and Unicode forms, in the encodings that programs put
 * text into, and as the digests by which somebody could be recognised without being named.
 */
import { createHash } from 'node:crypto';
import type { Marker } from './markers.ts';

/** Bytes that give a marker away. */
export interface Needle {
  readonly marker: string;
  /** How it is written, e.g. `base64`. */
  readonly form: string;
  readonly bytes: Buffer;
}

/** A marker as `folded` leaves it: found whatever its case, Unicode form, spaces and punctuation. */
export interface FoldedNeedle {
  readonly marker: string;
  readonly text: string;
}

/** Shorter ones would be found everywhere. */
export const shortestNeedle = 6;

/** The needles of a marker. `macs`: its message authentication codes under the live key, as KMS makes them. */
export function needlesOf(marker: Marker, macs: readonly Uint8Array[] = []): Needle[] {
  const found = new Map<string, Needle>();
  const add = (form: string, bytes: Buffer): void => {
    const key = bytes.toString('latin1');
    // Most encodings leave plain letters as they are: the first to come up with these bytes gives them their name.
    if (bytes.length >= shortestNeedle && !found.has(key)) found.set(key, { marker: marker.name, form, bytes });
  };
  const addAll = (encoded: Iterable<readonly [string, Buffer]>, of = ''): void => {
    for (const [form, bytes] of encoded) add(of + form, bytes);
  };
  for (const text of spellings(marker)) addAll(encodings(text));
  for (const text of spellings(marker, false)) {
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) addAll(digests(createHash(algorithm).update(text).digest()), `${algorithm} `);
  }
  for (const mac of macs) addAll(digests(Buffer.from(mac)), 'keyed hash ');
  return [...found.values()];
}

/** The folded needles of a marker. */
export function foldedNeedles(marker: Marker): FoldedNeedle[] {
  // Without its dots an address is a number like many others.
  const texts = new Set(marker.form === 'ip-address' ? [] : values(marker).map(folded));
  return [...texts].filter((text) => text.length >= shortestNeedle).map((text) => ({ marker: marker.name, text }));
}

/** Text without what people and programs change: case, Unicode form, everything that is neither letter nor digit. */
export const folded = (text: string): string =>
  text
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** The marker as people write it; `withWord`: torn-off pieces, too. */
function values({ value, word, form }: Marker, withWord = true): string[] {
  const whole = form === 'phone' ? phoneWays(value) : form === 'iban' ? [value, value.replace(/(.{4})(?=.)/g, '$1 ')] : [value];
  return withWord && word ? [...whole, word] : whole;
}

/** +49 171 … is also written 0049 171 …, 0171 … and +49 (0) 171 … */
function phoneWays(value: string): string[] {
  const national = value.slice('+49'.length);
  return [value, value.slice(1), `00${value.slice(1)}`, `0${national}`, `+490${national}`];
}

/** Each in composed and decomposed form, as it is, small and in capitals. */
function spellings(marker: Marker, withWord = true): Set<string> {
  const cased = values(marker, withWord).flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]);
  return new Set(cased.flatMap((text) => [text, text.normalize('NFC'), text.normalize('NFD')]));
}

function* encodings(text: string): Generator<readonly [string, Buffer]> {
  const utf8 = Buffer.from(text);
  yield ['plain', utf8];
  yield ['utf-16le', Buffer.from(text, 'utf16le')];
  yield ['utf-16be', Buffer.from(text, 'utf16le').swap16()];
  const latin1 = Buffer.from(text, 'latin1');
  if (latin1.toString('latin1') === text) yield ['latin-1', latin1];
  for (const escaped of jsonWays(text)) yield ['json', Buffer.from(escaped)];
  for (const escaped of urlWays(text)) yield ['url', Buffer.from(escaped)];
  for (const part of base64Parts(utf8)) yield ['base64', Buffer.from(part)];
  for (const hex of bothCases(utf8.toString('hex'))) yield ['hex', Buffer.from(hex)];
}

function jsonWays(text: string): string[] {
  const quoted = JSON.stringify(text).slice(1, -1);
  const ascii = quoted.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [quoted, ascii, ascii.replace(/\\u[0-9a-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`)];
}

function urlWays(text: string): string[] {
  const encoded = encodeURIComponent(text);
  const small = encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
  return [encoded, small].flatMap((way) => [way, way.replaceAll('%20', '+')]);
}

/** Wherever the text begins within a group of three bytes: without the characters that depend on its neighbours. */
function base64Parts(bytes: Buffer): string[] {
  const parts = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(first, last);
  });
  return parts.flatMap((part) => [part, part.replaceAll('+', '-').replaceAll('/', '_')]);
}

function* digests(digest: Buffer): Generator<readonly [string, Buffer]> {
  yield ['digest', digest];
  for (const hex of bothCases(digest.toString('hex'))) yield ['hex', Buffer.from(hex)];
  for (const way of ['base64', 'base64url'] as const) yield [way, Buffer.from(digest.toString(way).replace(/=+$/, ''))];
}

const bothCases = (hex: string): string[] => [hex, hex.toUpperCase()];
