/** Puts what happened to somebody back on its way: out of dead-letter queues, and over the bus. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DomainEvent } from '../events/event.ts';
import { eventOf } from '../shared/storage/event-item.ts';
import { clientSettings } from '../client/aws.ts';
import { plainName } from '../client/outputs.ts';
import type { Dump } from './records.ts';
import type { Place, Resource } from './stores/store.ts';

/** Whose work an event is: queues by the name they have in their stack. */
const workedBy: Readonly<Record<string, readonly string[]>> = {
  'ticket.opened': ['assignTicket', 'planNotification'],
  'letter.issued': ['planNotification'],
  'notification.planned': ['sendSms', 'sendEmail'],
  'notification.sent': ['recordNotification'],
};

const eventSource = 'schutzbrief';

/** The events about a person's cases, letters and notifications, as the outbox has them. */
export function eventsOf(customerId: string, { items }: Pick<Dump, 'items'>): DomainEvent[] {
  const theirs = new Set(items.filter(({ item }) => item.pk === customerId).flatMap(({ item }) => (typeof item.id === 'string' ? [item.id] : [])));
  return items.filter(({ table, item }) => table === 'events' && theirs.has(String(item.pk))).map(({ item }) => eventOf(item));
}

/** Leaves events in the dead-letter queues of their workers, as it is when those have failed again and again. Says how many. */
export async function leaveInDeadLetters({ outputs }: Place, resources: readonly Resource[], events: readonly DomainEvent[]): Promise<number> {
  return withQueues(outputs, async (client) => {
    const sent = events.flatMap((event) =>
      pairsFor(resources, event.type).map(({ deadLetters }) =>
        client.send(new SendMessageCommand({ QueueUrl: deadLetters, MessageBody: JSON.stringify(envelope(event)) })),
      ),
    );
    return (await Promise.all(sent)).length;
  });
}

/** Redrives those dead-letter queues, and puts the events on the bus once more. */
export async function redeliver({ outputs }: Place, resources: readonly Resource[], events: readonly DomainEvent[]): Promise<void> {
  await withQueues(outputs, async (client) => {
    const pairs = new Map(events.flatMap(({ type }) => pairsFor(resources, type)).map(({ deadLetters, queue }) => [deadLetters, queue]));
    for (const [deadLetters, queue] of pairs) await redrive(client, deadLetters, queue);
  });
  await publish({ outputs }, resources, events);
}

/** Puts events on the bus. */
export async function publish({ outputs }: Pick<Place, 'outputs'>, resources: readonly Resource[], events: readonly DomainEvent[]): Promise<void> {
  const bus = new EventBridgeClient(clientSettings(outputs));
  const EventBusName = resources.find(({ type }) => type === 'AWS::Events::EventBus')?.physicalId;
  try {
    for (const event of events) {
      const entry = { EventBusName, Source: eventSource, DetailType: event.type, Detail: JSON.stringify(event) };
      const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount) throw new Error(`The bus did not take ${event.type}`);
    }
  } finally {
    bus.destroy();
  }
}

/** Queues of this event with the dead-letter queues beside them; several stacks may have one of the same name. */
function pairsFor(resources: readonly Resource[], eventType: string): { readonly queue: string; readonly deadLetters: string }[] {
  const queues = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
  return (workedBy[eventType] ?? []).flatMap((name) => {
    const of = (end: string): string[] => queues.filter(({ logicalId }) => plainName(logicalId) === `${name}${end}`).map(({ physicalId }) => physicalId);
    return of('Queue').flatMap((queue) => {
      const stack = stackOf(queue, `${name}Queue`);
      return of('DeadLetters')
        .filter((deadLetters) => stackOf(deadLetters, `${name}DeadLetters`) === stack)
        .map((deadLetters) => ({ queue, deadLetters }));
    });
  });
}

/** The part of a queue's address in front of its own name: account and stack. */
const stackOf = (url: string, name: string): string => url.slice(0, url.toLowerCase().indexOf(`-${name.toLowerCase()}`));

/** Message by message, since not every endpoint knows how to move them all at once. */
async function redrive(client: SQSClient, from: string, to: string): Promise<void> {
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
    if (Messages.length === 0) return;
    for (const { Body, ReceiptHandle } of Messages) {
      await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body! }));
      await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: ReceiptHandle! }));
    }
  }
}

/** As EventBridge delivers it. */
const envelope = (event: DomainEvent) => ({ version: '0', id: event.id, 'detail-type': event.type, source: eventSource, time: event.at, detail: event });

async function withQueues<T>(outputs: Place['outputs'], work: (client: SQSClient) => Promise<T>): Promise<T> {
  const client = new SQSClient({ ...clientSettings(outputs), useQueueUrlAsEndpoint: false });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
