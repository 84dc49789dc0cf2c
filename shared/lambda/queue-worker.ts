import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { DomainEvent, EventType as DomainEventType } from '../../events/event.ts';
import { alreadyDone, customerErased, DomainError } from '../domain-error.ts';
import { describeError, type Log } from './logger.ts';

export interface QueueWorker<Message> {
  readonly log: Log;
  /** Lets a message come again after so many seconds, instead of after the queue's visibility timeout. */
  readonly again: (record: SQSRecord, seconds: number) => Promise<void>;
  /** How a message is read; anything else ends in the dead-letter queue. */
  readonly message: z.ZodType<Message>;
  handle(message: Message): Promise<void>;
}

/**
 * The refusals after which a message is done: what it asks for has happened, or the person it is about is gone. Everything
 * else, `not-found` too since delivery has no order, is tried again and ends in the dead-letter queue.
 */
const final = new Set([...[alreadyDone(), customerErased()].map(({ code }) => code), 'processing-restricted']);

/** What is not there yet will be soon: 2, 8, 32, 128 seconds. Other failures wait for the queue's timeout, which senders rely on. */
const soon = ({ attributes }: SQSRecord): number => Math.min(180, 2 * 4 ** (Number(attributes.ApproximateReceiveCount) - 1));

/** A Lambda behind a queue: each message by itself, and only those that failed come again. */
export function queueWorker<Message>({ log, again, message, handle }: QueueWorker<Message>) {
  const hasten = async (received: SQSRecord): Promise<void> => {
    try {
      await again(received, soon(received));
    } catch (error) {
      // It comes again all the same, only later.
      log.error('message-not-hastened', { messageId: received.messageId, ...describeError(error) });
    }
  };
  const record = async (received: SQSRecord): Promise<void> => {
    const { body, messageId } = received;
    const read = message.safeParse(jsonOf(body));
    if (!read.success) {
      log.error('message-not-understood', { messageId });
      throw new Error('message not understood');
    }
    try {
      await handle(read.data);
    } catch (error) {
      if (error instanceof DomainError) {
        log.info(final.has(error.code) ? 'message-done-already' : 'message-refused', { messageId, code: error.code });
        if (final.has(error.code)) return;
        if (error.kind === 'not-found') await hasten(received);
      } else {
        log.error('message-failed', { messageId, ...describeError(error) });
      }
      throw error;
    }
  };
  return middy<SQSEvent, SQSBatchResponse, Error, Context>().handler((event, context) =>
    processPartialResponse(event, record, new BatchProcessor(EventType.SQS), { context, throwOnFullBatchFailure: false }),
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

/** Reads events of these types out of the envelope in which EventBridge delivers them. */
export function fromBus<const Types extends readonly [AnyEventType, ...AnyEventType[]]>(...types: Types): z.ZodType<EventOf<Types[number]>> {
  const detail = z.union(types.map((type) => type.schema) as [z.ZodType<DomainEvent>, ...z.ZodType<DomainEvent>[]]);
  return z.object({ detail }).transform((envelope) => envelope.detail as EventOf<Types[number]>);
}
