import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import type { AlarmKind } from '../runbook.ts';
import { ImpactAlarm } from './impact-alarm.ts';

interface DeadLetterQueueProps {
  /** Whose dead letters: those of a queue can be redriven, those of a topic cannot. */
  readonly kind: Extract<AlarmKind, 'dead-letters' | 'undelivered-to-a-topic'>;
  /** What it means for people that something lies here. */
  readonly errorImpact: string;
  /** Why they are here: who could not do what, and which log says so. */
  readonly cause: string;
}

/** The longest that anything stays: SQS allows no more, and counts from when a message was first sent. */
const longestStay = Duration.days(14);

/** How all our queues keep what is in them. */
export const queueProtection = (scope: Construct) => ({
  encryption: QueueEncryption.KMS,
  encryptionMasterKey: ConceptStack.of(scope).key,
  dataKeyReuse: Duration.hours(1),
  enforceSSL: true,
});

/** Where messages lie that could not be dealt with, until somebody has mended the cause. Rings at the first one. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { kind, errorImpact, cause }: DeadLetterQueueProps) {
    super(scope, id, { ...queueProtection(scope), retentionPeriod: longestStay });
    new ImpactAlarm(this, 'Alarm', {
      kind,
      errorImpact,
      cause: `messages in ${this.node.path}; ${cause}`,
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: 0,
    });
  }
}
