import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, MetricType, StartingPosition, type CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { healthEndpoints } from '../functions/health/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { ImpactAlarm } from './constructs/impact-alarm.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { OperationsDashboard } from './constructs/operations-dashboard.ts';
import { WakeClock } from './constructs/wake-clock.ts';
import { acknowledgeWildcard } from './constructs/wildcard.ts';

/** What keeps the house running: events get from the table to the bus, a clock, health, what operators look at. */
export class OperationsStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'operations', { ...props, description: 'Operations: event publisher, clock, health, dashboard' });
    this.publishing();
    new WakeClock(this, 'Wake');
    this.health();
    this.failingRequests();
    new OperationsDashboard(this, 'Dashboard');
  }

  /** From the events table's stream to the bus. What is given up lies in a bucket, and rings. */
  private publishing(): void {
    const publish = this.publisher();
    const mapping = new EventSourceMapping(this, 'PublishEvents', {
      target: publish.function,
      eventSourceArn: this.data.tables.events.tableStreamArn!,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 12,
      maxRecordAge: Duration.hours(12),
      onFailure: { bind: () => ({ destination: this.data.failedEvents.bucketArn }) },
      supportS3OnFailureDestination: true,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    mapping.node.addDependency(publish.role);
    this.publishingAlarms(publish, mapping);
  }

  private publisher(): LambdaFunction {
    const { bus, tables, failedEvents } = this.data;
    const publish = new LambdaFunction(this, 'PublishEventsFunction', {
      name: 'publish-events',
      description: 'Publishes what the events table says on the bus',
      timeout: Duration.seconds(30),
      environment: { EVENT_BUS: bus.eventBusName },
    })
      .allow(['events:PutEvents'], bus.eventBusArn)
      .allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], tables.events.tableStreamArn!)
      .allow(['dynamodb:ListStreams'], '*')
      .allowKeyThrough('dynamodb', ['kms:Decrypt', 'kms:DescribeKey'])
      .allowKeyThrough('s3', ['kms:GenerateDataKey', 'kms:Decrypt'])
      .allow(['s3:ListBucket'], failedEvents.bucketArn);
    acknowledgeWildcard(publish.role, '*', 'Lambda lists streams before it reads one, and DynamoDB allows that for all or for none; names only.');
    const givenUp = `${this.data.exportValue(failedEvents.bucketArn)}/*`;
    publish.allow(['s3:PutObject'], givenUp);
    acknowledgeWildcard(publish.role, givenUp, 'Lambda names the objects of batches it gives up on.');
    return publish;
  }

  private publishingAlarms(publish: LambdaFunction, mapping: EventSourceMapping): void {
    const errorImpact = 'what happens is not passed on: no assignment, no notification, no erasure begins';
    new ImpactAlarm(this, 'PublishEventsLate', {
      kind: 'late-publisher',
      errorImpact: `late: ${errorImpact}`,
      cause: `${publish.node.path} does not keep up with the stream of the events table, or keeps failing`,
      metric: publish.function.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      above: Duration.minutes(5).toMilliseconds(),
    });
    new ImpactAlarm(this, 'PublishEventsGivenUp', {
      kind: 'events-given-up',
      errorImpact,
      cause: `events were given up after all retries and lie in ${this.data.failedEvents.node.path}`,
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'OnFailureDestinationDeliveredEventCount',
        dimensionsMap: { EventSourceMappingUUID: (mapping.node.defaultChild as CfnEventSourceMapping).ref },
        statistic: Stats.SUM,
        period: Duration.minutes(5),
      }),
      above: 0,
    });
  }

  private health(): void {
    const api = new LambdaFunction(this, 'HealthApi', { name: 'health-api', description: 'Says whether the API answers', memoryMb: 256 });
    new ApiRoutes(this, 'HealthRoutes', { endpoints: healthEndpoints, fn: api, errorImpact: 'monitors believe that the service is down' });
  }
  /** Whatever the route: one is no reason to get up at night, and none should be left unread. */
  private failingRequests(): void {
    for (const { api, door } of this.data.apis) {
      new ImpactAlarm(this, door.name === 'desk' ? 'FailingDeskRequests' : 'FailingRequests', {
        kind: 'failing-requests',
        errorImpact: 'somebody who called got an error instead of an answer, and may have given up',
        cause: 'requests were answered with 5xx within an hour; the logs of the API functions say which, as failed',
        metric: api.metricServerError({ statistic: Stats.SUM, period: Duration.hours(1) }),
        above: 0,
      });
    }
  }
}
