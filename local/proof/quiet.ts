/** Waits until nothing is on its way any more. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '../aws.ts';
import { readyMessages, workedQueues } from '../drain.ts';
import { until } from '../portal.ts';
import type { Place } from './stores/store.ts';

/** So long nothing may be ready: longer than a stream reader takes to fail and try again. */
const quietMs = { emulator: 2_500, aws: 20_000 };

/** Waits until no worker has had anything ready to do for a moment. What failed and waits for its next try is not ready. */
export async function untilQuiet({ outputs, emulator }: Place): Promise<void> {
  const worked = await workedQueues(outputs);
  const client = new SQSClient({ ...clientSettings(outputs), useQueueUrlAsEndpoint: false });
  const isReady = emulator
    ? async () => readyMessages(await (await fetch(`${emulator}/_ministack/sqs/messages`)).json(), worked) > 0
    : () => anyReady(client, [...worked]);
  let since = Date.now();
  try {
    await until(
      'the queues are empty',
      async () => {
        if (await isReady()) since = Date.now();
        return Date.now() - since >= (emulator ? quietMs.emulator : quietMs.aws) || undefined;
      },
      300,
    );
  } finally {
    client.destroy();
  }
}

async function anyReady(client: SQSClient, names: readonly string[]): Promise<boolean> {
  const counts = await Promise.all(
    names.map(async (QueueName) => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] }));
      return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    }),
  );
  return counts.some((count) => count > 0);
}
