import * as z from 'zod';
import { Tags } from '../tickets/ticket.ts';
import type { Known, Seen } from './seen.ts';

/** What is read of a case only where it is asked for: the states of its documents, the other cases of its customer. */
export type Need = 'documents' | 'others';

/** Something that a rule can ask of a case: how a condition on it is written, when it holds, and what is known of it after a rule has acted. */
export interface Fact<S extends z.ZodObject = z.ZodObject> {
  readonly schema: S;
  /** What else must be read for it. */
  readonly needs?: Need;
  holds(condition: z.infer<S>, seen: Seen): boolean;
  /** Whether it holds of every case of which this is known, or of none; `undefined` where that is open. */
  foreseen?(condition: z.infer<S>, known: Known): boolean | undefined;
}

interface Choice<Word extends string> {
  readonly fact: string;
  readonly words: readonly [Word, ...Word[]];
  readonly read: (seen: Seen) => Word | undefined;
  readonly known?: (known: Known) => Word | undefined;
  readonly says?: string;
}

/** One of some words, or none of them. */
export function choice<Word extends string>({ fact, words, read, known, says }: Choice<Word>) {
  const values = z
    .array(z.enum(words))
    .min(1)
    .max(words.length)
    .refine((chosen) => new Set(chosen).size === chosen.length, 'at most once each')
    .meta({ uniqueItems: true });
  const schema = described(z.strictObject({ fact: z.literal(fact), is: z.enum(['one-of', 'none-of']), values }), says);
  const fits = ({ is, values: wanted }: z.infer<typeof schema>, value: Word | undefined): boolean =>
    (value !== undefined && (wanted as readonly string[]).includes(value)) === (is === 'one-of');
  return {
    schema,
    holds: (condition, seen) => fits(condition, read(seen)),
    foreseen(condition, after) {
      const value = known?.(after);
      return value === undefined ? undefined : fits(condition, value);
    },
  } satisfies Fact<typeof schema>;
}

interface Amount {
  readonly fact: string;
  /** The most that anybody would ask for. */
  readonly most: number;
  readonly read: (seen: Seen) => number | undefined;
  readonly needs?: Need;
  /** The least that it is then. */
  readonly atLeast?: (known: Known) => number | undefined;
  readonly says?: string;
}

/** A number with bounds: both are among what holds. What is not there is neither. */
export function amount({ fact, most, read, needs, atLeast, says }: Amount) {
  const value = z.int().min(0).max(most);
  const schema = described(z.strictObject({ fact: z.literal(fact), is: z.enum(['at-most', 'at-least']), value }), says);
  return {
    schema,
    ...(needs && { needs }),
    holds: (condition, seen) => within(condition, read(seen)),
    foreseen(condition, known) {
      const least = atLeast?.(known);
      if (least === undefined) return undefined;
      if (condition.is === 'at-least') return least >= condition.value ? true : undefined;
      return least > condition.value ? false : undefined;
    },
  } satisfies Fact<typeof schema>;
}

/** Whether a number is within a bound. */
export const within = ({ is, value: bound }: { readonly is: 'at-most' | 'at-least'; readonly value: number }, value: number | undefined): boolean =>
  value !== undefined && (is === 'at-most' ? value <= bound : value >= bound);

interface Flag {
  readonly fact: string;
  readonly read: (seen: Seen) => boolean;
  readonly known?: (known: Known) => boolean | undefined;
  readonly says?: string;
}

/** Something that is so, or not. */
export function flag({ fact, read, known, says }: Flag) {
  const schema = described(z.strictObject({ fact: z.literal(fact), is: z.boolean() }), says);
  return {
    schema,
    holds: ({ is }, seen) => read(seen) === is,
    foreseen({ is }, after) {
      const value = known?.(after);
      return value === undefined ? undefined : value === is;
    },
  } satisfies Fact<typeof schema>;
}

/** Tags: all of some, any, or none. */
export function someWords({ fact, read }: { readonly fact: string; readonly read: (seen: Seen) => readonly string[] }) {
  const schema = z.strictObject({ fact: z.literal(fact), has: z.enum(['all', 'any', 'none']), values: Tags.min(1) });
  const quantified = { all: 'every', any: 'some' } as const;
  return {
    schema,
    holds({ has, values }, seen) {
      const there = new Set(read(seen));
      const is = (word: string): boolean => there.has(word);
      return has === 'none' ? !values.some(is) : values[quantified[has]](is);
    },
    foreseen({ has, values }, { tagsOn = [], tagsOff = [] }) {
      const [on, off] = [new Set(tagsOn), new Set(tagsOff)];
      const [allOn, anyOn] = [values.every((word) => on.has(word)), values.some((word) => on.has(word))];
      const [allOff, anyOff] = [values.every((word) => off.has(word)), values.some((word) => off.has(word))];
      if (has === 'all') return allOn ? true : anyOff ? false : undefined;
      const any = anyOn ? true : allOff ? false : undefined;
      return has === 'any' || any === undefined ? any : !any;
    },
  } satisfies Fact<typeof schema>;
}

const described = <S extends z.ZodType>(schema: S, says: string | undefined): S => (says === undefined ? schema : schema.describe(says));
