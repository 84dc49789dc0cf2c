import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import { alarmKinds, runbookSection, type AlarmKind } from '../runbook.ts';

export interface ImpactAlarmProps {
  /** How soon somebody must look is said by the kind, and what to do then by its section of the runbook. */
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

/** Of something that happens all the time: below this it rings, and no data is less than anything, unless silence is said to be fine. */
export type Heartbeat = Omit<ImpactAlarmProps, 'above'> & { readonly below: number; readonly silence?: 'fine' };

/**
 * An alarm that says what its cause means for people, and where to read on. Silence is no alarm, but of a heartbeat: no data means
 * that nothing happened.
 */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps | Heartbeat) {
    const { kind, errorImpact, cause, metric, periods = 1 } = props;
    const beats = 'below' in props;
    super(scope, id, {
      alarmDescription: `Impact: ${errorImpact}. Cause: ${cause}. Severity: ${alarmKinds[kind]}. What to do: ${runbookSection(kind)}`,
      metric,
      threshold: beats ? props.below : props.above,
      comparisonOperator: beats ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: beats && props.silence !== 'fine' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(ConceptStack.of(this).data.alarmTopics[alarmKinds[kind]]);
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
