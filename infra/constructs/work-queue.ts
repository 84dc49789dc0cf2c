import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import type { LambdaFunction } from './lambda-function.ts';

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

/** The longest that anything stays in a dead-letter queue; SQS allows no more, and counts from when it was first sent. */
export const deadLetterDays = 14;

/**
 * A queue, its worker, and what happens when the worker can't: after five tries the message goes to a dead-letter queue, an
 * alarm rings, and somebody redrives it.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { worker, errorImpact, delay, batchSize = 10, maxConcurrency }: WorkQueueProps) {
    super(scope, id);
    const { key } = ConceptStack.of(this);
    const timeout = worker.function.timeout ?? Duration.seconds(10);
    const common = { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.hours(1), enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(deadLetterDays) });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      retentionPeriod: Duration.days(4),
      // Lambda asks for six times the function's timeout, so that a batch under way is never handed out a second time.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      ...(delay && { deliveryDelay: delay }),
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
    this.alarms(errorImpact, worker, delay ?? Duration.seconds(0));
  }

  /** Lets a service put messages here, and what it can't deliver into the dead letters. */
  acceptFrom(service: 'events' | 'sns', sourceArn: string): void {
    for (const queue of [this.queue, this.deadLetters]) {
      queue.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
        }),
      );
    }
  }

  private alarms(errorImpact: string, worker: LambdaFunction, delay: Duration): void {
    new ImpactAlarm(this, 'DeadLettersAlarm', {
      errorImpact,
      cause: `messages in ${this.deadLetters.node.path}; the reason is in the log of ${worker.node.path}; redrive them once it is gone`,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: 0,
    });
    new ImpactAlarm(this, 'AgeAlarm', {
      errorImpact: `late: ${errorImpact}`,
      cause: `${worker.node.path} does not keep up with ${this.queue.node.path}`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: delay.toSeconds() + Duration.minutes(15).toSeconds(),
    });
  }
}
