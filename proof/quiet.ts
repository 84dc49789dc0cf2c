/** Waits until nothing is on its way any more. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { clientSettings } from '../client/aws.ts';
import { workedQueues } from '../client/worked-queues.ts';
import { until } from '../client/portal.ts';
import type { Place } from './stores/store.ts';

/** What a worker has begun, or the stream not yet delivered, takes so long at most. */
const settling = { emulator: 2_500, aws: 20_000 };

/** Somebody else may be at work all the time; what they have just sent is none of ours. */
const youngSeconds = 2;

/**
 * Waits until workers have done what there was to do. What failed waits for its next try for minutes, and is not waited for: it
 * lies in a queue, where it is looked into.
 */
export async function untilQuiet({ outputs, emulator }: Place): Promise<void> {
  const worked = await workedQueues(outputs);
  await new Promise((resolve) => setTimeout(resolve, emulator ? settling.emulator : settling.aws));
  const client = new SQSClient({ ...clientSettings(outputs), useQueueUrlAsEndpoint: false });
  const isReady = emulator ? () => oldOnesReady(emulator, worked) : () => anyReady(client, [...worked]);
  try {
    await until('the queues are empty', async () => !(await isReady()) || undefined, 300);
  } finally {
    client.destroy();
  }
}

const Peeked = z.object({
  messages: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.looseObject({ IsVisible: z.boolean(), SentTimestamp: z.number() }))))),
});

async function oldOnesReady(emulator: string, worked: ReadonlySet<string>): Promise<boolean> {
  const response = await fetch(`${emulator}/_ministack/sqs/messages`);
  const { messages } = Peeked.parse(await response.json());
  const before = Date.now() / 1000 - youngSeconds;
  return Object.values(messages)
    .flatMap((regions) => Object.values(regions).flatMap((queues) => Object.entries(queues)))
    .some(([url, list]) => worked.has(url.split('/').at(-1) ?? '') && list.some(({ IsVisible, SentTimestamp }) => IsVisible && SentTimestamp < before));
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
