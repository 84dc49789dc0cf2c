/** What a dump consists of. */
import type { Item } from '../shared/storage/item.ts';
import type { TableName } from '../shared/storage/tables.ts';

/** A piece of what a store holds, small enough that "here" says something. */
export interface StoreRecord {
  /** Of which store, e.g. `table tickets`. */
  readonly store: string;
  /** Where in it, in words that name nobody: they are printed. */
  readonly where: string;
  readonly bytes: Buffer;
  readonly from: Origin;
}

/** What a record was read from, for whoever judges it. */
export type Origin =
  | { readonly in: 'table'; readonly table: TableName; readonly item: Item; readonly path: string }
  | { readonly in: 'index'; readonly table: TableName; readonly item: Item; readonly path: string }
  | ({ readonly in: 'object'; readonly part: 'key' | 'content' | 'metadata' } & StoredObject)
  | { readonly in: 'bucket' }
  /** An image in a table's stream, which forgets it after a day. */
  | { readonly in: 'stream'; readonly table: TableName; readonly path: string; readonly item: Item }
  /** `endsAt`: when the queue drops the message, whatever happens. */
  | { readonly in: 'message'; readonly body: string; readonly endsAt: Date }
  | { readonly in: 'login'; readonly username: string }
  /** A mail or SMS that has been delivered. `part`: the addresses, or what was written. */
  | { readonly in: 'delivered'; readonly part: 'addresses' | 'text' }
  | { readonly in: 'log' }
  | { readonly in: 'elsewhere' };

/** Everything that was found in all stores at one moment. */
export interface Dump {
  readonly records: readonly StoreRecord[];
  /** Items of the tables, each once. */
  readonly items: readonly { readonly table: TableName; readonly item: Item }[];
  /** Every version and delete marker. */
  readonly objects: readonly StoredObject[];
  /** How many stores were looked into, by type. */
  readonly stores: Readonly<Record<string, number>>;
}

/** A version of an object in a bucket, or a marker that says it was deleted. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
}

/** The leaves of a stored value with their paths, arrays as `[]` like the registry has them; names of attributes are leaves too. */
export function* leaves(value: unknown, path = ''): Generator<{ readonly path: string; readonly bytes: Buffer }> {
  if (value instanceof Uint8Array) yield { path, bytes: Buffer.from(value) };
  else if (Array.isArray(value) || value instanceof Set) for (const inner of value) yield* leaves(inner, `${path}[]`);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* leaves(inner, path === '' ? name : `${path}.${name}`);
    yield { path: `${path}{}`, bytes: Buffer.from(Object.keys(value).join('\n')) };
  } else if (typeof value === 'string') yield { path, bytes: Buffer.from(value) };
  else if (value !== undefined && value !== null) yield { path, bytes: Buffer.from(JSON.stringify(value)) };
}
