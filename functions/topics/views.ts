import * as z from 'zod';
import { Language } from '../../shared/language.ts';
import { TopicName } from '../../shared/letters/topic-name.ts';
import { TopicStatus } from '../../shared/topics/topic.ts';

const words = {
  title: z.string(),
  explanation: z.string().describe('Plain text'),
  questions: z.array(z.object({ question: z.string(), answer: z.string() })),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
};

const WordsView = z.object(words);

/** A version of a topic as people of the company see it. */
export const TopicView = z
  .object({
    name: TopicName,
    texts: z.object({ de: WordsView, en: WordsView.optional() }),
    status: TopicStatus,
    retiredAt: z.iso.datetime().optional(),
    version: z.int(),
    changedAt: z.iso.datetime().describe('When this version was written'),
    changedBy: z.string(),
  })
  .meta({ id: 'Topic' });

/** A topic as customers read it: as it is now, in one language. */
export const ExplainedTopicView = z
  .object({
    name: TopicName,
    language: Language.describe('In which it is: German where nobody has written it in the language that was asked for'),
    ...words,
    version: z.int(),
  })
  .meta({ id: 'ExplainedTopic' });

/** What is answered of one: staff see all of it, customers what they read. */
export const AnyTopicView = z.union([TopicView, ExplainedTopicView]);
