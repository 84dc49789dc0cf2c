import * as z from 'zod';
import { canonicalJson } from '../../canonical-json.ts';
import { DomainError } from '../../domain-error.ts';
import type { Language } from '../../language.ts';
import { PlausibleDay } from '../../personal-data/plausible-days.ts';
import { builtInNames } from '../built-in-placeholders.ts';
import { LetterCategory, LetterImportance } from '../letter-category.ts';
import { problemsOf } from '../letter-template-check.ts';
import { letterTexts, type LetterTemplate } from '../letter-template.ts';
import { isPrintable } from '../typesetting/printable.ts';
import { cleanText } from '../typesetting/text.ts';
import { moduleWithdrawn, notADraft, secondPersonRequired } from './module-refusals.ts';
import { moduleTransitions, type ModuleStatus } from './module-status.ts';
import { fieldNamed, valueNames } from './named-values.ts';

/** By which a module is called, wherever it is named: small letters in words with hyphens between. */
export const ModuleCode = z
  .string()
  .max(40)
  .regex(/^[a-z]+(?:-[a-z]+)*$/, 'must be small letters, words parted by single hyphens, like claim-settlement')
  .meta({ example: 'claim-settlement' });

const ModuleTexts = z
  .strictObject(letterTexts)
  .describe(
    `What the letter says, with placeholders in double braces (mustache): the module's values by their names, and ${[...builtInNames.always, ...builtInNames.atTimes].join(', ')}. What not every letter has stands in a section of its own name: {{#note}} … {{/note}}. How many a list or table has is {{missingDocumentsCount}}, with a section for each form: {{#missingDocumentsOne}} … {{/missingDocumentsOne}}{{#missingDocumentsOther}} … {{/missingDocumentsOther}}`,
  );
type ModuleTexts = z.infer<typeof ModuleTexts>;

const contentFields = {
  importance: LetterImportance,
  category: LetterCategory,
  decidesAgainst: z.boolean().default(false).describe('It tells the customer that something is not granted: only a person decides that (Art. 22 GDPR)'),
  values: z
    .array(
      z.strictObject({
        name: z.enum(valueNames),
        required: z.boolean().describe('Whether every letter has it; one that some have is put into sections and conditions'),
      }),
    )
    .max(30)
    .describe('What clerks fill in, of a list that is the same for all modules'),
  texts: z.strictObject({ de: ModuleTexts, en: ModuleTexts.optional() }),
};

/** What a letter module says: what is filled in, and its texts. */
export const LetterModuleContent = z.strictObject(contentFields).superRefine((content, context) => {
  const names = content.values.map(({ name }) => name);
  for (const [index, name] of names.entries())
    if (names.indexOf(name) < index) context.addIssue({ code: 'custom', path: ['values', index, 'name'], message: 'is there already' });
  if (new Set(names).size < names.length) return;
  for (const path of unprintable(content.texts))
    context.addIssue({ code: 'custom', path: ['texts', ...path], message: 'has characters that our letters cannot print' });
  for (const language of languagesOf(content)) {
    const template = templateOf({ code: '', version: 0, content }, language);
    for (const { path, message } of problemsOf(template)) {
      const [first, at] = path;
      // What a name is taken by is said where the name is asked for.
      const where = first === 'fields' ? ['values', at!, 'name'] : ['texts', language, ...path];
      context.addIssue({ code: 'custom', path: where, message });
    }
  }
});
export type LetterModuleContent = z.infer<typeof LetterModuleContent>;

/** Where a text, or one in a list or object of them, has characters that the fonts of letters lack. */
function unprintable(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'string') return isPrintable(cleanText(value)) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  const parts: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return parts.flatMap(([key, part]) => unprintable(part, [...path, key]));
}

/** A letter module as it is added: what it is called for good, and what its first draft says. */
export const NewLetterModule = z.strictObject({ code: ModuleCode, content: LetterModuleContent });
export type NewLetterModule = z.infer<typeof NewLetterModule>;

/** From which day on letters are written from a version, and up to which one, that day too; without an end until another comes into force. */
export const InForce = z.strictObject({ from: PlausibleDay, to: PlausibleDay.optional() });
export type InForce = z.infer<typeof InForce>;

/** One version of a letter module. */
export interface LetterModule {
  readonly code: string;
  /** Counted from 1; letters name it. */
  readonly version: number;
  readonly status: ModuleStatus;
  readonly content: LetterModuleContent;
  /** Everybody who wrote on it: none of them approves it. */
  readonly writers: readonly string[];
  readonly changedAt: string;
  readonly changedBy: string;
  readonly inForce?: InForce | undefined;
  readonly approvedAt?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly withdrawnAt?: string | undefined;
  readonly withdrawnBy?: string | undefined;
}

/** Who did something, and when. */
export interface By {
  readonly id: string;
  readonly at: Date;
}

/** The first draft of a version. */
export const draftOf = (code: string, version: number, content: LetterModuleContent, by: By): LetterModule => ({
  code,
  version,
  status: 'draft',
  content,
  writers: [by.id],
  changedAt: by.at.toISOString(),
  changedBy: by.id,
});

/**
 * The draft as it is wanted: the same version where nobody has approved it yet, else the next one, and what was approved stays as it is.
 */
export function rewritten(latest: LetterModule, content: LetterModuleContent, by: By): LetterModule {
  if (moduleTransitions[latest.status].change === undefined) return draftOf(latest.code, latest.version + 1, content, by);
  return { ...latest, content, writers: [...new Set([...latest.writers, by.id])], changedAt: by.at.toISOString(), changedBy: by.id };
}

/** Whether it says all this. Whoever asks again after a lost answer is told so. */
export const saysAlready = ({ content }: LetterModule, asked: LetterModuleContent): boolean => canonicalJson(content) === canonicalJson(asked);

/**
 * The version as a second person approves it.
 * @throws DomainError `forbidden/second-person-required`, `conflict/letter-module-not-a-draft`, `invalid/invalid-body`
 */
export function approved(module: LetterModule, inForce: InForce, by: By, today: string): LetterModule {
  const status = moduleTransitions[module.status].approve;
  if (status === undefined) throw notADraft();
  if (module.writers.includes(by.id)) throw secondPersonRequired();
  if (inForce.from < today) throw wrongDay('body.from', 'lies in the past: what was sent until now was not written from it');
  if (inForce.to !== undefined && inForce.to < inForce.from) throw wrongDay('body.to', 'lies before `from`');
  return { ...module, status, inForce, approvedAt: by.at.toISOString(), approvedBy: by.id };
}

/** The version taken back. @throws DomainError `conflict/letter-module-withdrawn` */
export function withdrawn(module: LetterModule, by: By): LetterModule {
  const status = moduleTransitions[module.status].withdraw;
  if (status === undefined) throw moduleWithdrawn();
  return { ...module, status, withdrawnAt: by.at.toISOString(), withdrawnBy: by.id };
}

export const languagesOf = ({ texts }: Pick<LetterModuleContent, 'texts'>): Language[] => (texts.en ? ['de', 'en'] : ['de']);

/** The language in which a letter is written: that which was asked for, or German where there is no other. */
export const languageOf = (content: Pick<LetterModuleContent, 'texts'>, asked: Language): Language => (content.texts[asked] ? asked : 'de');

/** A version as the template of a letter in one language, which it must have. */
export function templateOf({ code, version, content }: Pick<LetterModule, 'code' | 'version' | 'content'>, language: Language): LetterTemplate {
  const { importance, category, decidesAgainst, values, texts } = content;
  const fields = values.map(({ name, required }) => fieldNamed(name, required));
  return { code, version, language, importance, category, ...(decidesAgainst && { decidesAgainst }), fields, ...(texts[language] ?? texts.de) };
}

/**
 * A version whose texts this release can still set.
 * @throws DomainError `unprocessable/letter-module-outdated` for one that says what a release since does not take any more: it is to be written anew
 */
export function usableModule(module: LetterModule): LetterModule {
  const parsed = LetterModuleContent.safeParse(module.content);
  if (!parsed.success) throw new DomainError('unprocessable', 'letter-module-outdated');
  return { ...module, content: parsed.data };
}

const wrongDay = (field: string, problem: string): DomainError => new DomainError('invalid', 'invalid-body', [{ field, problem }]);
