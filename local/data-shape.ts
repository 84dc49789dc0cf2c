/**
 * What stored data looks like, in lines that can be kept beside it and compared: tables with their keys, and every attribute of
 * every kind of item. Made from the declarations themselves, so that no change of them can be forgotten.
 */
import * as z from 'zod';
import { storedItems } from '../shared/stored-items.ts';
import type { ItemKind } from '../shared/storage/item-kind.ts';
import { indexKeys, tables, type IndexName, type TableShape } from '../shared/storage/tables.ts';

/** A line's subject (a table, or `table/kind`), what of it (an attribute's path, `?` after what may be absent), and how that is. */
export interface ShapeLine {
  readonly of: string;
  readonly path: string;
  readonly is: string;
}

/** The shape of the data that this code writes and reads. */
export const dataShape = (kinds: readonly ItemKind[] = storedItems.kinds, inTables: Readonly<Record<string, TableShape>> = tables): ShapeLine[] => [
  ...Object.entries(inTables).map(([name, { indexes }]) => ({ of: name, path: 'indexes', is: JSON.stringify(indexesOf(indexes)) })),
  ...kinds.flatMap((kind) => [{ of: nameOf(kind), path: 'declared', is: JSON.stringify(wordsOf(kind)) }, ...attributesOf(kind)]),
];

/**
 * Why data of an earlier shape cannot be read as if it were of this one; empty if it can. New tables, new kinds and new attributes
 * that may be absent do no harm. A word that an attribute may newly have is taken for a change of it: nothing is guessed here.
 */
export function outgrown(before: readonly ShapeLine[], now: readonly ShapeLine[]): string[] {
  const [were, are] = [new Set(before.map(said)), new Set(now.map(said))];
  const known = new Set(before.map(({ of }) => of));
  return [
    ...before.filter((line) => !are.has(said(line))).map(({ of, path }) => `${of}: ${path} is otherwise or gone`),
    ...now.filter((line) => !were.has(said(line)) && known.has(line.of) && !isAdditional(line, before)).map(({ of, path }) => `${of}: ${path} is new`),
  ];
}

/** May be absent itself, or is part of something new that may. */
function isAdditional({ of, path }: ShapeLine, before: readonly ShapeLine[]): boolean {
  const optional = path.slice(0, path.lastIndexOf('?') + 1);
  return optional !== '' && (optional === path || !before.some((line) => line.of === of && line.path.startsWith(optional)));
}

const said = ({ of, path, is }: ShapeLine): string => `${of} ${path} ${is}`;

const nameOf = ({ table, kind }: ItemKind): string => `${table}/${kind}`;

const indexesOf = (indexes: TableShape['indexes']) => (Object.keys(indexes) as IndexName[]).toSorted().map((name) => [name, indexes[name], indexKeys[name]]);

/** What a kind says of itself in words, such as its sort key's beginning. How it is called in German is no matter of its data. */
const wordsOf = ({ title: _, ...kind }: ItemKind) => Object.entries(kind).filter(([, value]) => typeof value === 'string');

type Schema = Readonly<Record<string, unknown>>;

function attributesOf(kind: ItemKind): ShapeLine[] {
  const schema = z.toJSONSchema(kind.schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  return leaves(schema, '').map(([path, is]) => ({ of: nameOf(kind), path, is }));
}

function leaves(schema: Schema, path: string): [string, string][] {
  if (schema['type'] === 'array') return leaves(schema['items'] as Schema, `${path}[]`);
  const { properties, required = [], anyOf } = schema as { properties?: Record<string, Schema>; required?: readonly string[]; anyOf?: readonly Schema[] };
  if (anyOf?.some((option) => 'properties' in option)) return anyOf.flatMap((option) => leaves(option, path));
  if (!properties) return [[path, wordOf(schema)]];
  return Object.entries(properties).flatMap(([name, attribute]) =>
    leaves(attribute, `${path === '' ? '' : `${path}.`}${name}${required.includes(name) ? '' : '?'}`),
  );
}

/** How zod writes a format out as a pattern is its own matter. */
function wordOf({ pattern, ...schema }: Schema): string {
  return JSON.stringify('format' in schema ? schema : { ...schema, pattern });
}
