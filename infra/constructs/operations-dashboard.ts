import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, MathExpression, TextWidget, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';

const period = Duration.minutes(5);

/**
 * One page for whoever is on duty. Queues and functions are found by a search for the stage's names, so a new one appears by
 * itself and this stack need not know the others.
 */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { settings } = ConceptStack.of(this);
    new Dashboard(this, 'Page', {
      widgets: [
        [new TextWidget({ width: 24, height: 2, markdown: `# Schutzbrief ${settings.name}\nWhat an alarm means for people stands in its description. Dead letters: read the log, mend the cause, redrive.` })],
        [this.requests(), this.failures(), this.latency()],
        [this.waiting(), this.deadLetters(), this.age()],
        [this.functionErrors(), this.functionDuration(), this.streamAge()],
        [this.tableThrottles(), this.tableWrites(), this.tableReads()],
      ],
    });
  }

  private requests = (): IWidget => graph('Requests', [this.api('Count', 'Sum', 'requests')]);
  private failures = (): IWidget => graph('Refused and failed requests', [this.api('4xx', 'Sum', '4xx'), this.api('5xx', 'Sum', '5xx')]);
  private latency = (): IWidget => graph('Time to answer (ms)', [this.api('Latency', 'p50', 'median'), this.api('Latency', 'p99', 'p99')]);
  private waiting = (): IWidget => graph('Messages waiting', [this.search('AWS/SQS,QueueName', 'ApproximateNumberOfMessagesVisible', 'Maximum')]);
  private deadLetters = (): IWidget => graph('Dead letters', [this.search('AWS/SQS,QueueName', 'ApproximateNumberOfMessagesVisible', 'Maximum', 'DeadLetters')]);
  private age = (): IWidget => graph('Age of the oldest message (s)', [this.search('AWS/SQS,QueueName', 'ApproximateAgeOfOldestMessage', 'Maximum')]);
  private functionErrors = (): IWidget => graph('Errors of functions', [this.search('AWS/Lambda,FunctionName', 'Errors', 'Sum')]);
  private functionDuration = (): IWidget => graph('Run time of functions (p95, ms)', [this.search('AWS/Lambda,FunctionName', 'Duration', 'p95')]);
  private streamAge = (): IWidget => graph('Age of events not yet published (ms)', [this.search('AWS/Lambda,FunctionName', 'IteratorAge', 'Maximum')]);
  private tableThrottles = (): IWidget => graph('Throttled by tables', [this.search('AWS/DynamoDB,TableName', 'WriteThrottleEvents', 'Sum'), this.search('AWS/DynamoDB,TableName', 'ReadThrottleEvents', 'Sum')]);
  private tableWrites = (): IWidget => graph('Write units', [this.search('AWS/DynamoDB,TableName', 'ConsumedWriteCapacityUnits', 'Sum')]);
  private tableReads = (): IWidget => graph('Read units', [this.search('AWS/DynamoDB,TableName', 'ConsumedReadCapacityUnits', 'Sum')]);

  private api(metricName: string, statistic: string, label: string): IMetric {
    const { api } = ConceptStack.of(this).data.api;
    return api.metric(metricName, { statistic, period, label });
  }

  /** Physical names begin with the stack's, hence with the stage's. */
  private search(schema: string, metric: string, statistic: string, word = ''): IMetric {
    const { settings } = ConceptStack.of(this);
    const words = ['schutzbrief', settings.name, word].filter(Boolean).join(' ');
    return new MathExpression({ expression: `SEARCH('{${schema}} MetricName="${metric}" ${words}', '${statistic}', ${period.toSeconds()})`, usingMetrics: {}, label: '', period });
  }
}

const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 8, height: 6 });
