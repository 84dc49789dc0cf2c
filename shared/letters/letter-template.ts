import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { Language } from '../language.ts';
import { addressLines } from './address-lines.ts';
import { builtInView, type LetterParties } from './built-in-placeholders.ts';
import { centsIn, composeBlocks } from './letter-block-filling.ts';
import { LetterTemplateBlock, LetterText } from './letter-block.ts';
import { LetterCategory, LetterImportance } from './letter-category.ts';
import { LetterField, printed, valuesSchema, type LetterValues } from './letter-field.ts';
import { problemsOf } from './letter-template-check.ts';
import { textLine, type LetterContent } from './typesetting/content.ts';
import { fillText, formatAmount, formatDay } from './typesetting/text.ts';
import { wordings } from './typesetting/wording.ts';

/** What a letter says in one language, with placeholders; what is filled in is said beside it. */
export const letterTexts = {
  title: textLine(60)
    .regex(/^[^&<>{}]*$/)
    .describe('What the letter centre and the title bar show. No placeholders, so no personal data; `&` and `<` would break the metadata of the file'),
  referenceLabel: textLine(20).describe('What our number is called in the information block, such as Schadennummer'),
  subject: LetterText,
  salutation: z.strictObject({ frau: LetterText, herr: LetterText, neutral: LetterText }),
  blocks: z.array(LetterTemplateBlock).min(1).max(40),
  closing: LetterText.describe('Over the signature: the company, who signs, and as what'),
  remark: LetterText.describe('A last line in small print'),
};

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
    language: Language,
    importance: LetterImportance,
    category: LetterCategory,
    /** It tells the customer that something is not granted: only a person decides that (Art. 22 GDPR). */
    decidesAgainst: z.literal(true).optional(),
    fields: z.array(LetterField).max(30),
    ...letterTexts,
  })
  .superRefine((template, context) => {
    for (const { path, message } of problemsOf(template)) context.addIssue({ code: 'custom', path: [...path], message });
  });
export type LetterTemplate = z.infer<typeof LetterTemplate>;

/** The strict schema of what a clerk fills in for this template. Its errors name fields, never values. */
export const fieldsSchema = ({ fields }: Pick<LetterTemplate, 'fields'>): z.ZodType<LetterValues, LetterValues> => valuesSchema(fields);

/** What a letter needs besides its template. */
export interface LetterInput extends LetterParties {
  readonly values: LetterValues;
}

/**
 * Fills a template.
 * @throws DomainError `invalid-letter-values` naming the fields; `total-too-low`, `total-too-high` where a sum is
 *   beyond what the template allows.
 */
export function composeLetter(template: LetterTemplate, input: LetterInput): LetterContent {
  const { recipient, sender, signatory } = input;
  const { language } = template;
  const values = checkedValues(template, input.values);
  const totals = totalsOf(template, values);
  const view: Readonly<Record<string, string>> = {
    ...builtInView(input, language),
    ...Object.fromEntries(template.fields.flatMap((field) => Object.entries(printed(field, values, language)))),
    ...Object.fromEntries([...totals].map(([name, sum]) => [name, formatAmount(sum, language)])),
  };
  const fill = (text: string): string => fillText(text, view);
  return {
    language,
    title: template.title,
    sender,
    recipient: addressLines(recipient),
    details: detailLines(template, input),
    subject: fill(template.subject),
    salutation: fill(template.salutation[recipient.form]),
    blocks: composeBlocks(template, { values, view, totals, fill }),
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

const beyond = ({ name: total, plus, minus }: Extract<LetterTemplateBlock, { kind: 'total' }>, code: string, problem: string): DomainError =>
  new DomainError(
    'unprocessable',
    code,
    [...plus, ...minus].map((name) => ({ field: `values.${name}`, problem: `makes the total '${total}' ${problem}` })),
  );

const sumOf = (names: readonly string[], values: LetterValues): number => names.reduce((sum, name) => sum + centsIn(values[name]), 0);

function detailLines({ referenceLabel, language }: LetterTemplate, { reference, sender, signatory, date }: LetterInput): LetterContent['details'] {
  const words = wordings[language];
  const lines: [string, string | undefined][] = [
    [words.yourReference, reference.yours],
    [referenceLabel, reference.ours],
    [words.insuranceNumber, reference.insuranceNumber],
    [words.contact, signatory.name],
    // The footer has them too, but that is an artifact: a screen reader passes over it.
    [words.phone, signatory.phone ?? sender.phone],
    [words.email, signatory.email],
    [words.portal, sender.portal],
    [words.date, formatDay(date, language)],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
