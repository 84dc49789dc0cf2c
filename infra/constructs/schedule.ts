import { Duration, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import { useOfKey } from './use-of-key.ts';
import type { WorkQueue } from './work-queue.ts';

interface ScheduleProps {
  readonly description: string;
  /** In Berlin. At an hour that summer time neither skips nor doubles. */
  readonly cron: string;
  readonly target: WorkQueue;
  /** The message that is put into the queue; always the same. */
  readonly message: unknown;
}

/** Puts a message into a queue at set times. What can't be delivered for six hours lies with the queue's dead letters. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, { description, cron, target, message }: ScheduleProps) {
    super(scope, id);
    const { account, key } = ConceptStack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [target.queue.queueArn, target.deadLetters.queueArn] }));
    role.addToPolicy(useOfKey(key, 'sqs', ['kms:GenerateDataKey', 'kms:Decrypt']));
    const schedule = new CfnSchedule(this, 'Schedule', {
      description,
      scheduleExpression: `cron(${cron})`,
      scheduleExpressionTimezone: TimeZone.EUROPE_BERLIN.timezoneName,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.queue.queueArn,
        roleArn: role.roleArn,
        input: JSON.stringify(message),
        deadLetterConfig: { arn: target.deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: 20, maximumEventAgeInSeconds: Duration.hours(6).toSeconds() },
      },
    });
    schedule.node.addDependency(role);
  }
}
