/** Waits until nothing is on its way any more. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '../client/aws.ts';
import { quietLook, underWay } from '../client/under-way.ts';
import { workedQueues } from '../client/worked-queues.ts';
import { until } from '../client/portal.ts';
import type { Place } from './stores/store.ts';

/** What a worker has begun, or the stream not yet delivered, takes so long at most, where nothing can tell when it is done. */
const settling = 20_000;

/**
 * Waits until workers have done what there was to do. What failed waits for its next try for minutes, and is not waited for: it
 * lies in a queue, where it is looked into.
 */
export async function untilQuiet({ outputs, emulator }: Place): Promise<void> {
  const worked = await workedQueues(outputs);
  if (!emulator || !(await underWay(emulator))) await new Promise((resolve) => setTimeout(resolve, settling));
  const client = new SQSClient({ ...clientSettings(outputs), useQueueUrlAsEndpoint: false });
  const isQuiet = emulator ? quietLook(emulator, worked) : async () => !(await anyReady(client, [...worked]));
  try {
    await until('nothing is under way', async () => (await isQuiet()) || undefined);
  } finally {
    client.destroy();
  }
}

async function anyReady(client: SQSClient, names: readonly string[]): Promise<boolean> {
  const counts = await Promise.all(
    names.map(async (QueueName) => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    }),
  );
  return counts.some((count) => count > 0);
}
