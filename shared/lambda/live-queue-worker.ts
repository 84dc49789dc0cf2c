import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { serviceClient } from './service-client.ts';
import { queueWorker, type QueueWorker } from './queue-worker.ts';

// The queue's URL names where it lies, which need not be the endpoint that we were told to call.
const sqs = new SQSClient({ ...serviceClient(), useQueueUrlAsEndpoint: false });

/** A worker on the queue that it is attached to. */
export const liveQueueWorker = <Message>(worker: Omit<QueueWorker<Message>, 'again' | 'now'>) => queueWorker({ ...worker, again, now: () => new Date() });

async function again({ eventSourceARN, receiptHandle }: SQSRecord, seconds: number): Promise<void> {
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrlOf(eventSourceARN), ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }));
}

/** `arn:aws:sqs:eu-central-1:123456789012:name` */
function queueUrlOf(arn: string): string {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}
