import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { serviceClient } from './service-client.ts';

/**
 * Sends work items to a queue of ours, side by side. Singly: there are a few dozen a day, and a batch could be taken in part.
 * @throws Error when one was not taken; sending all of them again is safe, since workers repeat nothing.
 */
export function queueSender(queueUrl: string): (messages: readonly unknown[]) => Promise<void> {
  // The queue's URL names where it lies, which need not be the endpoint that we were told to call.
  const sqs = new SQSClient({ ...serviceClient(), useQueueUrlAsEndpoint: false });
  return async (messages) => {
    await Promise.all(messages.map((message) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }))));
  };
}
