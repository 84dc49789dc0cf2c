import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import { runbookSection, type AlarmKind } from '../runbook.ts';

interface ImpactAlarmProps {
  /** What to do then is told by the kind, in the runbook. */
  readonly kind: AlarmKind;
  /** What it means for people: 'reports from customers are not accepted'. */
  readonly errorImpact: string;
  /** What was measured, and where to look. */
  readonly cause: string;
  readonly metric: IMetric;
  /** Above this it rings. */
  readonly above: number;
  /** How many periods in a row; one unless said otherwise. */
  readonly periods?: number;
}

/** An alarm that says what its cause means for people, and where to read on. Silence is no alarm: no data means that nothing happened. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { kind, errorImpact, cause, metric, above, periods = 1 }: ImpactAlarmProps) {
    super(scope, id, {
      alarmDescription: `Impact: ${errorImpact}. Cause: ${cause}. What to do: ${runbookSection(kind)}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(ConceptStack.of(this).data.alarmTopic);
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
