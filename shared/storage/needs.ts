import { tables, type IndexName, type TableName } from './tables.ts';

/**
 * What may be done to a table, each of it by itself:
 * - `gets`: items by their whole key, one or several
 * - `queries`: all items of a partition
 * - `puts`: a whole item, mostly one that was not there
 * - `updates`: attributes of an item
 * - `checks`: a condition on an item that something else depends on
 * - `deletes`: one item under a condition, in a transaction
 * - `clears`: many items without a condition
 */
export const rights = ['gets', 'queries', 'puts', 'updates', 'checks', 'deletes', 'clears'] as const;
export type Right = (typeof rights)[number];

/** One thing that is done: to a table, or a query of one of its indexes. */
export type Use = { readonly right: Right; readonly table: TableName } | { readonly index: IndexName; readonly table: TableName };

/**
 * What some code does to the tables. A function's role is granted this, its database refuses everything else, and a test sees
 * that the function uses all of it: see decision 0018.
 */
export type Needs = { readonly [R in Right]: readonly TableName[] } & {
  /** Indexes that are queried, by table. */
  readonly indexes: { readonly [T in TableName]?: readonly IndexName[] };
};

/** Needs as they are written down: what is not needed is left out. */
export type Declared = { readonly [R in Right]?: readonly TableName[] } & { readonly indexes?: { readonly [T in TableName]?: readonly IndexOf<T>[] } };

type IndexOf<T extends TableName> = keyof (typeof tables)[T]['indexes'] & IndexName;

/** What each method of a table module needs. */
export type NeedsOf<Methods> = { readonly [Method in keyof Methods]: Needs };

/** Needs in one form, whatever the order in which they were written down. @throws Error for an index that a table does not have */
export function needs(declared: Declared): Needs {
  const named = Object.entries(declared.indexes ?? {}) as [TableName, readonly IndexName[]][];
  for (const [table, index] of named.flatMap(([name, indexes]) => indexes.map((one) => [name, one] as const))) {
    if (!(index in tables[table].indexes)) throw new Error(`The table ${table} has no index ${index}`);
  }
  const indexes = named.filter(([, some]) => some.length > 0).map(([table, some]) => [table, once(some)] as const);
  return {
    ...(Object.fromEntries(rights.map((right) => [right, once(declared[right] ?? [])])) as Record<Right, TableName[]>),
    indexes: Object.fromEntries(indexes.toSorted(([a], [b]) => a.localeCompare(b))),
  };
}

const once = <Name extends string>(names: readonly Name[]): Name[] => [...new Set(names)].toSorted();

/** Needs of code that stores nothing and reads nothing. */
export const noNeeds = needs({});

/** What all of these need. */
export function together(...all: readonly Needs[]): Needs {
  const indexes: Partial<Record<TableName, readonly IndexName[]>> = {};
  for (const [table, some] of all.flatMap((one) => Object.entries(one.indexes) as [TableName, readonly IndexName[]][])) {
    indexes[table] = [...(indexes[table] ?? []), ...some];
  }
  const tablesWith = Object.fromEntries(rights.map((right) => [right, all.flatMap((one) => one[right])]));
  return needs({ ...tablesWith, indexes } as Declared);
}

/** Whether something is among what is needed. */
export const allows = (all: Needs, use: Use): boolean =>
  'right' in use ? all[use.right].includes(use.table) : (all.indexes[use.table] ?? []).includes(use.index);

/** Every table that anything is done to. */
export const tablesOf = (all: Needs): TableName[] => once([...rights.flatMap((right) => all[right]), ...(Object.keys(all.indexes) as TableName[])]);

/** `updates tickets`, `queries tickets by-id` */
export const told = (use: Use): string => ('right' in use ? `${use.right} ${use.table}` : `queries ${use.table} ${use.index}`);
