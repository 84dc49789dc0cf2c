/** All that is somebody's, as fingerprints, to tell whether anything of it was touched. */
import { createHash } from 'node:crypto';
import type { StoreRecord } from './records.ts';

/** A fingerprint of each record that leads to a person, by where it is. */
export type Belongings = ReadonlyMap<string, string>;

/** What of these records is a person's: items and index entries that hold their id, objects under it, their login. */
export function belongingsOf(customerId: string, records: readonly StoreRecord[]): Belongings {
  const theirs = new Map<string, string>();
  for (const { store, where, bytes, from } of records) {
    const place = placeOf(from, customerId);
    if (!place) continue;
    const key = JSON.stringify([store, where, ...place]);
    // The elements of a list share a path.
    theirs.set(
      key,
      createHash('sha256')
        .update(theirs.get(key) ?? '')
        .update(bytes)
        .digest('hex'),
    );
  }
  return theirs;
}

function placeOf(from: StoreRecord['from'], customerId: string): readonly string[] | undefined {
  switch (from.in) {
    case 'table':
    case 'index':
      return Object.values(from.item).includes(customerId) ? [String(from.item.pk), String(from.item.sk), from.path] : undefined;
    case 'object':
      return from.key.includes(customerId) ? [from.key, from.versionId, from.part] : undefined;
    case 'login':
      return from.username === customerId ? [from.username] : undefined;
    default:
      return undefined;
  }
}

/** What differs, in words: `changed: table tickets note: text`. */
export function differences(before: Belongings, after: Belongings): string[] {
  const told = (what: string, place: string): string => `${what}: ${(JSON.parse(place) as string[]).slice(0, 2).join(', ')}`;
  return [
    ...[...before].flatMap(([place, print]) => (after.has(place) ? (after.get(place) === print ? [] : [told('changed', place)]) : [told('gone', place)])),
    ...[...after.keys()].filter((place) => !before.has(place)).map((place) => told('new', place)),
  ];
}
