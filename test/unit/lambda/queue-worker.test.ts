import { describe, expect, it } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { ticketClosed } from '../../../events/ticket-closed.ts';
import { ticketOpened } from '../../../events/ticket-opened.ts';
import type { DomainEvent } from '../../../events/event.ts';
import { DomainError } from '../../../shared/domain-error.ts';
import { fromBus, queueWorker } from '../../../shared/lambda/queue-worker.ts';
import { memoryLog } from './requests.ts';

const eventOn = (aggregateId: string): DomainEvent =>
  ticketOpened.make({ id: 'evt_01JQ0000000000000000000000', aggregateId, at: new Date('2026-03-14T17:00:00Z'), data: { kind: 'theft' } });

const envelope = (detail: unknown): string => JSON.stringify({ version: '0', source: 'schutzbrief', 'detail-type': 'ticket.opened', detail });

function worker(outcome: (aggregateId: string) => unknown, options: { unreachable?: boolean; received?: number } = {}) {
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
    expect(await receive(envelope(eventOn('tck_1')), envelope(eventOn('tck_2')))).toEqual([]);
    expect(seen.sort()).toEqual(['tck_1', 'tck_2']);
  });

  it('lets only those come again that failed: one bad one in a hundred stops nobody', async () => {
    const { receive, seen } = worker((id) => (id === 'tck_40' ? new Error('Paula Sommer') : undefined));
    expect(await receive(...Array.from({ length: 100 }, (_, index) => envelope(eventOn(`tck_${index}`))))).toEqual(['m40']);
    expect(seen).toHaveLength(100);
  });

  it('lets all come again when all failed, without failing itself', async () => {
    const { receive } = worker(() => new Error());
    expect(await receive(envelope(eventOn('tck_1')), envelope(eventOn('tck_2')))).toEqual(['m0', 'm1']);
  });

  it.each(['already-done', 'customer-erased'])('is done with a message after %s', async (code) => {
    const { receive, log } = worker(() => new DomainError('conflict', code));
    expect(await receive(envelope(eventOn('tck_1')))).toEqual([]);
    expect(log.lines).toEqual([{ level: 'info', code: 'message-done-already', fields: { messageId: 'm0', code } }]);
  });

  it.each([
    ['not-found', 'no-such-ticket'],
    ['not-found', 'no-clerk-with-skill'],
    ['conflict', 'workload-changed'],
    ['conflict', 'ticket-closed'],
    ['unavailable', 'storage-busy'],
  ] as const)('tries again after %s/%s', async (kind, code) => {
    const { receive, log } = worker(() => new DomainError(kind, code));
    expect(await receive(envelope(eventOn('tck_1')))).toEqual(['m0']);
    expect(log.lines).toEqual([{ level: 'info', code: 'message-refused', fields: { messageId: 'm0', code } }]);
  });

  it.each([
    [1, 2],
    [2, 8],
    [3, 32],
    [4, 128],
    [5, 180],
  ])('lets what is not there yet come again soon: at the %i. time after %i seconds', async (received, seconds) => {
    const { receive, hastened } = worker((id) => (id === 'tck_2' ? new DomainError('not-found', 'no-such-ticket') : undefined), { received });
    expect(await receive(envelope(eventOn('tck_1')), envelope(eventOn('tck_2')))).toEqual(['m1']);
    expect(hastened).toEqual([['m1', seconds]]);
  });

  it.each([
    new DomainError('conflict', 'workload-changed'),
    new DomainError('unavailable', 'storage-busy'),
    new DomainError('conflict', 'already-done'),
    new TypeError(),
  ])('hastens nothing else: %s', async (error) => {
    const { receive, hastened } = worker(() => error);
    await receive(envelope(eventOn('tck_1')));
    expect(hastened).toEqual([]);
  });

  it('loses nothing where hastening fails', async () => {
    const { receive, seen, log } = worker((id) => (id === 'tck_1' ? new DomainError('not-found', 'no-such-ticket') : undefined), { unreachable: true });
    expect(await receive(envelope(eventOn('tck_1')), envelope(eventOn('tck_2')))).toEqual(['m0']);
    expect(seen.toSorted()).toEqual(['tck_1', 'tck_2']);
    expect(log.lines.map(({ code }) => code)).toEqual(['message-refused', 'message-not-hastened']);
  });

  it('says of a failure where, and nothing of the message', async () => {
    const { receive, log } = worker(() => new TypeError('Paula Sommer'));
    await receive(envelope(eventOn('tck_1')));
    expect(log.lines).toEqual([{ level: 'error', code: 'message-failed', fields: { messageId: 'm0', errorName: 'TypeError', frames: expect.any(Array) } }]);
    expect(JSON.stringify(log.lines)).not.toContain('Sommer');
  });

  it.each([
    ['no JSON', 'Paula Sommer'],
    ['no envelope', '"Paula Sommer"'],
    [
      'another event',
      envelope(ticketClosed.make({ id: 'evt_01JQ0000000000000000000000', aggregateId: 'tck_1', at: new Date(), data: { kind: 'theft', outcome: 'settled' } })),
    ],
    ['an event with more than it declares', envelope({ ...eventOn('tck_1'), customer: 'Paula Sommer' })],
    ['an event with undeclared data', envelope({ ...eventOn('tck_1'), data: { kind: 'theft', name: 'Paula Sommer' } })],
  ])('sends to the dead letters what it does not understand: %s', async (_what, body) => {
    const { receive, seen, log } = worker(() => undefined);
    expect(await receive(body)).toEqual(['m0']);
    expect(seen).toEqual([]);
    expect(log.lines).toEqual([{ level: 'error', code: 'message-not-understood', fields: { messageId: 'm0' } }]);
  });
});

describe('fromBus', () => {
  const either = fromBus(ticketOpened, ticketClosed);
  const closed = ticketClosed.make({ id: 'evt_01JQ0000000000000000000000', aggregateId: 'tck_1', at: new Date(), data: { kind: 'theft', outcome: 'settled' } });

  it('reads each of its types', () => {
    expect(either.parse({ detail: closed })).toEqual(closed);
    expect(either.parse({ detail: eventOn('tck_1') })).toEqual(eventOn('tck_1'));
  });
});
