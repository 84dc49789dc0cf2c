import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { DomainError } from '../domain-error.ts';
import type { Language } from '../language.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import { Team } from '../staff/agent.ts';
import { Matter, Outcome, WaitingFor } from '../tickets/ticket.ts';
import { placeholderNames, problemsOf } from './placeholders.ts';

/** A single line of its own, which nobody fills. */
const label = (most: number) => oneLine(most).refine((text) => !/[{}]/.test(text), 'takes no placeholders, and no braces');

const ModuleText = severalLines(3500)
  .superRefine((text, context) => {
    for (const message of problemsOf(text)) context.addIssue({ code: 'custom', message });
  })
  .describe(
    `What is written to the customer, with placeholders in double braces: ${placeholderNames.join(', ')}. What not everybody has (givenName, organisation) stands in a section of its own name: {{#organisation}} … {{/organisation}}`,
  );

/** What becomes of a ticket that is answered so, by the same rules as by the endpoints for it. */
export const Sets = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('waiting'), waitingFor: WaitingFor }),
  z.strictObject({ status: z.literal('closed'), outcome: Outcome }),
]);
export type Sets = z.infer<typeof Sets>;

/** The task that is added to it. */
export const AddsTask = z.strictObject({
  title: label(200),
  team: Team.optional().describe('Whose it is; without it of whoever has the ticket'),
  dueInDays: z.int().min(0).max(365).optional().describe('So many days after the answer, by the calendar of Berlin; without it on no day'),
});

export type AddsTask = z.infer<typeof AddsTask>;

const contentFields = {
  title: label(120).describe('By which staff find it'),
  kinds: z
    .array(Matter)
    .min(1)
    .max(100)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'at most once each')
    .meta({ uniqueItems: true })
    .optional()
    .describe('For which kinds of ticket it is; for all if absent'),
  texts: z.strictObject({ de: ModuleText, en: ModuleText.optional() }),
  sets: Sets.optional(),
  addsTask: AddsTask.optional(),
};

/** A text module [Textbaustein]: what is written again and again, and what goes with it. */
export const NewTextModule = z.strictObject(contentFields);
export type TextModuleContent = z.infer<typeof NewTextModule>;

export const TextModuleStatus = z.enum(['active', 'retired']).describe('`retired`: nobody answers with it; it can be taken up again for a year');
export type TextModuleStatus = z.infer<typeof TextModuleStatus>;

/** A text module as somebody wants it to be, all of it. */
export const WholeTextModule = z.strictObject({ ...contentFields, status: TextModuleStatus });
export type WholeTextModule = z.infer<typeof WholeTextModule>;

/** One version of a text module. What was written once is never changed: a change is a further version. */
export interface TextModule extends WholeTextModule {
  readonly id: string;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
  /** Since when nobody answers with it, while that is so. */
  readonly retiredAt?: string | undefined;
}

/** Which text a message was written from. */
export interface UsedTextModule {
  readonly id: string;
  readonly version: number;
}

/** Who did something, and when. */
interface By {
  readonly id: string;
  readonly at: Date;
}

/** The first version of a new one. */
export const newTextModule = (id: string, content: TextModuleContent, by: By): TextModule => ({
  id,
  ...content,
  status: 'active',
  version: 1,
  changedAt: by.at.toISOString(),
  changedBy: by.id,
});

/** The next version. */
export function changedTextModule(before: TextModule, asked: WholeTextModule, by: By): TextModule {
  const at = by.at.toISOString();
  const { title, kinds, texts, sets, addsTask, status } = asked;
  const retiredAt = status === 'retired' ? (before.retiredAt ?? at) : undefined;
  return { id: before.id, title, kinds, texts, sets, addsTask, status, retiredAt, version: before.version + 1, changedAt: at, changedBy: by.id };
}

/** Whether it says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export function saysAlready(module: TextModule, asked: WholeTextModule): boolean {
  const said = ({ title, kinds, texts, sets, addsTask, status }: WholeTextModule) => canonicalJson({ title, kinds, texts, sets, addsTask, status });
  return said(module) === said(asked);
}

/**
 * That somebody can answer a ticket of a kind with it, as they saw it.
 * @throws DomainError `conflict/text-module-retired`, `stale/text-module-changed`, `conflict/text-module-of-other-kinds`
 */
export function requireUsable({ status, version, kinds }: TextModule, versionSeen: number, matter: z.infer<typeof Matter>): void {
  if (status === 'retired') throw textModuleRetired();
  if (version !== versionSeen) throw textModuleChanged();
  if (kinds && !kinds.includes(matter)) throw textModuleOfOtherKinds();
}

/** The text in a language, or in German where there is none, and in which it is. */
export function textIn({ texts }: Pick<TextModule, 'texts'>, language: Language): { readonly text: string; readonly language: Language } {
  const text = texts[language];
  return text === undefined ? { text: texts.de, language: 'de' } : { text, language };
}

export const noSuchTextModule = (): DomainError => new DomainError('not-found', 'no-such-text-module');

/** Somebody wrote it anew since it was seen. */
export const textModuleChanged = (): DomainError => new DomainError('stale', 'text-module-changed');

export const textModuleRetired = (): DomainError =>
  new DomainError('conflict', 'text-module-retired', [{ field: 'textModule', problem: 'is retired: take another, or write the text yourself' }]);

export const textModuleOfOtherKinds = (): DomainError =>
  new DomainError('conflict', 'text-module-of-other-kinds', [
    { field: 'textModule', problem: 'is for tickets of other kinds: take another, or write yourself' },
  ]);
