import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { TopicName } from '../../shared/letters/topic-name.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { changedTopic, saysAlready, topicChanged, WholeTopic } from '../../shared/topics/topic.ts';
import { topicNeeds } from '../../shared/topics/topic-table.ts';
import { addTopic } from './add-topic.ts';
import { TopicView } from './views.ts';

const uses = { topics: only(topicNeeds, 'byName', 'change') };

interface ChangeTopicDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const changeTopic = endpoint({
  method: 'PUT',
  path: '/v1/topics/{topicName}',
  allow: ['admin'],
  summary:
    'Write a topic anew, all of it, as its next version, retire it or take it up again; what is left out is absent from now on. Readers of letters see it at once, of letters of before too; its versions before stay as they are. What it says already is answered with the version that it has',
  params: z.strictObject({ topicName: TopicName }),
  body: WholeTopic,
  example: { texts: addTopic.example!.texts, status: 'retired' },
  returns: TopicView,
  status: 200,
  ifMatch: true,
  version: (topic) => topic.version,
  uses,
  async handle({ params: { topicName }, body, caller, ifMatch }, { topics, now }: ChangeTopicDeps) {
    const at = now();
    const before = await topics.byName(topicName);
    if (saysAlready(before, body)) return before;
    if (before.version !== ifMatch) throw topicChanged();
    const topic = changedTopic(before, body, { id: caller.id, at });
    await topics.change(topic, at);
    return topic;
  },
});
