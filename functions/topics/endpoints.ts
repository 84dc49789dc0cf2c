import { addTopic } from './add-topic.ts';
import { changeTopic } from './change-topic.ts';
import { getTopic } from './get-topic.ts';
import { listTopics } from './list-topics.ts';

/** Everything that can be asked of topics. */
export const topicEndpoints = [addTopic, listTopics, getTopic, changeTopic];
