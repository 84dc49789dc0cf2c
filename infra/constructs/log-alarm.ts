import { FilterPattern, MetricFilter, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmKind } from '../runbook.ts';
import { ImpactAlarm } from './impact-alarm.ts';

interface LogAlarmProps {
  readonly kind: AlarmKind;
  readonly logs: LogGroup;
  /** The lines that are counted, by their codes. */
  readonly codes: readonly string[];
  /** How many of them; one of `notification-metrics.ts`, so that the dashboard shows the same. */
  readonly metric: Metric;
  readonly errorImpact: string;
  /** Where to look is added. */
  readonly cause: string;
  readonly above: number;
  /** How many periods in a row; one unless said otherwise. */
  readonly periods?: number;
}

/**
 * Counts coded lines of a log, and rings when there are too many. For what is no error to the function itself: it did what it
 * should, but somebody should hear of it.
 */
export class LogAlarm extends Construct {
  constructor(scope: Construct, id: string, { kind, logs, codes, metric, errorImpact, cause, above, periods }: LogAlarmProps) {
    super(scope, id);
    new MetricFilter(this, 'Count', {
      logGroup: logs,
      filterPattern: FilterPattern.any(...codes.map((code) => FilterPattern.stringValue('$.message', '=', code))),
      metricNamespace: metric.namespace,
      metricName: metric.metricName,
      metricValue: '1',
    });
    const where = `see ${codes.join(', ')} in the log of ${logs.node.scope!.node.path}`;
    new ImpactAlarm(this, 'Alarm', { kind, errorImpact, cause: `${cause}; ${where}`, metric, above, periods });
  }
}
