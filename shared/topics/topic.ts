import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { DomainError } from '../domain-error.ts';
import { inLanguage, type Language } from '../language.ts';
import { TopicName } from '../letters/topic-name.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { severalLines } from '../personal-data/several-lines.ts';

/**
 * A page that everybody can open, as browsers copy its address: with a host's name, and without a user, a port or signs that end an attribute of HTML.
 * Said by a pattern alone, so that the reference says all of it.
 */
const HelpPage = z
  .string()
  .max(500)
  .regex(
    /^https:\/\/(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z][A-Za-z0-9-]*(?:[/?#][A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*)?$/,
    'must be an address like https://www.example.org/help, as a browser copies it: https, a host’s name, no spaces, and letters like ü in their coded form',
  );

/** A topic in one language. Texts are plain: nobody reads markup in them. */
export const TopicText = z.strictObject({
  title: oneLine(120).describe('What customers call it'),
  explanation: severalLines(2500).describe('What letters about it say, and what customers need to know; plain text'),
  questions: z
    .array(z.strictObject({ question: oneLine(200), answer: severalLines(1500) }))
    .max(12)
    .default([])
    .describe('What is asked again and again, the most frequent first'),
  links: z
    .array(z.strictObject({ label: oneLine(100), url: HelpPage }))
    .max(12)
    .default([])
    .describe('Pages that help further'),
});
export type TopicText = z.infer<typeof TopicText>;

const contentFields = { texts: z.strictObject({ de: TopicText, en: TopicText.optional().describe('Without it the German text is shown') }) };

/** A topic [Fachthema]: what letters are about, explained. It is called by letters, so it keeps its name. */
export const NewTopic = z.strictObject({ name: TopicName, ...contentFields });
export type NewTopic = z.infer<typeof NewTopic>;

export const TopicStatus = z.enum(['active', 'retired']).describe('`retired`: customers do not see it; it can be taken up again for a year');
export type TopicStatus = z.infer<typeof TopicStatus>;

/** A topic as somebody wants it to be, all of it. */
export const WholeTopic = z.strictObject({ ...contentFields, status: TopicStatus });
export type WholeTopic = z.infer<typeof WholeTopic>;

/** One version of a topic. What was written once is never changed: a change is a further version. */
export interface Topic extends WholeTopic {
  readonly name: string;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
  /** Since when customers do not see it, while that is so. */
  readonly retiredAt?: string | undefined;
}

/** A topic as a customer reads it. */
export interface ExplainedTopic extends TopicText {
  readonly name: string;
  /** In which it is, which may be another than was asked for. */
  readonly language: Language;
  readonly version: number;
}

/** Who did something, and when. */
interface By {
  readonly id: string;
  readonly at: Date;
}

/** The first version of a new one. */
export const newTopic = ({ name, texts }: NewTopic, by: By): Topic => ({
  name,
  texts,
  status: 'active',
  version: 1,
  changedAt: by.at.toISOString(),
  changedBy: by.id,
});

/** The next version. */
export function changedTopic({ name, version, retiredAt: retiredBefore }: Topic, { texts, status }: WholeTopic, by: By): Topic {
  const at = by.at.toISOString();
  const retiredAt = status === 'retired' ? (retiredBefore ?? at) : undefined;
  return { name, texts, status, retiredAt, version: version + 1, changedAt: at, changedBy: by.id };
}

/** Whether it says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export function saysAlready(topic: Topic, asked: WholeTopic): boolean {
  const said = ({ texts, status }: WholeTopic) => canonicalJson({ texts, status });
  return said(topic) === said(asked);
}

/** What a customer reads of it. */
export function explained({ name, texts, version }: Topic, wished: Language): ExplainedTopic {
  const { words, language } = inLanguage(texts, wished);
  return { name, language, ...words, version };
}

/** Whether customers see it. */
export const isInForce = ({ status }: Topic): boolean => status === 'active';

export const noSuchTopic = (): DomainError => new DomainError('not-found', 'no-such-topic');

/** Somebody wrote it anew since it was seen. */
export const topicChanged = (): DomainError => new DomainError('stale', 'topic-changed');

export const topicExists = (): DomainError =>
  new DomainError('conflict', 'topic-exists', [
    { field: 'body.name', problem: 'is taken, perhaps by a topic that is retired: write that anew (PUT), or take another' },
  ]);
