import * as z from 'zod';

/** The same of which anything may be missing, however deep. */
export type Unfinished<T> = T extends readonly (infer Element)[]
  ? readonly Unfinished<Element>[]
  : T extends object
    ? { readonly [Name in keyof T]?: Unfinished<T[Name]> | undefined }
    : T;

interface Parts {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  readonly element: z.core.$ZodType;
  readonly options: readonly z.core.$ZodType[];
  readonly innerType: z.core.$ZodType;
  readonly checks?: readonly z.core.$ZodCheck<unknown[]>[];
}

/**
 * The schema of something of which a part is there: objects may lack members and lists have few elements, however deep. What is there fits as it would in
 * the end: lengths, forms, and names of members. What an object or a list demands as a whole it does not yet. Leaves are the ones of the schema, so a
 * classification stays.
 */
export function unfinished<S extends z.core.$ZodType>(schema: S): z.ZodType<Unfinished<z.output<S>>, Unfinished<z.input<S>>> {
  return partOf(schema) as unknown as z.ZodType<Unfinished<z.output<S>>, Unfinished<z.input<S>>>;
}

function partOf(schema: z.core.$ZodType): z.core.$ZodType {
  const def = schema._zod.def as unknown as Parts;
  switch (def.type) {
    case 'object':
      return z.strictObject(Object.fromEntries(Object.entries(def.shape).map(([name, member]) => [name, z.optional(partOf(member))])));
    case 'array':
      return z.array(partOf(def.element)).check(...(def.checks ?? []).filter((check) => check._zod.def.check === 'max_length'));
    case 'union':
      return z.union(def.options.map(partOf));
    case 'optional':
    case 'nonoptional':
    case 'default':
      return partOf(def.innerType);
    default:
      return schema;
  }
}
