import * as z from 'zod';
import { byRole } from '../../shared/lambda/by-role.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { TopicName } from '../../shared/letters/topic-name.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { explained, isInForce, TopicStatus } from '../../shared/topics/topic.ts';
import { topicNeeds } from '../../shared/topics/topic-table.ts';
import { AnyTopicView } from './views.ts';
import { WishedLanguage } from './wished-language.ts';

const uses = { topics: only(topicNeeds, 'list', 'named') };

const ForStaff = PageRequest(TopicName).extend({ status: TopicStatus.default('active') });

/** Of so many names of common length an address has room; a key has room for whatever fits in here. */
const TopicNames = z
  .string()
  .max(2000)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:,[a-z][a-z0-9]*(?:-[a-z0-9]+)*){0,49}$/, 'must be at most 50 names of topics, parted by commas')
  .optional()
  .describe('Only these, at most 50, parted by commas: those of a page of letters. They are read as they are now, and all at once');

const ForCustomers = PageRequest(TopicName).extend({ names: TopicNames, language: WishedLanguage });
type Asked = z.infer<typeof ForCustomers>;

export const listTopics = endpoint({
  method: 'GET',
  path: '/v1/topics',
  allow: ['admin', 'agent', 'customer'],
  summary:
    'Topics by their names: staff those in use, or those that are retired; customers those in use, in their language. Lags a little, but where names are given',
  query: byRole({ admin: ForStaff, agent: ForStaff, customer: ForCustomers }),
  returns: PageOf(AnyTopicView),
  status: 200,
  uses,
  async handle({ query }, { topics }: Used<typeof uses>) {
    if ('status' in query) return topics.list(query.status, query.limit, query.cursor);
    const { items, next } = query.names === undefined ? await topics.list('active', query.limit, query.cursor) : await namedOnes(topics, query);
    return { items: items.filter(isInForce).map((topic) => explained(topic, query.language)), next };
  },
});

/** The page of the names that were asked for. */
async function namedOnes(topics: Used<typeof uses>['topics'], { names = '', limit, cursor }: Asked) {
  const rest = [...new Set(names.split(','))].sort().filter((name) => cursor === undefined || name > cursor);
  const some = rest.slice(0, limit);
  return { items: await topics.named(some), next: rest.length > limit ? some.at(-1) : undefined };
}
