import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { staffData, technical } from '../personal-data/classification.ts';
import { headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { TopicStatus, type Topic } from './topic.ts';

const explaining = 'Erklärungen zu Briefen';

const textAttributes = (language: 'deutsch' | 'englisch') => {
  const attribute = (what: string) => technical(z.string(), `Fachthema: ${what} (${language})`);
  return z.strictObject({
    title: attribute('Titel'),
    explanation: attribute('Erklärung'),
    questions: z.array(z.strictObject({ question: attribute('Frage'), answer: attribute('Antwort') })),
    links: z.array(z.strictObject({ label: attribute('Beschriftung des Links'), url: attribute('Link') })),
  });
};

/** A version, on two kinds of item. It is about no customer: which letters are about it stands on those. */
const versionAttributes = () => ({
  name: technical(z.string(), 'Fachthema: Name'),
  texts: z.strictObject({ de: textAttributes('deutsch'), en: textAttributes('englisch').optional() }),
  status: technical(TopicStatus.clone(), 'Fachthema: in Gebrauch oder nicht'),
  retiredAt: technical(z.iso.datetime(), 'Fachthema: außer Gebrauch seit').optional(),
  version: technical(z.number(), 'Version'),
  changedAt: staffData(z.iso.datetime(), 'Geschrieben am', explaining, '6(1)(f)'),
  changedBy: staffData(z.string(), 'Geschrieben von (Kennung)', explaining, '6(1)(f)'),
});

/** A topic as it is now: `topic#annual-premium-invoice / topic`. */
export const topicKind = itemKind({
  kind: 'topic',
  table: 'staff',
  title: 'Fachthema',
  sk: 'topic',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Name des Fachthemas'),
    sk: technical(z.literal('topic'), 'Sortierschlüssel'),
    kind: technical(z.literal('topic'), 'Art des Eintrags'),
    ...versionAttributes(),
    gsi1pk: technical(z.enum(['topics', 'topics-retired']), 'Liste der Fachthemen'),
    gsi1sk: technical(z.string(), 'Name des Fachthemas'),
    ...headAttributes,
  }),
  ending: {
    class: 'topic',
    recordedAt: (item) => item.changedAt,
    starts: ({ retiredAt }) => (retiredAt ? { 'last-effect': dayOf(new Date(retiredAt)) } : {}),
  },
});

const versionPrefix = 'topic-version#';

/** What it said in each of its versions, that of now too: `topic#annual-premium-invoice / topic-version#00001`. */
export const topicVersionKind = itemKind({
  kind: 'topic-version',
  table: 'staff',
  title: 'Fassung eines Fachthemas',
  sk: versionPrefix,
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Name des Fachthemas'),
    sk: technical(z.string(), 'Sortierschlüssel'),
    kind: technical(z.literal('topic-version'), 'Art des Eintrags'),
    ...versionAttributes(),
  }),
  ending: { withHead: topicKind.kind, under: ({ pk }) => ({ pk, prefix: versionPrefix }) },
});

/** Under this the index lists them, by their names. */
export const topicList = (status: TopicStatus): 'topics' | 'topics-retired' => (status === 'retired' ? 'topics-retired' : 'topics');

export const topicKey = (name: string): ItemKey => ({ pk: `topic#${name}`, sk: 'topic' });
/** Under what a version lies: numbers sort as they count. */
export const versionSuffix = (version: number): string => String(version).padStart(5, '0');

/** What is stored of one as it is now. */
export const topicAttributes = (topic: Topic) => ({
  ...topicKey(topic.name),
  sk: 'topic' as const,
  ...topic,
  gsi1pk: topicList(topic.status),
  gsi1sk: topic.name,
});

/** The topic, or a version of it, in a stored item. */
export function topicOf(item: Item): Topic {
  const kind = item.kind === topicKind.kind ? topicKind : (topicVersionKind as unknown as typeof topicKind);
  const { name, texts, status, retiredAt, version, changedAt, changedBy } = parseItem(kind, item);
  return { name, texts, status, retiredAt, version, changedAt, changedBy };
}
