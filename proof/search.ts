/** Finds markers in bytes, however they are written and packed there. */
import { foldedNeedles, folded, needlesOf, type FoldedNeedle, type Needle } from './needles.ts';
import type { Marker } from './markers.ts';
import { readings, type Reading } from './readings.ts';

/** A marker that was found. It says where and how, never what stands there. */
export interface Hit {
  readonly marker: string;
  /** How it is written, e.g. `base64 > json`. */
  readonly form: string;
  /** Offset in what was read; -1 where it was found in folded text, which has no offsets. */
  readonly at: number;
}

export type Search = (bytes: Buffer) => Hit[];

/** A search for markers; `macsOf` gives a marker's codes under the live key. Each marker is reported once per search. */
export function searchFor(markers: readonly Marker[], macsOf: (marker: Marker) => readonly Uint8Array[] = () => []): Search {
  const index = indexOf(markers.flatMap((marker) => needlesOf(marker, macsOf(marker))));
  const texts = markers.flatMap(foldedNeedles);
  return (bytes) => {
    const hits = new Map<string, Hit>();
    for (const reading of readings(bytes)) {
      for (const hit of [...found(reading, index), ...foundFolded(reading, texts)]) if (!hits.has(hit.marker)) hits.set(hit.marker, hit);
      if (hits.size === markers.length) break;
    }
    return [...hits.values()];
  };
}

/** Needles by their first bytes. `starts` says of three bytes at once that no needle begins with them, which is nearly always so. */
interface Index {
  readonly starts: Uint8Array;
  readonly byStart: ReadonlyMap<number, readonly Needle[]>;
}

function indexOf(needles: readonly Needle[]): Index {
  const byStart = Map.groupBy(needles, ({ bytes }) => bytes.readUIntBE(0, 3));
  const starts = new Uint8Array(1 << 24);
  for (const start of byStart.keys()) starts[start] = 1;
  return { starts, byStart };
}

function found({ how, bytes }: Reading, { starts, byStart }: Index): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0, start = 0; at < bytes.length; at++) {
    start = ((start << 8) | bytes[at]!) & 0xffffff;
    if (at < 2 || starts[start] === 0) continue;
    for (const { marker, form, bytes: needle } of byStart.get(start) ?? []) {
      if (bytes.subarray(at - 2, at - 2 + needle.length).equals(needle)) hits.push({ marker, form: way(how, form), at: at - 2 });
    }
  }
  return hits;
}

function foundFolded({ how, bytes }: Reading, needles: readonly FoldedNeedle[]): Hit[] {
  const text = folded(bytes.toString('utf8'));
  return needles.filter((needle) => text.includes(needle.text)).map(({ marker }) => ({ marker, form: way(how, 'folded'), at: -1 }));
}

const way = (how: string, form: string): string => (how === '' ? form : `${how} > ${form}`);
