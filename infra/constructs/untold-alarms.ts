import { Duration } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { untold } from '../../functions/notifications/deliver.ts';
import type { Channel } from '../../shared/customers/customer.ts';
import { ConceptStack } from '../concept-stack.ts';
import { metricNamespace, untoldMetric, untoldMetricName, type Untold } from '../notification-metrics.ts';
import type { AlarmKind } from '../runbook.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import type { LambdaFunction } from './lambda-function.ts';

interface UntoldAlarmsProps {
  readonly channel: Channel;
  readonly sender: LambdaFunction;
}

interface Ring {
  readonly kind: AlarmKind;
  /** What it means for customers, and why; `{}` is the channel. */
  readonly errorImpact: string;
  readonly cause: string;
  readonly above: number;
  readonly within: Duration;
}

/**
 * One refusal is about one person, a number that was given up, and the ticket or letter shows it; several within an hour are
 * about us. What stayed unclear is rare, and each is somebody of whom nobody knows whether they were told.
 */
const rings: Readonly<Record<Untold, Ring>> = {
  failed: {
    kind: 'refused-notifications',
    errorImpact: 'customers were not told by {}; their tickets and letters say so',
    cause: 'the provider refused more than two notifications within an hour, and the codes are',
    above: 2,
    within: Duration.hours(1),
  },
  unknown: {
    kind: 'unclear-notifications',
    errorImpact: 'customers were perhaps not told by {}, and it is not sent again',
    cause: 'a sender ended in the middle, or the provider gave no clear answer; they are',
    above: 0,
    within: Duration.minutes(15),
  },
};

const words: Readonly<Record<Channel, string>> = { sms: 'SMS', email: 'e-mail' };

/**
 * Rings when notifications ended without the customer being told for sure. To the sender that is no error: it did what it should,
 * the message is done and no dead letter is left. So its log is what is counted.
 */
export class UntoldAlarms extends Construct {
  constructor(scope: Construct, id: string, { channel, sender }: UntoldAlarmsProps) {
    super(scope, id);
    const { settings } = ConceptStack.of(this);
    for (const [outcome, { kind, errorImpact, cause, above, within }] of Object.entries(rings) as [Untold, Ring][]) {
      new MetricFilter(this, `${outcome}-count`, {
        logGroup: sender.logs,
        filterPattern: FilterPattern.stringValue('$.message', '=', untold[outcome]),
        metricNamespace: metricNamespace(settings),
        metricName: untoldMetricName(channel, outcome),
        metricValue: '1',
      });
      new ImpactAlarm(this, `${outcome}-alarm`, {
        kind,
        errorImpact: errorImpact.replace('{}', words[channel]),
        cause: `${cause} in the log of ${sender.node.path} (${untold[outcome]})`,
        metric: untoldMetric(settings, channel, outcome, within),
        above,
      });
    }
  }
}
