import type * as z from 'zod';

/** Values of a schema that between them have every choice in them, and no content. */
export function samples(schema: z.core.$ZodType): unknown[] {
  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  switch (def.type) {
    case 'object': {
      const members = Object.entries(def.shape as Record<string, z.core.$ZodType>).map(([name, member]) => [name, samples(member)] as const);
      const count = Math.max(...members.map(([, values]) => values.length));
      return Array.from({ length: count }, (_, index) => Object.fromEntries(members.map(([name, values]) => [name, values[index % values.length]])));
    }
    case 'array':
      return [samples(def.element as z.core.$ZodType)];
    case 'optional':
      return samples(def.innerType as z.core.$ZodType);
    case 'enum':
      return Object.values(def.entries as Record<string, string>);
    default:
      return ['x'];
  }
}
