import * as z from 'zod';
import { byRole } from '../../shared/lambda/by-role.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { TopicName } from '../../shared/letters/topic-name.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { explained, isInForce, noSuchTopic } from '../../shared/topics/topic.ts';
import { topicNeeds } from '../../shared/topics/topic-table.ts';
import { AnyTopicView } from './views.ts';
import { WishedLanguage } from './wished-language.ts';

const uses = { topics: only(topicNeeds, 'byName', 'inVersion') };

const ForStaff = z.strictObject({ version: z.coerce.number().int().min(1).max(99_999).optional().describe('Counted from 1; that of now if left out') });

export const getTopic = endpoint({
  method: 'GET',
  path: '/v1/topics/{topicName}',
  allow: ['admin', 'agent', 'customer'],
  summary: 'A topic: staff see it as it is now, or as it was in a version of it; customers as it is now, in their language, while it is in use',
  params: z.strictObject({ topicName: TopicName }),
  query: byRole({ admin: ForStaff, agent: ForStaff, customer: z.strictObject({ language: WishedLanguage }) }),
  returns: AnyTopicView,
  status: 200,
  version: (topic) => topic.version,
  uses,
  async handle({ params: { topicName }, query }, { topics }: Used<typeof uses>) {
    if (!('language' in query)) return query.version === undefined ? topics.byName(topicName) : topics.inVersion(topicName, query.version);
    const topic = await topics.byName(topicName);
    if (!isInForce(topic)) throw noSuchTopic();
    return explained(topic, query.language);
  },
});
