import type * as z from 'zod';
import type { ItemKind } from '../../../shared/storage/item-kind.ts';
import { stateNames } from '../../../shared/storage/item-states.ts';
import type { Item, ItemKey } from '../../../shared/storage/item.ts';

/** What stands in a sample, and where it lies. */
export interface Sampled {
  readonly pk: string;
  /** Its own id, which its sort key ends with; and every text of it, so that whatever refers to another item refers to that one. */
  readonly id: string;
}

/**
 * An item of a kind, made from its schema alone: every attribute that it may have but the states, so that a walk over the registry
 * needs no list of fixtures. It lies where items of the kind lie.
 */
export function sampleItem(kind: ItemKind, { pk, id }: Sampled): Item & ItemKey {
  const item = valueOf(kind.schema, id) as Item;
  for (const state of stateNames) delete item[state];
  const own = 'id' in kind.schema.shape ? { id } : {};
  return { ...item, ...own, ...(kind.foundBy === 'subject-index' && { gsi1pk: pk }), pk, sk: isWhole(kind.sk) ? kind.sk : `${kind.sk}${id}` };
}

/** Whether a kind's sort keys are this word, one in a partition; otherwise they begin so (`tck#`, `evt_`). */
export const isWhole = (sk: string): boolean => /[a-z]$/.test(sk);

type Def = z.core.$ZodTypeDef & Record<string, unknown>;
const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as Def;

/** A value that fits: every member of objects, one element of arrays, the first choice of enums. */
function valueOf(schema: z.core.$ZodType, text: string): unknown {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def['shape'] as Record<string, z.core.$ZodType>).map(([name, member]) => [name, valueOf(member, text)]));
    case 'array':
      return [valueOf(def['element'] as z.core.$ZodType, text)];
    case 'record':
      return { [text]: valueOf(def['valueType'] as z.core.$ZodType, text) };
    case 'optional':
    case 'default':
      return valueOf(def['innerType'] as z.core.$ZodType, text);
    case 'union':
      return valueOf((def['options'] as z.core.$ZodType[])[0]!, text);
    case 'enum':
      return Object.values(def['entries'] as Record<string, string>)[0];
    case 'literal':
      return (def['values'] as unknown[])[0];
    case 'number':
      return Math.max(1, (schema as z.ZodNumber).minValue ?? 1);
    case 'boolean':
      return true;
    case 'string':
      if (def['format'] === 'datetime') return '2026-03-15T09:30:00.000Z';
      return def['format'] === 'date' ? '2026-03-15' : text;
    default:
      throw new Error(`No sample of a ${def.type}`);
  }
}

/** The paths of all objects in a schema whose members are declared, the innermost too; the outermost is `[]`. */
export function objectPaths(schema: z.core.$ZodType, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return [path, ...Object.entries(def['shape'] as Record<string, z.core.$ZodType>).flatMap(([name, member]) => objectPaths(member, [...path, name]))];
    case 'array':
      return objectPaths(def['element'] as z.core.$ZodType, [...path, 0]);
    case 'optional':
    case 'default':
      return objectPaths(def['innerType'] as z.core.$ZodType, path);
    case 'union':
      return (def['options'] as z.core.$ZodType[]).flatMap((option) => objectPaths(option, path));
    default:
      return [];
  }
}
