import { FilterPattern, MetricFilter, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import { ImpactAlarm, type Heartbeat, type ImpactAlarmProps } from './impact-alarm.ts';
import { percentage } from './percentage.ts';

interface Counted {
  readonly logs: LogGroup;
  /** The lines that are counted, by their codes. */
  readonly codes: readonly string[];
  /** How many of them; one of `notification-metrics.ts`, so that the dashboard shows the same. */
  readonly metric: Metric;
  /** Judged is their percentage of this, once there are at least so many. */
  readonly rate?: { readonly of: IMetric; readonly fewest: number };
}

/** Where to look is added to the cause. */
type LogAlarmProps = Counted & (Omit<ImpactAlarmProps, 'metric'> | Omit<Heartbeat, 'metric'>);

/**
 * Counts coded lines of a log, and rings when there are too many, or none of those that should be there. For what is no error to
 * the function itself: it did what it should, but somebody should hear of it.
 */
export class LogAlarm extends Construct {
  constructor(scope: Construct, id: string, { logs, codes, metric, rate, ...alarm }: LogAlarmProps) {
    super(scope, id);
    new MetricFilter(this, 'Count', {
      logGroup: logs,
      filterPattern: FilterPattern.any(...codes.map((code) => FilterPattern.stringValue('$.message', '=', code))),
      metricNamespace: metric.namespace,
      metricName: metric.metricName,
      metricValue: '1',
    });
    const cause = `${alarm.cause}; see ${codes.join(', ')} in the log of ${logs.node.scope!.node.path}`;
    new ImpactAlarm(this, 'Alarm', { ...alarm, cause, ...judged(metric, rate, ConceptStack.of(this).settings.alarmsCompare) });
  }
}

/** What is looked at, and above what it rings if that is not what the alarm says. */
function judged(metric: Metric, rate: Counted['rate'], mayCompare: boolean): { readonly metric: IMetric; readonly above?: number } {
  if (!rate) return { metric };
  if (!mayCompare) return { metric, above: rate.fewest - 1 };
  return { metric: percentage({ part: metric, whole: rate.of, fewest: rate.fewest, period: metric.period }) };
}
