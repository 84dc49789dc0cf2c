import { tables, type IndexName, type TableName } from './tables.ts';

/**
 * What may be done to a table, each of it by itself:
 * - `gets`: items by their whole key, one or several
 * - `queries`: all items of a partition, of the table or of an index
 * - `puts`: a whole item, mostly one that was not there
 * - `updates`: attributes of an item
 * - `checks`: a condition on an item that something else depends on
 * - `deletes`: one item under a condition, in a transaction
 * - `clears`: many items without a condition
 */
export const rights = ['gets', 'queries', 'puts', 'updates', 'checks', 'deletes', 'clears'] as const;
export type Right = (typeof rights)[number];

type IndexQuery = { [T in TableName]: `queries ${T} ${keyof (typeof tables)[T]['indexes'] & IndexName}` }[TableName];

/** One thing that is done: `updates tickets`, `queries tickets by-id`. */
export type Use = `${Right} ${TableName}` | IndexQuery;

/** What some code does to the tables, which is what its role is granted. See decision 0031. */
export type Needs = readonly Use[];

/** What each method of a table module needs. */
export type NeedsOf<Methods> = { readonly [Method in keyof Methods]: Needs };

/** What all of these need, each of it once. */
export const together = (...all: readonly Needs[]): Needs => [...new Set(all.flat())].toSorted();

/** The same done to each of these tables. */
export const toEach = (right: Right, names: readonly TableName[]): Needs => names.map((name) => `${right} ${name}` as const);

/** Queries of an index that each of these tables has. @throws Error for a table that has none */
export function indexOfEach(index: IndexName, names: readonly TableName[]): Needs {
  const without = names.find((name) => !(index in tables[name].indexes));
  if (without) throw new Error(`The table ${without} has no index ${index}`);
  return names.map((name) => `queries ${name} ${index}` as IndexQuery);
}

/** A use by its parts. */
export function partsOfUse(use: Use): { readonly right: Right; readonly table: TableName; readonly index?: IndexName } {
  const [right, table, index] = use.split(' ') as [Right, TableName, IndexName?];
  return { right, table, ...(index && { index }) };
}
