import { PutEventsCommand, type EventBridgeClient, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describeError, type Log } from '../../shared/lambda/logger.ts';
import { eventOf, type DomainEvent } from '../../shared/storage/event-item.ts';

export interface PublishDeps {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
  readonly log: Log;
}

/** Who speaks on the bus; rules match on it. */
export const eventSource = 'schutzbrief';

/** EventBridge takes no more at once. */
const batchSize = 10;

/**
 * Puts the events that were written to the outbox on the bus, in their order.
 * @throws Error when one of them could not be put: the whole batch comes again, and everything behind the bus takes a repeat for
 *   what it is. A partial answer would be kinder, but not every stream consumer heeds it, and then events would be lost.
 */
export async function publishEvents(records: readonly DynamoDBRecord[], deps: PublishDeps): Promise<void> {
  const written = records.filter((record) => record.eventName === 'INSERT');
  const events = written.flatMap((record) => readEvent(record, deps.log) ?? []);
  const failed = written.length - events.length + (await putEvents(events, deps));
  if (failed > 0) throw new Error(`${failed} of ${written.length} events were not published`);
  deps.log.info('events-published', { count: events.length });
}

/** Puts events on the bus, in their order. Returns how many it did not take; which ones, it tells the log. */
export async function putEvents(events: readonly DomainEvent[], { client, busName, log }: PublishDeps): Promise<number> {
  let failed = 0;
  for (let start = 0; start < events.length; start += batchSize) {
    const batch = events.slice(start, start + batchSize);
    const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: batch.map((event) => entry(event, busName)) }));
    failed += FailedEntryCount;
    Entries.forEach(({ ErrorCode }, index) => {
      if (ErrorCode) log.error('event-not-put', { eventId: batch[index]?.id, eventType: batch[index]?.type, errorName: ErrorCode });
    });
  }
  return failed;
}

const entry = (event: DomainEvent, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: eventSource,
  DetailType: event.type,
  Time: new Date(event.at),
  Detail: JSON.stringify(event),
});

/** The others of the batch shall not wait for one that cannot be read. */
function readEvent({ dynamodb }: DynamoDBRecord, log: Log): DomainEvent | undefined {
  try {
    return eventOf(unmarshall(dynamodb!.NewImage as Parameters<typeof unmarshall>[0]));
  } catch (error) {
    log.error('event-not-understood', describeError(error));
    return undefined;
  }
}
