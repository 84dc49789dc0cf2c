import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, MathExpression, TextWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ConceptStack } from '../concept-stack.ts';
import {
  clerklessMetric,
  importsGivenUpMetric,
  rulesInVainMetric,
  erasuresDueMetric,
  filesAmissMetric,
  runsFinishedMetric,
  runsSlowMetric,
  unansweredMetric,
  unreadableMetric,
  unscannedMetric,
  untoldMetric,
  wakesLeftOverMetric,
  type Untold,
} from '../notification-metrics.ts';

const period = Duration.minutes(5);
const queues = 'AWS/SQS,QueueName';
const functions = 'AWS/Lambda,FunctionName';
const tables = 'AWS/DynamoDB,TableName';

/**
 * One page for whoever is on duty. Queues, functions and tables are found by a search for the stage's names, so a new one appears
 * by itself and this stack need not know the others.
 */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { settings } = ConceptStack.of(this);
    const help = `# Schutzbrief ${settings.name}\nWhat an alarm means for people, and where in the runbook to read on, stands in its description.`;
    new Dashboard(this, 'Page', {
      widgets: [
        [new TextWidget({ width: 24, height: 2, markdown: help })],
        [
          graph('Requests', ...this.api('Count', 'Sum', 'requests')),
          graph('Refused and failed requests', ...this.api('4xx', 'Sum', '4xx'), ...this.api('5xx', 'Sum', '5xx')),
          graph('Time to answer (ms)', ...this.api('Latency', 'p50', 'median'), ...this.api('Latency', 'p99', 'p99')),
        ],
        [
          graph('Messages waiting', this.search(queues, 'ApproximateNumberOfMessagesVisible', 'Maximum')),
          graph('Dead letters', this.search(queues, 'ApproximateNumberOfMessagesVisible', 'Maximum', 'DeadLetters')),
          graph('Age of the oldest message (s)', this.search(queues, 'ApproximateAgeOfOldestMessage', 'Maximum')),
        ],
        [
          graph('Notifications refused', ...this.untold('failed')),
          graph('Notifications of which nobody knows', ...this.untold('unknown')),
          graph('Answers to erasure requests that may not have arrived', unansweredMetric(settings, period)),
        ],
        [
          graph('Notifications late', ...this.untold('late')),
          graph('Tickets long without a clerk (looks for one)', clerklessMetric(settings, period)),
          graph('Documents long without a scan (looks)', unscannedMetric(settings, period)),
          graph('Printed letters given up', importsGivenUpMetric(settings, period)),
          graph('Rules that could not act (events)', rulesInVainMetric(settings, period)),
          graph('Minutes too short to wake all', wakesLeftOverMetric(settings, period)),
        ],
        [
          graph('Deletion runs finished, and looks at slow ones', runsFinishedMetric(settings, period), runsSlowMetric(settings, period)),
          graph('Erasure requests due within a week (looks)', erasuresDueMetric(settings, period)),
          graph(
            'Files without items, items without files, and parts of runs with unreadable items',
            filesAmissMetric(settings, period),
            unreadableMetric(settings, period),
          ),
        ],
        [
          graph('Errors of functions', this.search(functions, 'Errors', 'Sum')),
          graph('Run time of functions (p95, ms)', this.search(functions, 'Duration', 'p95')),
          graph('Age of events not yet published (ms)', this.search(functions, 'IteratorAge', 'Maximum')),
        ],
        [
          graph('Throttled by tables', this.search(tables, 'WriteThrottleEvents', 'Sum'), this.search(tables, 'ReadThrottleEvents', 'Sum')),
          graph('Write units', this.search(tables, 'ConsumedWriteCapacityUnits', 'Sum')),
          graph('Read units', this.search(tables, 'ConsumedReadCapacityUnits', 'Sum')),
        ],
      ],
    });
  }

  private api(metricName: string, statistic: string, label: string): IMetric[] {
    return ConceptStack.of(this).data.apis.map(({ api, door }) =>
      api.metric(metricName, { statistic, period, label: door.name === 'desk' ? `${label}, desk` : label }),
    );
  }

  private untold(outcome: Untold): IMetric[] {
    return (['sms', 'email'] as const).map((channel) => untoldMetric(ConceptStack.of(this).settings, channel, outcome, period).with({ label: channel }));
  }

  /** Physical names begin with the stack's, hence with the stage's. */
  private search(schema: string, metric: string, statistic: string, word = ''): IMetric {
    const words = ['schutzbrief', ConceptStack.of(this).settings.name, word].filter(Boolean).join(' ');
    const expression = `SEARCH('{${schema}} MetricName="${metric}" ${words}', '${statistic}', ${period.toSeconds()})`;
    return new MathExpression({ expression, usingMetrics: {}, label: '', period });
  }
}

const graph = (title: string, ...left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8, height: 6 });
