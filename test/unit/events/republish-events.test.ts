import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../events/event.ts';
import { ticketOpened } from '../../../events/ticket-opened.ts';
import { republishEvents } from '../../../functions/events/republish-events.ts';
import { newId } from '../../../shared/id.ts';
import { eventWrite } from '../../../shared/storage/event-item.ts';
import type { Item, ItemKey } from '../../../shared/storage/item.ts';
import { putOf } from '../storage/put-of.ts';

const event = (): DomainEvent =>
  ticketOpened.make({ id: newId('evt'), aggregateId: newId('tck'), at: new Date('2026-03-14T17:00:00Z'), data: { kind: 'theft' } });
const eventItem = (one: DomainEvent) => putOf(eventWrite(one));
const keyOf = ({ aggregateId, id }: DomainEvent): ItemKey => ({ pk: aggregateId, sk: id });

const record = (key: ItemKey, eventName = 'INSERT') => ({
  eventID: '1',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-central-1',
  eventName,
  dynamodb: {
    ApproximateCreationDateTime: 1773507600,
    Keys: marshall(key),
    NewImage: marshall({ ...key, type: 'not-the-truth' }),
    SequenceNumber: '8',
    StreamViewType: 'NEW_IMAGE',
  },
  eventSourceARN: 'arn:aws:dynamodb:eu-central-1:111122223333:table/events/stream/2026-03-01T00:00:00.000',
});

/** As Lambda writes it to S3. */
const failure = (...Records: object[]): string =>
  JSON.stringify({
    requestContext: {
      requestId: '316aa6d0',
      functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:publish',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 13,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2026-03-14T18:00:00.717Z',
    DDBStreamBatchInfo: { shardId: 'shardId-1', startSequenceNumber: '8', endSequenceNumber: '8', batchSize: Records.length },
    payload: JSON.stringify({ Records }),
  });

/** A bucket with these objects, a table with these items, and a bus that refuses some events. */
function world(bucket: Record<string, string>, items: readonly Item[], refuses: (event: DomainEvent) => boolean = () => false) {
  const objects = new Map(Object.entries(bucket));
  const taken: DomainEvent[] = [];
  const run = (dryRun = false) =>
    republishEvents({
      dryRun,
      records: {
        async *keys() {
          yield* objects.keys();
        },
        read: async (key) => objects.get(key)!,
        remove: async (key) => void objects.delete(key),
      },
      stored: async ({ pk, sk }) => items.find((item) => item.pk === pk && item.sk === sk),
      async put(events) {
        taken.push(...events.filter((one) => !refuses(one)));
        return events.filter(refuses).length;
      },
    });
  return { run, taken, left: () => [...objects.keys()] };
}

const nothing = { records: 0, done: 0, unreadable: 0, put: 0, gone: 0, refused: 0, notUnderstood: 0 };

describe('republishEvents', () => {
  it('puts every event on the bus as the table has it, in their order, and deletes the records', async () => {
    const events = Array.from({ length: 3 }, event);
    const [one, two, three] = events.map((each) => record(keyOf(each)));
    const { run, taken, left } = world({ a: failure(one!, two!), b: failure(three!) }, events.map(eventItem));
    expect(await run()).toEqual({ ...nothing, records: 2, done: 2, put: 3 });
    expect([taken, left()]).toEqual([events, []]);
  });

  it('leaves unsaid what has ended since', async () => {
    const [there, gone] = [event(), event()];
    const { run, taken, left } = world({ a: failure(record(keyOf(gone)), record(keyOf(there))), b: failure(record(keyOf(gone))) }, [eventItem(there)]);
    expect(await run()).toEqual({ ...nothing, records: 2, done: 2, put: 1, gone: 2 });
    expect([taken, left()]).toEqual([[there], []]);
  });

  it('says nothing of deletions, which the stream tells as well', async () => {
    const deleted = event();
    const { run, taken, left } = world({ a: failure(record(keyOf(deleted), 'REMOVE')) }, [eventItem(deleted)]);
    expect(await run()).toEqual({ ...nothing, records: 1, done: 1 });
    expect([taken, left()]).toEqual([[], []]);
  });

  it('keeps a record as long as one of its events was refused, and goes on with the others', async () => {
    const events = Array.from({ length: 3 }, event);
    const [one, two, three] = events.map((each) => record(keyOf(each)));
    let busy = true;
    const { run, taken, left } = world({ a: failure(one!, two!), b: failure(three!) }, events.map(eventItem), ({ id }) => busy && id === events[1]!.id);
    expect(await run()).toEqual({ ...nothing, records: 2, done: 1, put: 2, refused: 1 });
    expect(left()).toEqual(['a']);
    busy = false;
    expect(await run()).toEqual({ ...nothing, records: 1, done: 1, put: 2 });
    expect([taken.filter(({ id }) => id === events[1]!.id), left()]).toEqual([[events[1]], []]);
  });

  it('keeps a record with an event that nobody understands, after the others of it', async () => {
    const [good, bad] = [event(), event()];
    const { run, taken, left } = world({ a: failure(record(keyOf(bad)), record(keyOf(good))) }, [
      eventItem(good),
      { ...keyOf(bad), kind: 'event', colour: 'blue' },
    ]);
    expect(await run()).toEqual({ ...nothing, records: 1, put: 1, notUnderstood: 1 });
    expect([taken, left()]).toEqual([[good], ['a']]);
  });

  it.each([
    ['no JSON', 'Paula'],
    ['nothing of Lambda’s', '{"hello":"world"}'],
    ['a record without its batch, as queues get it', failure().replace('"payload"', '"other"')],
    ['a batch of another stream', JSON.stringify({ payload: JSON.stringify({ Records: [{ kinesis: {} }] }) })],
  ])('leaves alone what it can not read: %s', async (_, text) => {
    const { run, left } = world({ a: text }, []);
    expect(await run()).toEqual({ ...nothing, records: 1, unreadable: 1 });
    expect(left()).toEqual(['a']);
  });

  it('changes nothing in a dry run, and counts the same', async () => {
    const [there, gone] = [event(), event()];
    const { run, taken, left } = world({ a: failure(record(keyOf(there)), record(keyOf(gone))), b: 'Paula' }, [eventItem(there)]);
    const dry = await run(true);
    expect([taken, left()]).toEqual([[], ['a', 'b']]);
    expect(dry).toEqual({ ...nothing, records: 2, done: 1, unreadable: 1, put: 1, gone: 1 });
    expect(await run()).toEqual(dry);
  });
});
