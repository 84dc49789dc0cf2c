import * as z from 'zod';
import { PlausibleDay } from '../personal-data/plausible-days.ts';
import { kindOf, tellsOfHealth, type Matter } from '../tickets/kinds/kinds.ts';

/** What can be asked of a field that a kind of ticket asks for besides. */
export type FieldSort = 'number' | 'day' | 'word' | 'flag' | 'other';

/** A field of a kind's own, as far as rules are concerned. */
export interface KindField {
  readonly sort: FieldSort;
  /** Of a word: which there are. */
  readonly words?: readonly string[];
}

const sorts: readonly (readonly [FieldSort, (schema: z.ZodType) => boolean])[] = [
  ['number', (schema) => schema instanceof z.ZodNumber],
  ['flag', (schema) => schema instanceof z.ZodBoolean],
  ['word', (schema) => schema instanceof z.ZodEnum],
  // A text is a day where it takes days and no other text.
  ['day', (schema) => schema instanceof z.ZodString && schema.safeParse('2026-03-14').success && !schema.safeParse('x').success],
];

/** Whether a day is meant is asked of the schema, as days are declared; what they have in common is this. */
export const RuleDay = PlausibleDay;

/** The field of this name that tickets of a kind have; `undefined` where they have none, or tell of health, which no rule looks at. */
export function fieldOf(matter: Matter, name: string): KindField | undefined {
  const shape: Readonly<Record<string, z.ZodType>> = kindOf(matter).details?.schema.shape ?? {};
  if (tellsOfHealth(matter) || !Object.hasOwn(shape, name)) return undefined;
  const declared = shape[name]!;
  const schema = declared instanceof z.ZodOptional ? (declared.unwrap() as z.ZodType) : declared;
  const sort = sorts.find(([, is]) => is(schema))?.[0] ?? 'other';
  return { sort, ...(schema instanceof z.ZodEnum && { words: schema.options.map(String) }) };
}

/** The names of the fields that tickets of a kind have. */
export const fieldNames = (matter: Matter): string[] => Object.keys(kindOf(matter).details?.schema.shape ?? {});
