import { describe, expect, it } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { eventType, idWith, type DomainEvent } from '../../../events/event.ts';
import { ticketClosed } from '../../../events/ticket-closed.ts';
import { ticketOpened } from '../../../events/ticket-opened.ts';
import { alreadyDone, changedMeanwhile, DomainError } from '../../../shared/domain-error.ts';
import { fromBus, queueWorker } from '../../../shared/lambda/queue-worker.ts';
import { memoryLog } from './requests.ts';

const ticket = (number: number): string => `tck_${String(number).padStart(26, '0')}`;

const eventOn = (aggregateId: string): DomainEvent =>
  ticketOpened.make({ id: 'evt_01JQ0000000000000000000000', aggregateId, at: new Date('2026-03-14T17:00:00Z'), data: { kind: 'theft' } });

const envelope = (detail: unknown): string => JSON.stringify({ version: '0', source: 'schutzbrief', 'detail-type': 'ticket.opened', detail });

const oneMinuteLater = new Date('2026-03-14T17:01:00Z');

function worker(outcome: (aggregateId: string) => unknown, options: { unreachable?: boolean; received?: number; now?: Date } = {}) {
  const log = memoryLog();
  const seen: string[] = [];
  const hastened: [string, number][] = [];
  const handler = queueWorker({
    log,
    async again({ messageId }, seconds) {
      if (options.unreachable) throw new Error('unreachable');
      hastened.push([messageId, seconds]);
    },
    message: fromBus(ticketOpened),
    now: () => options.now ?? oneMinuteLater,
    async handle({ aggregateId }) {
      seen.push(aggregateId);
      const error = outcome(aggregateId);
      if (error) throw error;
    },
  });
  const receive = async (...bodies: string[]) => {
    const Records = bodies.map((body, index) => ({
      messageId: `m${index}`,
      body,
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: String(options.received ?? 1) },
    }));
    const answer = await handler({ Records } as SQSEvent, {} as Context);
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { log, seen, hastened, receive };
}

describe('queueWorker', () => {
  it('works on each message', async () => {
    const { receive, seen } = worker(() => undefined);
    expect(await receive(envelope(eventOn(ticket(1))), envelope(eventOn(ticket(2))))).toEqual([]);
    expect(seen.sort()).toEqual([ticket(1), ticket(2)]);
  });

  it('says to each how much time is left, as it is then', async () => {
    let left = 60_000;
    const seen: number[] = [];
    const handler = queueWorker({
      log: memoryLog(),
      again: async () => undefined,
      message: z.object({ takes: z.number() }),
      now: () => oneMinuteLater,
      oneByOne: true,
      async handle({ takes }, timeLeft) {
        seen.push(timeLeft());
        left -= takes;
      },
    });
    const Records = [10_000, 20_000, 5_000].map((takes, index) => ({
      messageId: `m${index}`,
      body: JSON.stringify({ takes }),
      eventSource: 'aws:sqs',
      attributes: {},
    }));
    await handler({ Records } as unknown as SQSEvent, { getRemainingTimeInMillis: () => left } as Context);
    expect(seen).toEqual([60_000, 50_000, 30_000]);
  });

  it('lets only those come again that failed: one bad one in a hundred stops nobody', async () => {
    const { receive, seen } = worker((id) => (id === ticket(40) ? new Error('Paula Sommer') : undefined));
    expect(await receive(...Array.from({ length: 100 }, (_, index) => envelope(eventOn(ticket(index)))))).toEqual(['m40']);
    expect(seen).toHaveLength(100);
  });

  it('lets all come again when all failed, without failing itself', async () => {
    const { receive } = worker(() => new Error());
    expect(await receive(envelope(eventOn(ticket(1))), envelope(eventOn(ticket(2))))).toEqual(['m0', 'm1']);
  });

  it.each(['already-done', 'customer-erased'])('is done with a message after %s', async (code) => {
    const { receive, log } = worker(() => new DomainError('conflict', code));
    expect(await receive(envelope(eventOn(ticket(1))))).toEqual([]);
    expect(log.lines).toEqual([{ level: 'info', code: 'message-done-already', fields: { messageId: 'm0', code } }]);
  });

  it.each([
    ['not-found', 'no-such-ticket'],
    ['conflict', 'being-sent'],
    ['conflict', 'workload-changed'],
    ['conflict', 'ticket-closed'],
    ['unavailable', 'storage-busy'],
  ] as const)('tries again after %s/%s', async (kind, code) => {
    const { receive, log } = worker(() => new DomainError(kind, code));
    expect(await receive(envelope(eventOn(ticket(1))))).toEqual(['m0']);
    expect(log.lines).toEqual([{ level: 'info', code: 'message-refused', fields: { messageId: 'm0', code } }]);
  });

  it.each([
    [1, 2],
    [2, 8],
    [3, 32],
    [4, 128],
    [5, 180],
  ])('lets what is not there yet come again soon: at the %i. time after %i seconds', async (received, seconds) => {
    const { receive, hastened } = worker((id) => (id === ticket(2) ? new DomainError('not-found', 'no-such-ticket') : undefined), { received });
    expect(await receive(envelope(eventOn(ticket(1))), envelope(eventOn(ticket(2))))).toEqual(['m1']);
    expect(hastened).toEqual([['m1', seconds]]);
  });

  it.each([
    [1, 2],
    [4, 128],
  ])('lets who was overtaken begin anew soon: at the %i. time after %i seconds', async (received, seconds) => {
    for (const overtaken of [changedMeanwhile(), new DomainError('stale', 'profile-changed')]) {
      const { receive, hastened } = worker(() => overtaken, { received });
      expect(await receive(envelope(eventOn(ticket(1))))).toEqual(['m0']);
      expect(hastened).toEqual([['m0', seconds]]);
    }
  });

  it('is told by a service that it is busy, and says where', async () => {
    const throttled = Object.assign(new Error('Paula Sommer'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
    const { receive, hastened, log } = worker(() => throttled);
    expect(await receive(envelope(eventOn(ticket(1))))).toEqual(['m0']);
    expect(hastened).toEqual([]);
    const fields = { messageId: 'm0', code: 'service-busy', errorName: 'ThrottlingException', frames: expect.any(Array) };
    expect(log.lines).toEqual([{ level: 'info', code: 'message-refused', fields }]);
  });

  it.each([new DomainError('unavailable', 'storage-busy'), new DomainError('conflict', 'being-sent'), alreadyDone(), new TypeError()])(
    'hastens nothing else: %s',
    async (error) => {
      const { receive, hastened } = worker(() => error);
      await receive(envelope(eventOn(ticket(1))));
      expect(hastened).toEqual([]);
    },
  );

  it('loses nothing where hastening fails', async () => {
    const { receive, seen, log } = worker((id) => (id === ticket(1) ? new DomainError('not-found', 'no-such-ticket') : undefined), { unreachable: true });
    expect(await receive(envelope(eventOn(ticket(1))), envelope(eventOn(ticket(2))))).toEqual(['m0']);
    expect(seen.toSorted()).toEqual([ticket(1), ticket(2)]);
    expect(log.lines.map(({ code }) => code)).toEqual(['message-refused', 'message-not-rescheduled']);
  });

  it.each([
    [1, 60],
    [2, 240],
    [3, 960],
    [4, 3840],
    [5, 7200],
  ])('lets an event of a later version come again when code that knows it is there: at the %i. time after %i seconds', async (received, seconds) => {
    const { receive, seen, hastened, log } = worker(() => undefined, { received });
    expect(await receive(envelope({ ...eventOn(ticket(1)), version: 2, data: { matter: 'theft' } }), envelope(eventOn(ticket(2))))).toEqual(['m0']);
    expect([seen, hastened]).toEqual([[ticket(2)], [['m0', seconds]]]);
    expect(log.lines).toEqual([{ level: 'warn', code: 'message-of-later-version', fields: { messageId: 'm0' } }]);
  });

  it('loses no event of a later version where it cannot be put off', async () => {
    const { receive, log } = worker(() => undefined, { unreachable: true });
    expect(await receive(envelope({ ...eventOn(ticket(1)), version: 2 }))).toEqual(['m0']);
    expect(log.lines.map(({ code }) => code)).toEqual(['message-of-later-version', 'message-not-rescheduled']);
  });

  it('says where reading failed, for instance the raising of an older event', async () => {
    const log = memoryLog();
    const broken = eventType({
      type: 'ticket.opened',
      summary: 'Raised by something that fails.',
      aggregate: idWith('tck'),
      version: 2,
      data: z.object({ kind: z.string() }),
      previous: {
        data: z.object({ kind: z.string() }),
        upgrade: () => {
          throw new RangeError('Paula Sommer');
        },
      },
    });
    const handler = queueWorker({ log, again: async () => {}, message: fromBus(broken), now: () => oneMinuteLater, handle: async () => {} });
    const Records = [{ messageId: 'm0', body: envelope(eventOn(ticket(1))), eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '1' } }];
    const { batchItemFailures } = await handler({ Records } as unknown as SQSEvent, {} as Context);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
    expect(log.lines).toEqual([{ level: 'error', code: 'message-failed', fields: { messageId: 'm0', errorName: 'RangeError', frames: expect.any(Array) } }]);
  });

  it('is done with an event whose aggregate is not there when it long should be: it was erased, or has ended', async () => {
    const notFound = () => new DomainError('not-found', 'no-such-ticket');
    const young = worker(notFound, { now: new Date('2026-03-14T17:15:00.000Z') });
    expect([await young.receive(envelope(eventOn(ticket(1)))), young.hastened]).toEqual([['m0'], [['m0', 2]]]);
    const old = worker(notFound, { now: new Date('2026-03-14T17:15:00.001Z') });
    expect([await old.receive(envelope(eventOn(ticket(1)))), old.hastened]).toEqual([[], []]);
    expect(old.log.lines).toEqual([{ level: 'info', code: 'message-done-already', fields: { messageId: 'm0', code: 'aggregate-gone' } }]);
  });

  it.each([new DomainError('conflict', 'being-sent'), new DomainError('unavailable', 'storage-busy'), new Error()])(
    'tries an old event again after any other failure: %s',
    async (error) => {
      const { receive } = worker(() => error, { now: new Date('2026-03-20T17:00:00Z') });
      expect(await receive(envelope(eventOn(ticket(1))))).toEqual(['m0']);
    },
  );

  it('tries again what is no event, whenever it was sent', async () => {
    const log = memoryLog();
    const part = { runId: 'run_1', at: '2026-03-14T17:00:00Z' };
    const handler = queueWorker({
      log,
      again: async () => undefined,
      message: z.object({ runId: z.string(), at: z.string() }),
      now: () => new Date('2026-03-20T17:00:00Z'),
      handle: () => Promise.reject(new DomainError('not-found', 'no-such-run')),
    });
    const Records = [{ messageId: 'm0', body: JSON.stringify(part), eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '1' } }];
    expect(await handler({ Records } as SQSEvent, {} as Context)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  it('says of a failure where, and nothing of the message', async () => {
    const { receive, log } = worker(() => new TypeError('Paula Sommer'));
    await receive(envelope(eventOn(ticket(1))));
    expect(log.lines).toEqual([{ level: 'error', code: 'message-failed', fields: { messageId: 'm0', errorName: 'TypeError', frames: expect.any(Array) } }]);
    expect(JSON.stringify(log.lines)).not.toContain('Sommer');
  });

  it.each([
    ['no JSON', 'Paula Sommer'],
    ['no envelope', '"Paula Sommer"'],
    [
      'another event',
      envelope(
        ticketClosed.make({ id: 'evt_01JQ0000000000000000000000', aggregateId: ticket(1), at: new Date(), data: { kind: 'theft', outcome: 'settled' } }),
      ),
    ],
    ['an event with more than it declares', envelope({ ...eventOn(ticket(1)), customer: 'Paula Sommer' })],
    ['an event with undeclared data', envelope({ ...eventOn(ticket(1)), data: { kind: 'theft', name: 'Paula Sommer' } })],
  ])('sends to the dead letters what it does not understand: %s', async (_what, body) => {
    const { receive, seen, log } = worker(() => undefined);
    expect(await receive(body)).toEqual(['m0']);
    expect(seen).toEqual([]);
    expect(log.lines).toEqual([{ level: 'error', code: 'message-not-understood', fields: { messageId: 'm0' } }]);
  });
});

describe('fromBus', () => {
  const either = fromBus(ticketOpened, ticketClosed);
  const closed = ticketClosed.make({
    id: 'evt_01JQ0000000000000000000000',
    aggregateId: ticket(1),
    at: new Date(),
    data: { kind: 'theft', outcome: 'settled' },
  });

  it('reads each of its types', () => {
    expect(either.parse({ detail: closed })).toEqual(closed);
    expect(either.parse({ detail: eventOn(ticket(1)) })).toEqual(eventOn(ticket(1)));
  });

  const second = eventType({
    type: 'ticket.opened',
    summary: 'A report came in.',
    aggregate: idWith('tck'),
    version: 2,
    data: z.object({ matter: z.string() }),
    previous: { data: z.object({ kind: z.string() }), upgrade: ({ kind }) => ({ matter: kind }) },
  });

  it('reads one version back, raised, for the worker that knows the newest only', () => {
    expect(fromBus(second, ticketClosed).parse({ detail: eventOn(ticket(1)) })).toEqual({ ...eventOn(ticket(1)), version: 2, data: { matter: 'theft' } });
  });
});
