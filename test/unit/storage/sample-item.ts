import type * as z from 'zod';
import type { ItemKind } from '../../../shared/storage/item-kind.ts';
import { stateNames } from '../../../shared/storage/item-states.ts';
import type { Item, ItemKey } from '../../../shared/storage/item.ts';
import { underWayAttributes } from '../../../shared/tickets/filing.ts';

/** What stands in a sample, and where it lies. */
export interface Sampled {
  readonly pk: string;
  /** Its own id, which its sort key ends with; and every text of it, so that whatever refers to another item refers to that one. */
  readonly id: string;
  /** Which option of its unions it takes; the last where one has fewer. */
  readonly option?: number;
}

/**
 * An item of a kind, made from its schema alone: every attribute that it may have but the states, and what only is there while something is under way, so that a walk over the registry
 * needs no list of fixtures. It lies where items of the kind lie.
 */
export function sampleItem(kind: ItemKind, { pk, id, option = 0 }: Sampled): Item & ItemKey {
  const item = valueOf(kind.schema, id, option) as Item;
  for (const name of [...stateNames, ...underWayAttributes]) delete item[name];
  const own = 'id' in kind.schema.shape ? { id } : {};
  return { ...item, ...own, ...(kind.foundBy === 'subject-index' && { gsi1pk: pk }), pk, sk: isWhole(kind.sk) ? kind.sk : `${kind.sk}${id}` };
}

/** Whether a kind's sort keys are this word, one in a partition; otherwise they begin so (`tck#`, `evt_`). */
export const isWhole = (sk: string): boolean => /[a-z]$/.test(sk);

type Def = z.core.$ZodTypeDef & Record<string, unknown>;
const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as Def;

/** A value that fits: every member of objects, one element of arrays, the first choice of enums. */
function valueOf(schema: z.core.$ZodType, text: string, option: number): unknown {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def['shape'] as Record<string, z.core.$ZodType>).map(([name, member]) => [name, valueOf(member, text, option)]));
    case 'array':
      return [valueOf(def['element'] as z.core.$ZodType, text, option)];
    case 'record':
      return { [text]: valueOf(def['valueType'] as z.core.$ZodType, text, option) };
    case 'optional':
    case 'default':
      return valueOf(def['innerType'] as z.core.$ZodType, text, option);
    case 'union':
      return valueOf(chosen(def, option), text, option);
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

const optionsOf = (def: Def) => def['options'] as readonly z.core.$ZodType[];
const chosen = (def: Def, option: number): z.core.$ZodType => optionsOf(def)[option] ?? optionsOf(def).at(-1)!;

/** So many options the widest union in a schema has; 1 where there is none. */
export function optionsIn(schema: z.core.$ZodType): number {
  const def = defOf(schema);
  const inside = [def['element'], def['innerType'], ...Object.values(def['shape'] ?? {})].filter((part) => part !== undefined) as z.core.$ZodType[];
  const own = def.type === 'union' ? optionsOf(def) : [];
  return Math.max(1, own.length, ...[...inside, ...own].map(optionsIn));
}

/** The paths of all objects in a schema whose members are declared, the innermost too; the outermost is `[]`. `option` as in `Sampled`. */
export function objectPaths(schema: z.core.$ZodType, option = 0, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return [
        path,
        ...Object.entries(def['shape'] as Record<string, z.core.$ZodType>).flatMap(([name, member]) => objectPaths(member, option, [...path, name])),
      ];
    case 'array':
      return objectPaths(def['element'] as z.core.$ZodType, option, [...path, 0]);
    case 'optional':
    case 'default':
      return objectPaths(def['innerType'] as z.core.$ZodType, option, path);
    case 'union':
      return objectPaths(chosen(def, option), option, path);
    default:
      return [];
  }
}
