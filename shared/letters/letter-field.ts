import * as z from 'zod';
import { Language } from '../language.ts';
import { PlausibleDay } from '../personal-data/plausible-days.ts';
import { textLine } from './typesetting/content.ts';
import { cleanText, formatAmount, formatDay, formatList, formatNumber, pluralForm, pluralForms } from './typesetting/text.ts';

/** Most a single amount may be, in cents: ten million euros. */
const MAX_CENTS = 1_000_000_000;

/** What values, and what is made of them, can be called. */
export const ValueName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

const Pattern = z.string().max(100).refine(isRegularExpression, 'is no regular expression');

const fieldBase = { name: ValueName, label: textLine(60), required: z.boolean() };

/**
 * What a clerk fills in. `multiline` texts keep their line breaks; `pattern` is a regular expression for the whole text; of `choice` one code is given, and
 * its words are printed; `rows` have the columns that are named, each a text or an amount.
 */
export const LetterField = z.discriminatedUnion('type', [
  z.strictObject({
    ...fieldBase,
    type: z.literal('text'),
    maxLength: z.int().min(1).max(4000),
    multiline: z.boolean().optional(),
    pattern: Pattern.optional(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal('date') }),
  z.strictObject({ ...fieldBase, type: z.literal('amount') }),
  z.strictObject({ ...fieldBase, type: z.literal('count'), most: z.int().min(1).max(1_000_000) }),
  z.strictObject({
    ...fieldBase,
    type: z.literal('choice'),
    options: z
      .array(z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), words: z.record(Language, textLine(120)) }))
      .min(2)
      .max(20),
  }),
  z.strictObject({ ...fieldBase, type: z.literal('list'), maxItems: z.int().min(1).max(100), maxLength: z.int().min(1).max(400) }),
  z.strictObject({ ...fieldBase, type: z.literal('lines'), maxRows: z.int().min(1).max(200), maxLabelLength: z.int().min(1).max(200) }),
  z.strictObject({
    ...fieldBase,
    type: z.literal('rows'),
    maxRows: z.int().min(1).max(200),
    columns: z
      .array(
        z.discriminatedUnion('type', [
          z.strictObject({ name: ValueName, type: z.literal('text'), required: z.boolean(), maxLength: z.int().min(1).max(200) }),
          z.strictObject({ name: ValueName, type: z.literal('amount') }),
        ]),
      )
      .min(2)
      .max(5),
  }),
]);
export type LetterField = z.infer<typeof LetterField>;
type FieldOf<Type extends LetterField['type']> = Extract<LetterField, { type: Type }>;

/** A row that a clerk enters in a field of type `lines`. */
export interface LetterLine {
  readonly label: string;
  readonly amountCents: number;
}

/** A row in a field of type `rows`: texts and amounts in cents by the names of its columns. */
export type LetterTableRow = Readonly<Record<string, string | number | undefined>>;

/** Values by field name: text, day (`2026-03-15`) and code of a choice as string, amount in cents and count as number, lists and rows. */
export type LetterValues = Readonly<Record<string, string | number | readonly LetterLine[] | readonly string[] | readonly LetterTableRow[] | undefined>>;

/** The strict schema of what a clerk fills in for these fields. Its errors name fields, never values. */
export function valuesSchema(fields: readonly LetterField[]): z.ZodType<LetterValues, LetterValues> {
  const shape = Object.fromEntries(fields.map((field) => [field.name, field.required ? valueSchema(field) : valueSchema(field).optional()]));
  return z.strictObject(shape) as unknown as z.ZodType<LetterValues, LetterValues>;
}

const cents = (min: number) => z.int().min(min).max(MAX_CENTS);

function valueSchema(field: LetterField): z.ZodType {
  switch (field.type) {
    case 'text': {
      const text = field.multiline ? textLines(field.maxLength) : textLine(field.maxLength);
      return field.pattern ? text.regex(new RegExp(`^(?:${field.pattern})$`, 'u')) : text;
    }
    case 'date':
      return PlausibleDay;
    case 'amount':
      return cents(0);
    case 'count':
      return z.int().min(0).max(field.most);
    case 'choice':
      return z.enum(field.options.map(({ code }) => code) as [string, ...string[]]);
    case 'list':
      return z.array(textLine(field.maxLength)).min(1).max(field.maxItems);
    case 'rows':
      return z.array(rowSchema(field)).min(1).max(field.maxRows);
    default:
      return z
        .array(z.strictObject({ label: textLine(field.maxLabelLength), amountCents: cents(-MAX_CENTS) }))
        .min(1)
        .max(field.maxRows);
  }
}

function rowSchema({ columns }: FieldOf<'rows'>): z.ZodType {
  const shape = Object.fromEntries(
    columns.map((column) => {
      if (column.type === 'amount') return [column.name, cents(-MAX_CENTS)];
      return [column.name, column.required ? textLine(column.maxLength) : textLine(column.maxLength).optional()];
    }),
  );
  return z.strictObject(shape);
}

/** Text of several lines: at most `max` UTF-16 units and 40 lines, so that line breaks alone can't fill pages. */
const textLines = (max: number) =>
  z
    .string()
    .overwrite(cleanText)
    .min(1)
    .max(max)
    .regex(/^(?:[^\p{C}\p{Zl}\p{Zp}]|\n)*$/u, 'has characters that cannot be printed')
    .refine((text) => text.split('\n').length <= 40, 'has more than 40 lines');

/** By what a value can stand in a text, under its own name and under others. */
export interface ValuePlaceholders {
  /** Those that there are whenever the value is given. */
  readonly names: readonly string[];
  /** Of these there is one: that for the value's number (`missingDocumentsOne`, `missingDocumentsOther`). All of them are asked for, or none. */
  readonly forms: readonly string[];
}

/** The placeholders that a field makes. Rows stand in tables, in texts only how many they are and what they add up to. */
export function placeholdersOf(field: LetterField, language: Language): ValuePlaceholders {
  const { name } = field;
  const forms = pluralForms(language).map((form) => formName(name, form));
  switch (field.type) {
    case 'count':
      return { names: [name], forms };
    case 'list':
      return { names: [name, countName(name)], forms };
    case 'lines':
      return { names: [countName(name)], forms };
    case 'rows':
      return { names: [countName(name), ...amountsIn(field).map((column) => sumName(name, column))], forms };
    default:
      return { names: [name], forms: [] };
  }
}

const inside = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const formName = (name: string, form: string): string => `${name}${inside(form)}`;
const countName = (name: string): string => `${name}Count`;
const sumName = (name: string, column: string): string => `${name}${inside(column)}Sum`;
const amountsIn = ({ columns }: FieldOf<'rows'>): string[] => columns.flatMap(({ name, type }) => (type === 'amount' ? [name] : []));

/** A value as texts print it, by its placeholders; nothing of one that is not given. */
export function printed(field: LetterField, values: LetterValues, language: Language): Readonly<Record<string, string>> {
  const value = values[field.name];
  if (value === undefined) return {};
  const { name } = field;
  const counted = (count: number) => ({ [formName(name, pluralForm(count, language))]: formatNumber(count, language) });
  switch (field.type) {
    case 'date':
      return { [name]: formatDay(value as string, language) };
    case 'amount':
      return { [name]: formatAmount(value as number, language) };
    case 'count':
      return { [name]: formatNumber(value as number, language), ...counted(value as number) };
    case 'choice':
      return { [name]: field.options.find(({ code }) => code === value)!.words[language] };
    case 'list': {
      const items = value as readonly string[];
      return { [name]: formatList(items, language), [countName(name)]: formatNumber(items.length, language), ...counted(items.length) };
    }
    case 'lines':
    case 'rows': {
      const rows = value as readonly LetterTableRow[];
      const sums = field.type === 'rows' ? sumsOf(field, rows).map(([column, sum]) => [sumName(name, column), formatAmount(sum, language)]) : [];
      return { [countName(name)]: formatNumber(rows.length, language), ...counted(rows.length), ...Object.fromEntries(sums) };
    }
    default:
      return { [name]: value as string };
  }
}

/** What each column of amounts adds up to, in cents. */
export const sumsOf = (field: FieldOf<'rows'>, rows: readonly LetterTableRow[]): [string, number][] =>
  amountsIn(field).map((column) => [column, rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)]);

/** Whether something is given. An amount or a number of nothing is as if it were not. */
export const isGiven = (value: LetterValues[string]): boolean => value !== undefined && value !== 0;

function isRegularExpression(source: string): boolean {
  try {
    return Boolean(new RegExp(source, 'u'));
  } catch {
    return false;
  }
}
