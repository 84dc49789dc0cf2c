import * as z from 'zod';
import { PlausibleDay } from '../personal-data/plausible-days.ts';
import { DomainError } from '../domain-error.ts';
import { addressLines, joined } from './address-lines.ts';
import { LetterCategory, LetterImportance } from './letter-category.ts';
import {
  textLine,
  type LetterBlock,
  type LetterContent,
  type LetterRecipient,
  type LetterReference,
  type LetterRow,
  type LetterSender,
  type LetterSignatory,
} from './typesetting/content.ts';
import { problemsOf } from './letter-template-check.ts';
import { cleanText, fillText, formatAmount, formatDay } from './typesetting/text.ts';

/** Most a single amount may be, in cents: ten million euros. */
const MAX_CENTS = 1_000_000_000;

/** Names that every letter's texts may use besides the template's own fields; `fullName` and `familyName` begin with the person's title. */
const BUILT_IN = ['reference', 'letterDate', 'fullName', 'familyName', 'company', 'signatoryName'] as const;

/** Those that not every letter has: where the recipient logs in, if they can. Texts use them in sections of their own. */
const BUILT_IN_AT_TIMES = ['portal'] as const;

const Name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
  .refine((name) => !(name in {}) && ![...BUILT_IN, ...BUILT_IN_AT_TIMES].some((used) => used === name), 'is taken');
const Pattern = z.string().max(100).refine(isRegularExpression, 'is no regular expression');
const Text = z.string().min(1).max(4000);

const fieldBase = { name: Name, label: textLine(60), required: z.boolean() };

/** What a clerk fills in. `multiline` texts keep their line breaks; `pattern` is a regular expression for the whole text. */
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
  z.strictObject({ ...fieldBase, type: z.literal('lines'), maxRows: z.int().min(1).max(200), maxLabelLength: z.int().min(1).max(200) }),
]);
export type LetterField = z.infer<typeof LetterField>;

const Block = z.discriminatedUnion('kind', [
  /** An empty line in a text or a value begins a new paragraph; a paragraph that comes out empty is left out. */
  z.strictObject({ kind: z.literal('paragraph'), text: Text }),
  /** A table of the rows in a field of type `lines`. */
  z.strictObject({ kind: z.literal('table'), field: z.string(), headings: z.strictObject({ label: textLine(40), amount: textLine(20) }) }),
  /**
   * A row under the table before it: the sum of the fields in `plus` less those in `minus`. Texts may use its `name`.
   * `onlyWith` leaves the row out where that field is missing or zero; `atLeastCents` and `atMostCents` refuse a letter whose sum is lower
   * or higher; a sum below `floorCents` is printed as that.
   */
  z.strictObject({
    kind: z.literal('total'),
    name: Name,
    label: textLine(80),
    plus: z.array(z.string()).max(10),
    minus: z.array(z.string()).max(10),
    result: z.boolean(),
    onlyWith: z.string().optional(),
    atLeastCents: z.int().optional(),
    atMostCents: z.int().optional(),
    floorCents: z.int().optional(),
  }),
]);
export type TemplateBlock = z.infer<typeof Block>;

/**
 * A letter template is data: a new letter is a new value of this type, no code. Texts are mustache.
 * The check covers what a type can't: every variable is declared, optional ones stand in a section of their own name.
 */
export const LetterTemplate = z
  .strictObject({
    code: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*$/)
      .max(40),
    version: z.int().min(1),
    language: z.literal('de'),
    /** What the letter centre and the PDF's title bar show. No variables, so no personal data; `&` and `<` would break the PDF's XMP. */
    title: textLine(60).regex(/^[^&<>{}]*$/),
    importance: LetterImportance,
    category: LetterCategory,
    /** It tells the customer that something is not granted: only a person decides that (Art. 22 GDPR). */
    decidesAgainst: z.literal(true).optional(),
    /** What our number is called in the information block, e.g. `Schadennummer`. */
    referenceLabel: textLine(20),
    fields: z.array(LetterField).max(30),
    subject: Text,
    salutation: z.strictObject({ frau: Text, herr: Text, neutral: Text }),
    blocks: z.array(Block).min(1).max(40),
    closing: Text,
    remark: Text,
  })
  .superRefine((template, context) => {
    for (const message of problemsOf(template, BUILT_IN, BUILT_IN_AT_TIMES)) context.addIssue({ code: 'custom', message });
  });
export type LetterTemplate = z.infer<typeof LetterTemplate>;

/** A row that a clerk enters in a field of type `lines`. */
export interface LetterLine {
  readonly label: string;
  readonly amountCents: number;
}

/** Values by field name: text and day (`2026-03-15`) as string, amount in cents, rows. */
export type LetterValues = Readonly<Record<string, string | number | readonly LetterLine[] | undefined>>;

/** The strict schema of what a clerk fills in for this template. Its errors name fields, never values. */
export function fieldsSchema(template: LetterTemplate): z.ZodType<LetterValues, LetterValues> {
  const shape = Object.fromEntries(template.fields.map((field) => [field.name, field.required ? valueSchema(field) : valueSchema(field).optional()]));
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
    default:
      return z
        .array(z.strictObject({ label: textLine(field.maxLabelLength), amountCents: cents(-MAX_CENTS) }))
        .min(1)
        .max(field.maxRows);
  }
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

/** What a letter needs besides its template. `date` is the day it carries (`2026-03-15`). */
export interface LetterInput {
  readonly recipient: LetterRecipient;
  readonly reference: LetterReference;
  readonly date: string;
  readonly values: LetterValues;
  readonly sender: LetterSender;
  readonly signatory: LetterSignatory;
}

/**
 * Fills a template.
 * @throws DomainError `invalid-letter-values` naming the fields; `total-too-low`, `total-too-high` where a sum is
 *   beyond what the template allows.
 */
export function composeLetter(template: LetterTemplate, input: LetterInput): LetterContent {
  const { recipient, reference, sender, signatory } = input;
  const values = checkedValues(template, input.values);
  const totals = totalsOf(template, values);
  const view: Record<string, string> = {
    // A number is read in one piece: no line ends at its hyphens.
    reference: reference.ours.replaceAll('-', '\u2011'),
    letterDate: formatDay(input.date),
    fullName: joined(recipient.title, recipient.givenName, recipient.familyName),
    familyName: joined(recipient.title, recipient.familyName),
    company: sender.company,
    portal: sender.portal ?? '',
    signatoryName: signatory.name,
    ...printedFields(template, values),
    ...Object.fromEntries([...totals].map(([name, sum]) => [name, formatAmount(sum)])),
  };
  const fill = (text: string): string => fillText(text, view);
  return {
    title: template.title,
    sender,
    recipient: addressLines(recipient),
    details: detailLines(template.referenceLabel, input),
    subject: fill(template.subject),
    salutation: fill(template.salutation[recipient.form]),
    blocks: composeBlocks(template, values, totals, fill),
    closing: fill(template.closing),
    signature: [sender.company, signatory.name, signatory.role],
    remark: fill(template.remark),
  };
}

function checkedValues(template: LetterTemplate, values: LetterValues): LetterValues {
  const parsed = fieldsSchema(template).safeParse(values);
  if (parsed.success) return parsed.data;
  throw new DomainError(
    'invalid',
    'invalid-letter-values',
    parsed.error.issues.map(({ path, message }) => ({ field: ['values', ...path].join('.'), problem: message })),
  );
}

/** The sums of the template's totals, in cents, by name. */
function totalsOf(template: LetterTemplate, values: LetterValues): Map<string, number> {
  const totals = new Map<string, number>();
  for (const block of template.blocks) {
    if (block.kind !== 'total') continue;
    const sum = sumOf(block.plus, values) - sumOf(block.minus, values);
    const { atLeastCents = -Infinity, atMostCents = Infinity, floorCents = -Infinity } = block;
    if (sum < atLeastCents) throw beyond(block, 'total-too-low', `less than ${inEuros(atLeastCents)}`);
    if (sum > atMostCents) throw beyond(block, 'total-too-high', `more than ${inEuros(atMostCents)}`);
    totals.set(block.name, Math.max(sum, floorCents));
  }
  return totals;
}

/** What the letter says that comes out, in cents; `undefined` for one that says no result. @throws DomainError as `composeLetter` */
export function resultOf(template: LetterTemplate, values: LetterValues): number | undefined {
  const result = template.blocks.find((block) => block.kind === 'total' && block.result);
  return result?.kind === 'total' ? totalsOf(template, values).get(result.name) : undefined;
}

/** An amount for those who call the API, who read English: `EUR 0.01`. */
const inEuros = (amountCents: number): string => `EUR ${(amountCents / 100).toFixed(2)}`;

const beyond = ({ name: total, plus, minus }: Extract<TemplateBlock, { kind: 'total' }>, code: string, problem: string): DomainError =>
  new DomainError(
    'unprocessable',
    code,
    [...plus, ...minus].map((name) => ({ field: `values.${name}`, problem: `makes the total '${total}' ${problem}` })),
  );

const sumOf = (names: readonly string[], values: LetterValues): number => names.reduce((sum, name) => sum + centsIn(values[name]), 0);

function centsIn(value: LetterValues[string]): number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' ? value.reduce((sum, { amountCents }) => sum + amountCents, 0) : 0;
}

/** Fields as texts print them; rows of tables are not for texts. */
function printedFields(template: LetterTemplate, values: LetterValues): Record<string, string> {
  const printed: Record<string, string> = {};
  for (const { name, type } of template.fields) {
    const value = values[name];
    if (typeof value === 'number') printed[name] = formatAmount(value);
    else if (typeof value === 'string') printed[name] = type === 'date' ? formatDay(value) : value;
  }
  return printed;
}

function composeBlocks(template: LetterTemplate, values: LetterValues, totals: ReadonlyMap<string, number>, fill: (text: string) => string): LetterBlock[] {
  const blocks: LetterBlock[] = [];
  let rows: LetterRow[] = [];
  for (const block of template.blocks) {
    if (block.kind === 'paragraph') {
      const paragraphs = fill(block.text)
        .split('\n\n')
        .filter((text) => text !== '');
      blocks.push(...paragraphs.map((text) => ({ kind: 'paragraph' as const, text })));
    } else if (block.kind === 'table') {
      rows = itemRows(values[block.field]);
      blocks.push({ kind: 'table', headings: block.headings, rows });
    } else {
      const shown = block.onlyWith === undefined || centsIn(values[block.onlyWith]) !== 0;
      if (shown) rows.push({ label: block.label, amount: formatAmount(totals.get(block.name) ?? 0), role: block.result ? 'result' : 'step' });
    }
  }
  return blocks;
}

const itemRows = (value: LetterValues[string]): LetterRow[] =>
  typeof value === 'object' ? value.map(({ label, amountCents }) => ({ label, amount: formatAmount(amountCents), role: 'item' })) : [];

function detailLines(referenceLabel: string, { reference, sender, signatory, date }: LetterInput): LetterContent['details'] {
  const lines: [string, string | undefined][] = [
    ['Ihr Zeichen', reference.yours],
    [referenceLabel, reference.ours],
    ['Versicherungsnummer', reference.insuranceNumber],
    ['Ansprechperson', signatory.name],
    // The footer has them too, but that is an artifact: a screen reader passes over it.
    ['Telefon', signatory.phone ?? sender.phone],
    ['E-Mail', signatory.email],
    ['Kundenportal', sender.portal],
    ['Datum', formatDay(date)],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function isRegularExpression(source: string): boolean {
  try {
    return Boolean(new RegExp(source, 'u'));
  } catch {
    return false;
  }
}
