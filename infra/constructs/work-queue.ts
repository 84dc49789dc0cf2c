import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue, queueProtection } from './dead-letter-queue.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { maxPatience } from '../stages.ts';

export interface WorkQueueProps {
  readonly worker: LambdaFunction;
  /** What it means for people when messages stay undone. */
  readonly errorImpact: string;
  /** Messages become visible only so long after they came. */
  readonly delay?: Duration;
  readonly batchSize?: number;
  /** How many of the worker run at once, at most: where something behind it must not be flooded. */
  readonly maxConcurrency?: number;
}

/** A message is tried so often before it is put aside. */
const tries = 5;

/** A worker that leaves messages waiting for longer does not keep up. */
const patience = Duration.minutes(15);

/**
 * A queue, its worker, and what happens when the worker can't: after five tries the message goes to the dead letters, an alarm
 * rings, and somebody redrives it.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { worker, errorImpact, delay = Duration.seconds(0), batchSize = 10, maxConcurrency }: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      kind: 'dead-letters',
      errorImpact,
      cause: `the reason is in the log of ${worker.node.path}`,
    });
    this.queue = new Queue(this, 'Queue', {
      ...queueProtection(this),
      retentionPeriod: Duration.days(4),
      // What Lambda asks for, so that a batch under way is never handed out a second time.
      visibilityTimeout: Duration.seconds(worker.timeout.toSeconds() * maxPatience),
      deliveryDelay: delay,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    });
    new EventSourceMapping(this, 'Mapping', {
      target: worker.function,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(maxConcurrency && { maxConcurrency }),
    });
    worker
      .allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'], this.queue.queueArn)
      .allowKeyThrough('sqs', ['kms:Decrypt']);
    new ImpactAlarm(this, 'AgeAlarm', {
      kind: 'late-queue',
      errorImpact: `late: ${errorImpact}`,
      cause: `${worker.node.path} does not keep up with ${this.queue.node.path}`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: delay.toSeconds() + patience.toSeconds(),
    });
  }

  /** Lets a service put messages here, and what it can't deliver into the dead letters. */
  acceptFrom(service: 'events' | 'sns', sourceArn: string): void {
    for (const queue of [this.queue, this.deadLetters]) acceptFrom(queue, service, sourceArn);
  }
}

/** Lets one source of a service put messages into a queue. */
export function acceptFrom(queue: Queue, service: 'events' | 'sns', sourceArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    }),
  );
}
