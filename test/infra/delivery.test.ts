import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Reconciliation } from '../../functions/files/reconcile-files.ts';
import { fileStoreNames } from '../../shared/files/file-stores.ts';
import { sendingPace } from '../../infra/sending-pace.ts';
import { stageSettings } from '../../infra/stages.ts';
import { resources, synthesised, type AppResource } from './synth.ts';

const app = await synthesised('prod');
const queues = resources(app, 'AWS::SQS::Queue');
const alarms = resources(app, 'AWS::CloudWatch::Alarm');
const rules = resources(app, 'AWS::Events::Rule');
const work = queues.filter(({ name }) => name.endsWith('Queue')).map((queue) => [`${queue.stack}/${queue.name}`, queue] as const);
const deadLetters = queues.filter(({ name }) => name.endsWith('DeadLetters')).map((queue) => [`${queue.stack}/${queue.name}`, queue] as const);

const refersTo = (value: unknown, { logicalId }: AppResource): boolean => JSON.stringify(value ?? null).includes(`"${logicalId}"`);
const inStack = (all: AppResource[], { stack }: AppResource): AppResource[] => all.filter((other) => other.stack === stack);
const alarmsOn = (queue: AppResource, metric: string): AppResource[] =>
  inStack(alarms, queue).filter(({ properties }) => properties.MetricName === metric && refersTo(properties.Dimensions, queue));

describe('queues', () => {
  it('are all either for work or for dead letters', () => {
    expect(work.length + deadLetters.length).toBe(queues.length);
  });

  it.each(work)('%s gives up after five tries, into dead letters of its own', (_, queue) => {
    const own = deadLetters.filter(([, other]) => other.stack === queue.stack && refersTo(queue.properties.RedrivePolicy?.deadLetterTargetArn, other));
    expect(own).toHaveLength(1);
    expect(queue.properties.RedrivePolicy.maxReceiveCount).toBe(5);
  });

  it.each(work)('%s is worked, and only what failed comes again', (_, queue) => {
    const mappings = inStack(resources(app, 'AWS::Lambda::EventSourceMapping'), queue).filter(({ properties }) => refersTo(properties.EventSourceArn, queue));
    expect(mappings.map(({ properties }) => properties.FunctionResponseTypes)).toEqual([['ReportBatchItemFailures']]);
  });

  it.each(work)('%s hides a message for six times as long as its worker may run', (_, queue) => {
    const mapping = inStack(resources(app, 'AWS::Lambda::EventSourceMapping'), queue).find(({ properties }) => refersTo(properties.EventSourceArn, queue))!;
    const worker = inStack(resources(app, 'AWS::Lambda::Function'), queue).find((fn) => refersTo(mapping.properties.FunctionName, fn))!;
    expect(queue.properties.VisibilityTimeout).toBe(worker.properties.Timeout * 6);
  });

  it.each(work)('%s rings when it is late', (_, queue) => {
    expect(alarmsOn(queue, 'ApproximateAgeOfOldestMessage')).toHaveLength(1);
  });

  it.each(deadLetters)('%s rings at the first message, and keeps it 14 days', (_, queue) => {
    const ringing = alarmsOn(queue, 'ApproximateNumberOfMessagesVisible');
    expect(ringing.map(({ properties }) => [properties.Threshold, properties.ComparisonOperator])).toEqual([[0, 'GreaterThanThreshold']]);
    expect(queue.properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
  });

  it.each([...work, ...deadLetters])('%s is encrypted with our key and takes messages over TLS only', (_, queue) => {
    const policy = inStack(resources(app, 'AWS::SQS::QueuePolicy'), queue).find(({ properties }) => refersTo(properties.Queues, queue));
    expect(JSON.stringify(queue.properties.KmsMasterKeyId)).toContain('ExportsOutputFnGetAttKey');
    expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });
});

describe('rules', () => {
  it.each(rules.map((rule) => [`${rule.stack}/${rule.name}`, rule] as const))('%s puts what it cannot deliver where somebody finds it', (_, rule) => {
    const caught = deadLetters.filter(([, queue]) => queue.stack === rule.stack && refersTo(rule.properties.Targets, queue));
    expect([rule.properties.Targets.length, caught.length]).toEqual([1, 1]);
  });

  it('match only events that somebody publishes', async () => {
    const matched = rules.filter(({ properties }) => properties.EventBusName).flatMap(({ properties }) => properties.EventPattern['detail-type'] as string[]);
    const published = await publishedTypes();
    expect(matched.filter((type) => !published.includes(type))).toEqual([]);
  });
});

describe('the way of a notification', () => {
  const subscriptions = resources(app, 'AWS::SNS::Subscription').filter(({ stack }) => stack === 'notifications');

  it('goes to the topic by a role of its rule, which may do nothing else', () => {
    const [topic] = resources(app, 'AWS::SNS::Topic').filter(({ stack }) => stack === 'notifications');
    const [rule] = rules.filter(({ properties }) => refersTo(properties.Targets, topic!));
    const role = resources(app, 'AWS::IAM::Role').find((made) => made.stack === 'notifications' && refersTo(rule?.properties.Targets[0].RoleArn, made))!;
    expect(role.properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    const [policy] = inStack(resources(app, 'AWS::IAM::Policy'), role).filter(({ properties }) => refersTo(properties.Roles, role));
    expect(policy?.properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: topic!.logicalId } },
      expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'kms:ViaService': expect.stringMatching(/^sns\./) } },
      }),
    ]);
  });

  it('is let in by no policy of a topic: EventBridge knows no conditions there', () => {
    const statements = resources(app, 'AWS::SNS::TopicPolicy').flatMap(({ properties }) => properties.PolicyDocument.Statement as Record<string, any>[]);
    expect(statements.filter(({ Principal }) => JSON.stringify(Principal).includes('events.'))).toEqual([]);
  });

  it('begins with what customers are told of, and of many things that one event tells of only with that', () => {
    const planning = queues.find(({ name }) => name === 'PlanNotificationQueue')!;
    const patterns = rules.filter(({ properties }) => refersTo(properties.Targets, planning)).map(({ properties }) => properties.EventPattern);
    expect(patterns).toEqual([
      { 'detail-type': ['ticket.opened', 'letter.issued'] },
      { 'detail-type': ['letter.withdrawn'], detail: { data: { opened: ['yes'], reason: ['wrong-recipient', 'wrong-content'] } } },
      { 'detail-type': ['ticket.interaction-added'], detail: { data: { type: ['message', 'message-correction', 'document'], by: ['agent', 'rule'] } } },
      { 'detail-type': ['ticket.interaction-added'], detail: { data: { type: ['document-refused'], by: ['system'] } } },
    ]);
    const policies = inStack(resources(app, 'AWS::SQS::QueuePolicy'), planning).filter(({ properties }) => refersTo(properties.Queues, planning));
    const entries = policies
      .flatMap(({ properties }) => properties.PolicyDocument.Statement as Record<string, any>[])
      .filter(({ Effect }) => Effect === 'Allow');
    expect(entries).toHaveLength(patterns.length);
  });

  it('parts by channel, unwrapped, with dead letters', () => {
    expect(subscriptions.map(({ properties }) => properties.FilterPolicy.detail.data.channel).sort()).toEqual([['email'], ['sms']]);
    for (const { properties } of subscriptions) {
      expect(properties).toMatchObject({
        Protocol: 'sqs',
        RawMessageDelivery: true,
        FilterPolicyScope: 'MessageBody',
        RedrivePolicy: { deadLetterTargetArn: expect.anything() },
      });
    }
  });
});

describe('senders', () => {
  const inProd = stageSettings('prod');

  it.each([
    ['SendEmailQueue', 'mailsPerSecond'],
    ['SendSmsQueue', 'smsPerSecond'],
  ] as const)('of %s keep the pace of their provider', (name, setting) => {
    const queue = queues.find((made) => made.name === name)!;
    const [mapping] = inStack(resources(app, 'AWS::Lambda::EventSourceMapping'), queue).filter(({ properties }) => refersTo(properties.EventSourceArn, queue));
    const worker = inStack(resources(app, 'AWS::Lambda::Function'), queue).find((fn) => refersTo(mapping!.properties.FunctionName, fn))!;
    const { maxConcurrency, batchSize, eachPerSecond } = sendingPace(inProd[setting]);
    expect(mapping!.properties).toMatchObject({ BatchSize: batchSize, ScalingConfig: { MaximumConcurrency: maxConcurrency } });
    expect(Number(worker.properties.Environment.Variables.SENDS_PER_SECOND)).toBeCloseTo(eachPerSecond, 6);
  });

  it.each([0.1, 0.5, 1, 5, 10, 14, 20, 50, 100, 500])(
    'at %p in a second are together no faster than that, and done with a batch before anybody takes them for dead',
    (perSecond) => {
      const { maxConcurrency, batchSize, eachPerSecond } = sendingPace(perSecond);
      expect(maxConcurrency * eachPerSecond).toBeCloseTo(perSecond, 6);
      expect([maxConcurrency >= 2, maxConcurrency <= 5, Number.isInteger(batchSize), batchSize >= 1, batchSize <= 10]).toEqual([true, true, true, true, true]);
      // The first goes at once; a turn that a batch before it left over is one more.
      expect(batchSize / eachPerSecond).toBeLessThanOrEqual(20);
    },
  );
});

describe('SMS of the account', () => {
  const ofAccount = (metric: string) => alarms.filter(({ properties }) => properties.MetricName === metric).map(({ properties }) => properties);

  it('ring before what they may cost is spent', () => {
    expect(ofAccount('SMSMonthToDateSpentUSD')).toMatchObject([{ Namespace: 'AWS/SNS', Threshold: 400, ComparisonOperator: 'GreaterThanThreshold' }]);
  });

  it('ring when too few arrive, and not when there are none', () => {
    expect(ofAccount('SMSSuccessRate')).toMatchObject([{ Threshold: 0.9, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'notBreaching' }]);
  });

  it('are written down by SNS into groups that end, and nowhere else', () => {
    const [policy] = resources(app, 'AWS::IAM::Policy').filter(({ name }) => name.startsWith('SmsDeliveriesRole'));
    expect(policy?.properties.PolicyDocument.Statement).toMatchObject([{ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }]);
    const groups = resources(app, 'AWS::Logs::LogGroup').filter((group) => refersTo(policy?.properties.PolicyDocument.Statement[0].Resource, group));
    expect(groups.map(({ properties }) => properties.RetentionInDays)).toEqual([14, 14]);
  });
});

describe('a notification that did not get through', () => {
  const filters = resources(app, 'AWS::Logs::MetricFilter');
  const [dashboard] = resources(app, 'AWS::CloudWatch::Dashboard');
  const senders = resources(app, 'AWS::Logs::LogGroup').filter(({ name }) => /^Send(Sms|Email)FunctionLogs$/.test(name));

  it.each(senders.map((logs) => [logs.name, logs] as const))('is counted in %s, whether refused, unclear or late', (_, logs) => {
    const counted = inStack(filters, logs).filter(({ properties }) => refersTo(properties.LogGroupName, logs));
    expect(counted.map(({ properties }) => properties.FilterPattern).sort()).toEqual([
      '{ $.message = "notification-failed" }',
      '{ $.message = "notification-late" }',
      '{ $.message = "notification-unknown" }',
    ]);
  });

  it.each(['sms', 'email'])('rings at once when more than five percent of %s are refused within an hour, and not for one or two', (channel) => {
    const [refused] = alarms.filter(({ properties }) => watchedBy(properties).some(({ MetricName }) => MetricName === `${channel}-failed`));
    expect(refused?.properties).toMatchObject({ Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' });
    expect(refused?.properties.Metrics[0].Expression).toBe('IF(part >= 3, 100 * part / whole, 0)');
    const [part, whole] = refused!.properties.Metrics.slice(1).map(({ MetricStat }: any) => MetricStat);
    expect([part.Period, whole.Period, whole.Metric.MetricName]).toEqual([3600, 3600, 'NumberOfMessagesDeleted']);
    expect(JSON.stringify(whole.Metric.Dimensions)).toMatch(channel === 'sms' ? /SendSmsQueue/ : /SendEmailQueue/);
  });

  it('is one of few things that are counted in logs', () => {
    const others = filters.map(({ properties }) => properties.MetricTransformations[0].MetricName as string).filter((name) => !/^(sms|email)-/.test(name));
    expect([senders.length, others.toSorted()]).toEqual([
      2,
      [
        'deletion-runs-finished',
        'deletion-runs-slow',
        'documents-unscanned',
        'erasure-unanswered',
        'erasures-due-soon',
        'files-amiss',
        'items-unreadable',
        'letter-imports-given-up',
        'rules-in-vain',
        'tickets-without-clerk',
        'wakes-left-over',
      ],
    ]);
  });

  it.each(
    filters
      .flatMap(({ properties }) => properties.MetricTransformations as Record<string, any>[])
      .map((metric) => [metric.MetricName as string, metric] as const),
  )('rings, and is on the dashboard: %s', (name, metric) => {
    const watching = alarms.filter(({ properties }) => watchedBy(properties).some(({ MetricName }) => MetricName === name));
    expect(watching).toHaveLength(1);
    const watched = watchedBy(watching[0]!.properties).find(({ MetricName }) => MetricName === name);
    expect([watched?.Namespace, watched?.Dimensions, watched?.Statistic]).toEqual(['Schutzbrief/prod', undefined, 'Sum']);
    expect(watching[0]?.properties.AlarmDescription).toMatch(
      /^Impact: (customers were (perhaps )?not told by (SMS|e-mail)|customers are told by (SMS|e-mail) late|somebody who was erased has perhaps not got the answer|documents that were sent wait, and nobody can fetch them|customers wait: nobody can be given their tickets|letters cannot be opened although they are listed|late: what waits for its time goes on waiting|somebody who asked for erasure has no answer yet|data of people is kept for longer|data that is due goes late|data that is perhaps due stays|what rules should do by themselves is left to clerks|letters that were handed in were not published)/,
    );
    expect(metric).toMatchObject({ MetricNamespace: 'Schutzbrief/prod', MetricValue: '1' });
    expect(metric.Dimensions).toBeUndefined();
    expect(JSON.stringify(dashboard?.properties.DashboardBody)).toContain(`\\"${name}\\"`);
  });
});

describe('the clock', () => {
  const [clock] = resources(app, 'AWS::Scheduler::Schedule').filter(({ stack }) => stack === 'operations');
  const wake = resources(app, 'AWS::Lambda::Function').find(({ name }) => name === 'WakeFunction')!;

  it('wakes every minute, and no minute twice on purpose', () => {
    expect(clock?.properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Input: '{}', RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    expect(refersTo(clock?.properties.Target.Arn, wake)).toBe(true);
    expect(wake.properties.Timeout).toBe(60);
  });

  it('is heard of when it fails, stands still, or falls behind', () => {
    const watching = inStack(alarms, wake).filter(({ name }) => name.startsWith('Wake'));
    expect(watching.map(({ properties }) => [properties.MetricName, properties.ComparisonOperator, properties.Threshold, properties.TreatMissingData])).toEqual(
      expect.arrayContaining([
        ['Errors', 'GreaterThanThreshold', 0, 'notBreaching'],
        ['Invocations', 'LessThanThreshold', 1, 'breaching'],
        ['wakes-left-over', 'GreaterThanThreshold', 0, 'notBreaching'],
      ]),
    );
    expect(watching).toHaveLength(3);
  });

  it('leads to whoever looks for a clerk again', () => {
    const assigning = rules.find(({ stack, name }) => stack === 'tickets' && name === 'AssignTicketRule');
    expect(assigning?.properties.EventPattern['detail-type']).toEqual(['ticket.opened', 'ticket.waits-for-clerk']);
    // A ticket has one entry in the wake index: while nobody has it, its clocks are looked at then too.
    const escalating = rules.find(({ stack, name }) => stack === 'tickets' && name === 'EscalateTicketRule');
    expect(escalating?.properties.EventPattern['detail-type']).toEqual(['ticket.escalation-due', 'ticket.waits-for-clerk']);
  });
});

describe('the daily deletion run', () => {
  it('begins at three in Berlin, by the queue that requests take', () => {
    const schedule = resources(app, 'AWS::Scheduler::Schedule').find(({ stack }) => stack === 'privacy');
    const queue = queues.find(({ name }) => name === 'PlanDeletionRunQueue')!;
    expect(schedule?.properties).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: { Input: '{"detail":{"type":"deletion-run.scheduled"}}', DeadLetterConfig: { Arn: expect.anything() } },
    });
    expect(refersTo(schedule?.properties.Target.Arn, queue)).toBe(true);
  });
});

describe('the end of data', () => {
  const named = (metric: string) => alarms.filter(({ properties }) => properties.MetricName === metric).map(({ properties }) => properties);

  it('rings when no run was finished in 26 hours, whatever the reason: silence is what it listens for', () => {
    expect(named('deletion-runs-finished')).toEqual([
      expect.objectContaining({
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        Period: 3600,
        EvaluationPeriods: 26,
        TreatMissingData: 'breaching',
        Statistic: 'Sum',
      }),
    ]);
    expect(named('deletion-runs-finished')[0]).not.toHaveProperty('DatapointsToAlarm');
  });

  it.each([
    ['a run that is not done after six hours', 'deletion-runs-slow', 3_600],
    ['an erasure request that is due within a week', 'erasures-due-soon', 86_400],
  ])('rings for %s', (_, metric, period) => {
    expect(named(metric)).toEqual([
      expect.objectContaining({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, Period: period, EvaluationPeriods: 1 }),
    ]);
  });

  it('and the clock are all that is listened to for silence', () => {
    const listening = alarms.filter(({ properties }) => properties.TreatMissingData !== 'notBreaching');
    expect(listening.map(({ properties }) => properties.MetricName).toSorted()).toEqual(['Invocations', 'deletion-runs-finished']);
  });
});

describe('the weekly reconciliation of files', () => {
  const [schedule] = resources(app, 'AWS::Scheduler::Schedule').filter(({ stack }) => stack === 'files');

  it('begins on Sunday at five in Berlin, by a message that the worker understands', () => {
    const queue = queues.find(({ name }) => name === 'ReconcileQueue')!;
    expect(schedule?.properties).toMatchObject({ ScheduleExpression: 'cron(0 5 ? * SUN *)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    expect(refersTo(schedule?.properties.Target.Arn, queue)).toBe(true);
    expect(Reconciliation.parse(JSON.parse(schedule?.properties.Target.Input))).toEqual({ begin: 'reconciliation' });
  });

  it('is told of every new file, and of none of other buckets', () => {
    const stored = resources(app, 'AWS::Events::Rule').filter(({ properties }) => properties.EventPattern.source?.includes('aws.s3'));
    expect(stored.map(({ stack, properties }) => [stack, properties.EventPattern.detail.bucket.name.length])).toEqual([
      ['letter-imports', 1],
      ['files', fileStoreNames.length],
    ]);
  });
});

describe('the way from the events table to the bus', () => {
  const mapping = resources(app, 'AWS::Lambda::EventSourceMapping').find(({ stack }) => stack === 'operations')!;

  it('halves batches, ends its tries, keeps what failed, and rings', () => {
    expect(mapping.properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: expect.any(Number),
      MaximumRecordAgeInSeconds: expect.any(Number),
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    const metrics = alarms.filter(({ stack }) => stack === 'operations').map(({ properties }) => properties.MetricName);
    expect(metrics).toEqual(expect.arrayContaining(['IteratorAge', 'OnFailureDestinationDeliveredEventCount']));
  });

  it('is the only stream there is', () => {
    const streaming = resources(app, 'AWS::DynamoDB::GlobalTable').filter(({ properties }) => properties.StreamSpecification);
    expect(streaming.map(({ name }) => name)).toEqual(['TablesEvents']);
  });
});

describe('alarms', () => {
  it.each(alarms.map((alarm) => [`${alarm.stack}/${alarm.name}`, alarm] as const))(
    '%s says what it means for people, and somebody hears it',
    (_, { properties }) => {
      expect(properties.AlarmDescription).toMatch(/^Impact: .{20,}\. Cause: .{10,}\. What to do: \S+$/);
      expect(properties.AlarmActions).toHaveLength(1);
    },
  );
});

/** The metrics that an alarm looks at: its own, or those that it compares. */
const watchedBy = (alarm: Record<string, any>): Record<string, any>[] =>
  alarm.Metrics ? alarm.Metrics.flatMap(({ MetricStat }: any) => (MetricStat ? [{ ...MetricStat.Metric, Statistic: MetricStat.Stat }] : [])) : [alarm];

async function publishedTypes(): Promise<string[]> {
  const folder = join(import.meta.dirname, '..', '..', 'events');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(join(folder, file)) as Promise<Record<string, unknown>>));
  return modules
    .flatMap((module) => Object.values(module))
    .flatMap((value) => (value && typeof value === 'object' && 'type' in value ? [String(value.type)] : []));
}
