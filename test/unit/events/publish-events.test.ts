import type { PutEventsCommand, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { ticketOpened } from '../../../events/ticket-opened.ts';
import type { DomainEvent } from '../../../events/event.ts';
import { publishEvents, type PublishDeps } from '../../../functions/events/publish-events.ts';
import { newId } from '../../../shared/id.ts';
import { eventWrite } from '../../../shared/storage/event-item.ts';
import { memoryLog } from '../lambda/requests.ts';
import { putOf } from '../storage/put-of.ts';

const event = (): DomainEvent =>
  ticketOpened.make({ id: newId('evt'), aggregateId: newId('tck'), at: new Date('2026-03-14T17:00:00Z'), data: { kind: 'theft' } });

const eventItem = (one: DomainEvent) => putOf(eventWrite(one));

const record = (item: object, eventName: DynamoDBRecord['eventName'] = 'INSERT') =>
  ({ eventName, dynamodb: { [eventName === 'REMOVE' ? 'OldImage' : 'NewImage']: marshall(item) } }) as unknown as DynamoDBRecord;

/** A bus that refuses some events. */
function bus(refuses: (detail: DomainEvent) => boolean = () => false) {
  const sent: PutEventsRequestEntry[][] = [];
  const client = {
    send: async ({ input: { Entries = [] } }: PutEventsCommand) => {
      sent.push(Entries);
      const results = Entries.map(({ Detail }) =>
        refuses(JSON.parse(Detail!)) ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' } : { EventId: 'x' },
      );
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  } as unknown as PublishDeps['client'];
  const log = memoryLog();
  const publish = (...records: DynamoDBRecord[]) => publishEvents(records, { client, busName: 'the-bus', log });
  return { sent, log, publish, published: () => sent.flat().map(({ Detail }) => JSON.parse(Detail!) as DomainEvent) };
}

describe('publishEvents', () => {
  it('puts an event on the bus as it is', async () => {
    const { publish, sent } = bus();
    const opened = event();
    await publish(record(eventItem(opened)));
    expect(sent).toEqual([
      [{ EventBusName: 'the-bus', Source: 'schutzbrief', DetailType: 'ticket.opened', Time: new Date('2026-03-14T17:00:00Z'), Detail: JSON.stringify(opened) }],
    ]);
  });

  it('puts ten at a time, in their order', async () => {
    const { publish, sent, published, log } = bus();
    const events = Array.from({ length: 25 }, event);
    await publish(...events.map((one) => record(eventItem(one))));
    expect(sent.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(published()).toEqual(events);
    expect(log.lines).toEqual([{ level: 'info', code: 'events-published', fields: { count: 25 } }]);
  });

  it('puts one that was written before there were versions on the bus as version 1', async () => {
    const { publish, published } = bus();
    const { version: _, ...item } = eventItem(event());
    await publish(record(item));
    expect(published()).toMatchObject([{ type: 'ticket.opened', version: 1 }]);
  });

  it('puts any version on the bus as it was written: who reads it raises it', async () => {
    const { publish, published } = bus();
    const later = { ...event(), version: 7, data: { whatever: 'that-is' } };
    await publish(record(eventItem(later)));
    expect(published()).toEqual([later]);
  });

  it('says nothing when an event is changed or deleted', async () => {
    const { publish, sent } = bus();
    const item = eventItem(event());
    await publish(record(item, 'MODIFY'), record(item, 'REMOVE'));
    expect(sent).toEqual([]);
  });

  it('fails when one could not be put, so that the batch comes again, and says which', async () => {
    const events = Array.from({ length: 12 }, event);
    const unlucky = events[11]!;
    const { publish, published, log } = bus(({ id }) => id === unlucky.id);
    await expect(publish(...events.map((one) => record(eventItem(one))))).rejects.toThrow('1 of 12 events were not published');
    expect(published()).toHaveLength(12);
    expect(log.lines).toEqual([
      { level: 'error', code: 'event-not-put', fields: { eventId: unlucky.id, eventType: 'ticket.opened', errorName: 'ThrottlingException' } },
    ]);
  });

  it('fails for one it cannot read, after the others', async () => {
    const { publish, published, log } = bus();
    const good = event();
    await expect(publish(record({ pk: 'a', sk: 'b', name: 'Paula Sommer' }), record(eventItem(good)))).rejects.toThrow('1 of 2 events were not published');
    expect(published()).toEqual([good]);
    expect(log.lines[0]).toMatchObject({ level: 'error', code: 'event-not-understood' });
    expect(JSON.stringify(log.lines)).not.toContain('Sommer');
  });

  it('publishes no attribute of the storage', async () => {
    const { publish, published } = bus();
    await publish(record(eventItem(event())));
    expect(Object.keys(published()[0]!).sort()).toEqual(['aggregateId', 'at', 'data', 'id', 'type', 'version']);
  });

  it('fails when the bus does', async () => {
    const client = { send: () => Promise.reject(new Error('no connection')) } as unknown as PublishDeps['client'];
    await expect(publishEvents([record(eventItem(event()))], { client, busName: 'the-bus', log: memoryLog() })).rejects.toThrow('no connection');
  });
});
