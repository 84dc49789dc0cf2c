import { MathExpression, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib';

interface PercentageProps {
  readonly part: IMetric;
  readonly whole: IMetric;
  /** Fewer of the part are no rate but chance: one failure of three requests at night. */
  readonly fewest: number;
  readonly period: Duration;
}

/** What percentage of something went wrong in a period; 0 while that is but a few. */
export const percentage = ({ part, whole, fewest, period }: PercentageProps): MathExpression =>
  new MathExpression({
    expression: `IF(part >= ${fewest}, 100 * part / whole, 0)`,
    usingMetrics: { part, whole },
    label: 'percent',
    period,
  });
