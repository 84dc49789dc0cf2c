import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/**
 * Sends work items to a queue of ours, ten at a time.
 * @throws Error when one was not taken; sending all of them again is safe, since workers repeat nothing.
 */
export function queueSender(queueUrl: string): (messages: readonly unknown[]) => Promise<void> {
  // The queue's URL names where it lies, which need not be the endpoint that we were told to call.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const most = 10;
  return async (messages) => {
    for (let start = 0; start < messages.length; start += most) {
      const batch = messages.slice(start, start + most);
      const Entries = batch.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
      const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed?.length) throw new Error(`The queue did not take ${Failed.length} of ${batch.length} messages`);
    }
  };
}
