import type { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { untold } from '../functions/notifications/deliver.ts';
import type { Channel } from '../shared/customers/customer.ts';
import type { StageSettings } from './stages.ts';

/** What may become of a notification so that the customer was not told, or nobody knows. */
export type Untold = keyof typeof untold;

/** Metrics of the stage's own. */
export const metricNamespace = ({ name }: StageSettings): string => `Schutzbrief/${name}`;

/** `sms-failed`. The whole name: dimensions would cost, and could be made to say who. */
export const untoldMetricName = (channel: Channel, outcome: Untold): string => `${channel}-${outcome}`;

/** Answers to erasure requests that were refused, or of which nobody knows. */
export const unansweredMetric = (settings: StageSettings, period: Duration): Metric =>
  new Metric({ namespace: metricNamespace(settings), metricName: unansweredMetricName, statistic: Stats.SUM, period });
export const unansweredMetricName = 'erasure-unanswered';

/** What the weekly reconciliation of files found and does not mend by itself. */
export const filesAmissMetric = (settings: StageSettings, period: Duration): Metric =>
  new Metric({ namespace: metricNamespace(settings), metricName: filesAmissMetricName, statistic: Stats.SUM, period });
export const filesAmissMetricName = 'files-amiss';

/** How many notifications of a channel ended so. */
export const untoldMetric = (settings: StageSettings, channel: Channel, outcome: Untold, period: Duration): Metric =>
  new Metric({ namespace: metricNamespace(settings), metricName: untoldMetricName(channel, outcome), statistic: Stats.SUM, period });
