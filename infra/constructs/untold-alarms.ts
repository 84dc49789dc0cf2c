import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { untold } from '../../functions/notifications/deliver.ts';
import type { Channel } from '../../shared/customers/customer.ts';
import { ConceptStack } from '../concept-stack.ts';
import { untoldMetric, type Untold } from '../notification-metrics.ts';
import type { AlarmKind } from '../runbook.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { LogAlarm } from './log-alarm.ts';

interface UntoldAlarmsProps {
  readonly channel: Channel;
  readonly sender: LambdaFunction;
  /** What the sender works through: each notification leaves it once, or when it is tried again. */
  readonly queue: Queue;
}

interface Ring {
  readonly kind: AlarmKind;
  /** What it means for customers, and why; `{}` is the channel. */
  readonly errorImpact: string;
  readonly cause: string;
  readonly above: number;
  readonly within: Duration;
  /** `above` is a percentage of all that were handled, once there are so many. */
  readonly rateFrom?: number;
}

/**
 * One refusal is about one person, a number that was given up, and the ticket or letter shows it; when many of those that are sent
 * are refused, it is about us. What stayed unclear is rare, and each is somebody of whom nobody knows whether they were told. What is late was turned
 * away so often that the provider's pace is no passing matter.
 */
const rings: Readonly<Record<Untold, Ring>> = {
  failed: {
    kind: 'refused-notifications',
    errorImpact: 'customers were not told by {}; their tickets and letters say so',
    cause: 'the provider refused more than five percent of all notifications within an hour, or took nothing for a day',
    above: 5,
    within: Duration.hours(1),
    rateFrom: 3,
  },
  unknown: {
    kind: 'unclear-notifications',
    errorImpact: 'customers were perhaps not told by {}, and it is not sent again',
    cause: 'a sender ended in the middle, or the provider gave no clear answer',
    above: 0,
    within: Duration.minutes(15),
  },
  late: {
    kind: 'late-notifications',
    errorImpact: 'customers are told by {} late; it is tried again for a day',
    cause: 'the provider takes fewer notifications than there are, or cannot be reached',
    above: 0,
    within: Duration.minutes(15),
  },
};

const words: Readonly<Record<Channel, string>> = { sms: 'SMS', email: 'e-mail' };

/**
 * Rings when notifications ended without the customer being told for sure, or soon. To the sender that is no error: it did what it
 * should, the message is done and no dead letter is left. So its log is what is counted.
 */
export class UntoldAlarms extends Construct {
  constructor(scope: Construct, id: string, { channel, sender, queue }: UntoldAlarmsProps) {
    super(scope, id);
    const { settings } = ConceptStack.of(this);
    for (const [outcome, { kind, errorImpact, cause, above, within, rateFrom }] of Object.entries(rings) as [Untold, Ring][]) {
      new LogAlarm(this, outcome, {
        kind,
        logs: sender.logs,
        codes: [untold[outcome]],
        metric: untoldMetric(settings, channel, outcome, within),
        errorImpact: errorImpact.replace('{}', words[channel]),
        cause,
        above,
        ...(rateFrom && { rate: { of: queue.metricNumberOfMessagesDeleted({ statistic: Stats.SUM, period: within }), fewest: rateFrom } }),
      });
    }
  }
}
