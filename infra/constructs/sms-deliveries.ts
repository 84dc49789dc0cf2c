import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { RetentionDays, type LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import { smsDeliveryRoleOutput } from '../sms-attributes.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import { logGroup } from './log-group.ts';

/** Rings at so much of what a month may cost: time to have the limit raised. */
const spendShare = 0.8;
/** Some phones are off. */
const expectedRate = 0.9;

/**
 * What became of the account's SMS. SNS takes those beyond the spend limit and drops them, and says of each only afterwards whether it
 * arrived. Its log holds phone numbers: made here it ends after 14 days and is encrypted; left to SNS, it would stay for ever. That SNS
 * writes it is switched on by `npm run deploy`, since CloudFormation has no word for it.
 */
export class SmsDeliveries extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    const { settings, key } = ConceptStack.of(this);
    const name = `sns/${region}/${account}/DirectPublishToPhoneNumber`;
    const group = (of: string, logGroupName: string) => logGroup(this, of, { settings, key, name: logGroupName, retentionDays: RetentionDays.TWO_WEEKS });
    this.writable(group('Sent', name), group('Failed', `${name}/Failure`));
    this.alarms(settings.smsSpendLimitUsd);
  }

  private writable(...groups: readonly LogGroup[]): void {
    const { account } = ConceptStack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('sns.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: groups.map(({ logGroupArn }) => logGroupArn) }));
    new CfnOutput(ConceptStack.of(this), smsDeliveryRoleOutput, { value: role.roleArn });
  }

  private alarms(spendLimitUsd: number): void {
    const ofAccount = (metricName: string, statistic: string, period: Duration) => new Metric({ namespace: 'AWS/SNS', metricName, statistic, period });
    new ImpactAlarm(this, 'Spend', {
      kind: 'sms-spend',
      errorImpact: 'soon customers who chose SMS are told of nothing, and nobody sees it',
      cause: `SMS have cost more than ${spendShare * 100} percent of the ${spendLimitUsd} USD that are expected in a month`,
      metric: ofAccount('SMSMonthToDateSpentUSD', Stats.MAXIMUM, Duration.hours(1)),
      above: spendShare * spendLimitUsd,
    });
    new ImpactAlarm(this, 'Undelivered', {
      kind: 'undelivered-sms',
      errorImpact: 'customers who chose SMS are not told, though their tickets and letters say so',
      cause: `fewer than ${expectedRate * 100} percent of SMS arrived in six hours`,
      metric: ofAccount('SMSSuccessRate', Stats.AVERAGE, Duration.hours(6)),
      below: expectedRate,
      silence: 'fine',
    });
  }
}
