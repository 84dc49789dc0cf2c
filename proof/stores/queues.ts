/** Queues and dead-letter queues, looked into without taking anything out. */
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { clientSettings } from '../../client/aws.ts';
import { plainName } from '../../client/outputs.ts';
import type { StoreRecord } from '../records.ts';
import type { Resource, StoreReader } from './store.ts';

export const queueRecords: StoreReader = async function* (resource, place) {
  const client = new SQSClient({ ...clientSettings(place.outputs), useQueueUrlAsEndpoint: false });
  try {
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl: resource.physicalId, AttributeNames: ['All'] }));
    const retention = Number(Attributes.MessageRetentionPeriod) * 1000;
    const messages = place.emulator ? await seen(resource.physicalId, place.emulator) : await received(client, resource, Attributes);
    yield* messages.flatMap(({ body, about, sentAt }, number): StoreRecord[] => {
      const common = { store: `queue ${plainName(resource.logicalId)}`, from: { in: 'message', body, endsAt: new Date(sentAt + retention) } } as const;
      return [
        { ...common, where: `message ${number}: body`, bytes: Buffer.from(body) },
        { ...common, where: `message ${number}: attributes`, bytes: Buffer.from(about) },
      ];
    });
  } finally {
    client.destroy();
  }
};

interface Seen {
  readonly body: string;
  /** Everything else that is said of it. */
  readonly about: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

const Peeked = z.object({
  messages: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.looseObject({ Body: z.string(), SentTimestamp: z.number() }))))),
});

/** The emulator shows all messages: delayed ones, and those that somebody works on. */
async function seen(queueUrl: string, emulator: string): Promise<Seen[]> {
  const name = queueUrl.split('/').at(-1);
  const response = await fetch(`${emulator}/_ministack/sqs/messages`);
  const { messages } = Peeked.parse(await response.json());
  const byUrl = Object.values(messages).flatMap((regions) => Object.values(regions).flatMap((queues) => Object.entries(queues)));
  return byUrl
    .filter(([url]) => url.split('/').at(-1) === name)
    .flatMap(([, found]) => found.map(({ Body, SentTimestamp, ...about }) => ({ body: Body, about: JSON.stringify(about), sentAt: SentTimestamp * 1000 })));
}

/** So often in a row nothing new may come before a queue counts as seen: each answer is a sample of it. */
const quietReads = 5;

/**
 * On AWS messages can only be received; made visible again at once, they stay. That counts as a delivery, so it is done only
 * where something lies. What is delayed, or being worked on, can't be seen at all: that stops the proof.
 */
async function received(client: SQSClient, { physicalId: QueueUrl, logicalId }: Resource, attributes: Partial<Record<string, string>>): Promise<Seen[]> {
  const count = (kind: string): number => Number(attributes[`ApproximateNumberOfMessages${kind}`] ?? 0);
  if (count('Delayed') + count('NotVisible') > 0)
    throw new Error(`The queue ${logicalId} has messages that are delayed or being worked on, and can't be looked into; try again later`);
  const found = new Map<string, Message>();
  if (count('') === 0) return [];
  for (let quiet = 0; quiet < quietReads;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        VisibilityTimeout: 0,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    const before = found.size;
    for (const message of Messages) found.set(message.MessageId!, message);
    quiet = found.size === before ? quiet + 1 : 0;
  }
  return [...found.values()].map(({ Body = '', ReceiptHandle: _, ...about }) => ({
    body: Body,
    about: JSON.stringify(about),
    sentAt: Number(about.Attributes?.SentTimestamp),
  }));
}
