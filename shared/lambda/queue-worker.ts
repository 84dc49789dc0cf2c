import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { isVersionAhead, type DomainEvent, type EventType as DomainEventType } from '../../events/event.ts';
import { alreadyDone, changedMeanwhile, customerErased, DomainError, isRefusal, processingRestricted } from '../domain-error.ts';
import { describeError, type Log } from './logger.ts';
import { serviceBusy } from './service-busy.ts';

export interface QueueWorker<Message> {
  readonly log: Log;
  /** Lets a message come again after so many seconds, instead of after the queue's visibility timeout. */
  readonly again: (record: SQSRecord, seconds: number) => Promise<void>;
  /** How a message is read; anything else ends in the dead-letter queue. */
  readonly message: z.ZodType<Message>;
  readonly now: () => Date;
  /** Whether the messages of a batch come one after the other, instead of all at once. */
  readonly oneByOne?: boolean;
  /** `timeLeft`: so many milliseconds the whole batch still has. */
  handle(message: Message, timeLeft: () => number): Promise<void>;
}

/** How the log says that what an event is about is not there any more. */
export const aggregateGone = 'aggregate-gone';

/**
 * The refusals after which a message is done: what it asks for has happened, or the person or thing it is about is gone. Everything
 * else is tried again and ends in the dead-letter queue; `not-found` too, as long as the event is young: delivery has no order,
 * and indexes lag.
 */
const final = new Set([...[alreadyDone(), customerErased(), processingRestricted()].map(({ code }) => code), aggregateGone]);

/** So long after an event, what it is about can be found by everybody; if it is not, it was erased or has ended, and so is the message. */
const settledAfterMs = 15 * 60_000;

const isSettled = (message: unknown, now: Date): boolean => isEvent(message) && now.getTime() - Date.parse(message.at) > settledAfterMs;

const isEvent = (message: unknown): message is DomainEvent =>
  typeof message === 'object' && message !== null && 'aggregateId' in message && 'at' in message && typeof message.at === 'string';

/** The first wait, and four times as long each time. */
const growing = (seconds: number, { attributes }: SQSRecord): number => seconds * 4 ** (Number(attributes.ApproximateReceiveCount) - 1);

/** What is not there yet will be soon, and who was overtaken need only begin anew: 2, 8, 32, 128 seconds. */
const soon = (received: SQSRecord): number => Math.min(180, growing(2, received));

/** Code that knows a later version is being deployed, or will be again after a step back: 1, 4, 16, 64 minutes. */
const afterDeployment = (received: SQSRecord): number => Math.min(2 * 3600, growing(60, received));

/**
 * When a message that was refused comes again, if not at the queue's own time. That one is as long as whoever had the message before
 * may still be at work: a sender relies on it who finds a claim, and what is out of order has that long to come right.
 */
const waitAfter = (refused: DomainError, received: SQSRecord): number | undefined =>
  refused.kind === 'not-found' || refused.kind === 'stale' || isRefusal(refused, changedMeanwhile()) ? soon(received) : undefined;

/** A Lambda behind a queue: each message by itself, and only those that failed come again. */
export function queueWorker<Message>({ log, again, message, now, oneByOne = false, handle }: QueueWorker<Message>) {
  const comeAgain = async (received: SQSRecord, seconds: number): Promise<void> => {
    try {
      await again(received, seconds);
    } catch (error) {
      // It comes again all the same, only at the queue's own time.
      log.error('message-not-rescheduled', { messageId: received.messageId, ...describeError(error) });
    }
  };
  const notUnderstood = async (received: SQSRecord, why: z.ZodError): Promise<void> => {
    const { messageId } = received;
    if (!isVersionAhead(why)) return log.error('message-not-understood', { messageId });
    log.warn('message-of-later-version', { messageId });
    await comeAgain(received, afterDeployment(received));
  };
  const record = async (received: SQSRecord, timeLeft: () => number): Promise<void> => {
    const { body, messageId } = received;
    let read: z.ZodSafeParseResult<Message> | undefined;
    try {
      read = message.safeParse(jsonOf(body));
      if (read.success) return await handle(read.data, timeLeft);
      await notUnderstood(received, read.error);
    } catch (error) {
      const refused = error instanceof DomainError ? error : serviceBusy(error);
      if (refused) {
        const code = refused.kind === 'not-found' && isSettled(read?.data, now()) ? aggregateGone : refused.code;
        log.info(final.has(code) ? 'message-done-already' : 'message-refused', { messageId, code, ...(refused !== error && describeError(error)) });
        if (final.has(code)) return;
        const seconds = waitAfter(refused, received);
        if (seconds !== undefined) await comeAgain(received, seconds);
      } else {
        log.error('message-failed', { messageId, ...describeError(error) });
      }
      throw error;
    }
    throw new Error('message not understood');
  };
  return middy<SQSEvent, SQSBatchResponse, Error, Context>().handler((event, context) =>
    processPartialResponse(event, (received: SQSRecord) => record(received, () => context.getRemainingTimeInMillis()), new BatchProcessor(EventType.SQS), {
      context,
      processInParallel: !oneByOne,
      throwOnFullBatchFailure: false,
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type AnyEventType = DomainEventType<Record<string, unknown>>;
type EventOf<Type> = Type extends DomainEventType<infer Data> ? DomainEvent<Data> : never;

/**
 * Reads events of these types out of the envelope in which EventBridge delivers them: the version that this code knows, and the one
 * before. A later one is waited for: half understood, it would be worked on wrongly.
 */
export function fromBus<const Types extends readonly [AnyEventType, ...AnyEventType[]]>(...types: Types): z.ZodType<EventOf<Types[number]>> {
  const detail = z.union(types.map((type) => type.reads) as [z.ZodType<DomainEvent>, ...z.ZodType<DomainEvent>[]]);
  return z.object({ detail }).transform((envelope) => envelope.detail as EventOf<Types[number]>);
}
