/**
 * Whether the proof has exercised what it claims to prove: every attribute about a customer or a third party that holds text
 * must have been seen with a marker in it. Otherwise an attribute that somebody adds would be called clean for lack of trying.
 */
import type { ZodType } from 'zod';
import type { z } from 'zod';
import { classifiedAttributes } from '../shared/personal-data/classification.ts';
import { storedItems } from '../shared/stored-items.ts';
import { leaves, type Dump } from './records.ts';
import type { Search } from './search.ts';

/** Attributes of a person's items that no run has filled, or filled with something that is no marker: `kind.path`. */
export function notExercised(items: Dump['items'], search: Search, leftOut: ReadonlySet<string>): string[] {
  const seen = new Map<string, { readonly values: string[]; marked: boolean }>();
  for (const { table, item } of items) {
    const { kind } = storedItems.kindOf(table, item);
    for (const { path, bytes } of leaves(item)) {
      const attribute = seen.get(`${kind}.${path}`) ?? { values: [], marked: false };
      attribute.values.push(bytes.toString());
      attribute.marked ||= search(bytes).length > 0;
      seen.set(`${kind}.${path}`, attribute);
    }
  }
  return textAttributes().filter((name) => {
    const attribute = seen.get(name);
    return !leftOut.has(name) && !(attribute && (attribute.marked || attribute.values.every(isNoText)));
  });
}

/** Every attribute about a customer or a third party whose schema allows any text: `kind.path`. */
export function textAttributes(): string[] {
  return storedItems.kinds
    .filter(({ foundBy }) => foundBy !== 'none')
    .flatMap(({ kind, schema }) =>
      classifiedAttributes(schema)
        .filter(({ path, classification: { subject } }) => (subject === 'customer' || subject === 'third-party') && holdsText(schemaAt(schema, path)))
        .map(({ path }) => `${kind}.${path}`),
    );
}

/** An id, several of them, a digest, a ticket's number, a date or time, a code word, an IP address: recognised by its shape. */
export const isNoText = (value: string): boolean => shapes.some((shape) => shape.test(value));

const shapes = [
  /^([a-z]+#)*[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}(#[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26})*$/,
  /^([a-z]+#)*([0-9a-f]{64}|[A-Za-z0-9_-]{43})$/,
  /^([a-z]+#)*\d{2}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/,
  /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/,
  /^[a-z]{2,20}(-[a-z]{2,20}){0,3}$/,
  /^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-f:]{2,39}$/,
];

function holdsText(schema: z.core.$ZodType): boolean {
  const def = schema._zod.def as z.core.$ZodTypeDef & { format?: string; innerType?: z.core.$ZodType };
  if (def.innerType) return holdsText(def.innerType);
  return !['enum', 'literal', 'number', 'boolean'].includes(def.type) && !['date', 'datetime'].includes(def.format ?? '');
}

/** The schema behind a path of the registry. */
function schemaAt(schema: ZodType, path: string): z.core.$ZodType {
  let at: z.core.$ZodType = schema;
  for (const step of path.split(/\.|(?=\[\])/)) {
    at = unwrapped(at);
    const next = partAt(at, step);
    if (!next) return at;
    at = next;
  }
  return at;
}

/** The element of an array, a member of an object, or of whichever option of a union has one of that name. */
function partAt(schema: z.core.$ZodType, step: string): z.core.$ZodType | undefined {
  const { shape, element, options } = schema._zod.def as z.core.$ZodTypeDef & Partial<Parts>;
  if (options) return options.map((option) => partAt(unwrapped(option), step)).find((part) => part !== undefined);
  return step === '[]' ? element : shape?.[step];
}

interface Parts {
  readonly shape: Record<string, z.core.$ZodType>;
  readonly element: z.core.$ZodType;
  readonly options: readonly z.core.$ZodType[];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { innerType } = schema._zod.def as z.core.$ZodTypeDef & { innerType?: z.core.$ZodType };
  return innerType ? unwrapped(innerType) : schema;
}
