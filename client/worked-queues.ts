/** Which queues somebody works on. */
import { LambdaClient, paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import { clientSettings, type Reach } from './aws.ts';

/** Names of the queues that feed a Lambda. */
export async function workedQueues(reach: Reach): Promise<ReadonlySet<string>> {
  const client = new LambdaClient(clientSettings(reach));
  const names = new Set<string>();
  try {
    for await (const page of paginateListEventSourceMappings({ client }, {})) {
      for (const { EventSourceArn = '' } of page.EventSourceMappings ?? []) {
        if (EventSourceArn.startsWith('arn:aws:sqs:')) names.add(EventSourceArn.split(':').at(-1) ?? '');
      }
    }
  } finally {
    client.destroy();
  }
  return names;
}
