import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { behind } from '../../functions/wake/wake-items.ts';
import { ConceptStack } from '../concept-stack.ts';
import { wakesLeftOverMetric } from '../notification-metrics.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import { LambdaFunction } from './lambda-function.ts';
import { LogAlarm } from './log-alarm.ts';

const errorImpact =
  'what waits for its time goes on waiting: tickets for a clerk, notifications for their provider, tasks and reminders, stopwatches that were forgotten';

/**
 * Wakes every minute what sleeps in the tables. There is one clock for everything that happens at a time, and none for a person. Its
 * time zone does not matter, and nothing is lost with a minute that fails: the next one does its work.
 */
export class WakeClock extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const wake = new LambdaFunction(this, 'Function', {
      name: 'wake-items',
      description: 'Wakes every minute the items whose time has come',
      timeout: Duration.minutes(1),
    });
    this.everyMinute(wake);
    this.alarms(wake);
  }

  private everyMinute(wake: LambdaFunction): void {
    const { account } = ConceptStack.of(this);
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [wake.function.functionArn] }));
    const schedule = new CfnSchedule(this, 'EveryMinute', {
      description: 'Wakes what sleeps in the tables',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: wake.function.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        // No second try and no dead letters: the next minute is both.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
    schedule.node.addDependency(role);
  }

  private alarms(wake: LambdaFunction): void {
    const { settings } = ConceptStack.of(this);
    new ImpactAlarm(this, 'Failing', {
      kind: 'failing-clock',
      errorImpact,
      cause: `${wake.node.path} fails, altogether or for single items; see its log`,
      metric: wake.function.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      above: 0,
      periods: 2,
    });
    new ImpactAlarm(this, 'Standing', {
      kind: 'standing-clock',
      errorImpact,
      cause: `${wake.node.path} has not been invoked for ten minutes; see its schedule, and the role of that`,
      metric: wake.function.metricInvocations({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      below: 1,
      periods: 2,
    });
    new LogAlarm(this, 'Behind', {
      kind: 'slow-clock',
      logs: wake.logs,
      codes: [behind],
      metric: wakesLeftOverMetric(settings, Duration.minutes(5)),
      errorImpact: `late: ${errorImpact}`,
      cause: 'more items wake than a minute is long enough for, a quarter of an hour on end',
      above: 0,
      periods: 3,
    });
  }
}
