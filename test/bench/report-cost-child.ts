/**
 * What a report costs with everything that follows from it: request, publishing, assignment, planning, sending, recording. Each step by
 * the handler that its Lambda has, over the clients that it has, in this one process, which is told of the tables by its environment.
 */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { newId } from '../../shared/id.ts';
import { routeKey } from '../../shared/lambda/endpoint.ts';
import { eventOf, type DomainEvent } from '../../shared/storage/event-item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { customerItem } from '../storage/customer-item.ts';
import { reach } from '../storage/engines.ts';
import { observedClient } from '../storage/observed-client.ts';
import { everyItem, putItems } from '../storage/test-tables.ts';
import { accessToken, apiEvent } from '../unit/lambda/requests.ts';
import { skillEntry } from '../storage/assignment-world.ts';

/** What the child is told. */
export interface ReportTask {
  readonly endpoint: string;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly clerks: number;
  /** Rounds that are measured, after as many that are not. */
  readonly rounds: number;
  /** Reports that come together, and messages that a worker has at once. */
  readonly batch: number;
}

const steps = ['request', 'publish', 'assign', 'plan', 'send', 'record'] as const;
type Step = (typeof steps)[number];

/** ms of processor time per report. */
export type ReportCost = Readonly<Record<Step, number>>;

type Worker = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const handlers = async () => ({
  request: (await import('../../functions/tickets/api.ts')).handler as unknown as (
    event: unknown,
    context: Context,
  ) => Promise<{ statusCode: number; body: string }>,
  publish: (await import('../../functions/events/publish-events-handler.ts')).handler,
  assign: (await import('../../functions/tickets/assign-ticket-handler.ts')).handler,
  plan: (await import('../../functions/notifications/plan-notification-handler.ts')).handler as unknown as Worker,
  send: (await import('../../functions/notifications/send-email-handler.ts')).handler as unknown as Worker,
  record: (await import('../../functions/tickets/record-notification-handler.ts')).handler as unknown as Worker,
});

const context = { functionName: 'bench', getRemainingTimeInMillis: () => 60_000 } as unknown as Context;

async function measured({ endpoint, tables, clerks, rounds, batch }: ReportTask): Promise<ReportCost> {
  const { client } = observedClient(reach(endpoint));
  const run = await handlers();
  const spent: Record<Step, number> = { request: 0, publish: 0, assign: 0, plan: 0, send: 0, record: 0 };
  let counts = false;

  const timed = async <T>(step: Step, work: () => Promise<T>): Promise<T> => {
    const started = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(started);
    if (counts) spent[step] += (user + system) / 1000;
    return result;
  };

  const seen = new Set<string>();
  /** The events that were told since. */
  const told = async (): Promise<DomainEvent[]> => {
    const events = (await everyItem(client, tables.events)).map((item) => ({ item, event: eventOf(item) })).filter(({ event }) => !seen.has(event.id));
    for (const { event } of events) seen.add(event.id);
    const Records = events.map(({ item }) => ({ eventName: 'INSERT', dynamodb: { NewImage: marshall(item, { removeUndefinedValues: true }) } }));
    await timed('publish', () => run.publish({ Records } as DynamoDBStreamEvent));
    return events.map(({ event }) => event);
  };

  const worked = async (step: 'assign' | 'plan' | 'send' | 'record', events: readonly DomainEvent[]): Promise<void> => {
    if (events.length !== batch) throw new Error(`${step} has ${events.length} messages of ${batch}`);
    const Records = events.map((event) => ({
      messageId: event.id,
      receiptHandle: event.id,
      body: JSON.stringify({ detail: event }),
      attributes: { ApproximateReceiveCount: '1' },
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:bench',
    }));
    const { batchItemFailures } = await timed(step, () => run[step]({ Records } as unknown as SQSEvent, context));
    if (batchItemFailures.length > 0) throw new Error(`${step} failed for ${batchItemFailures.length}`);
  };

  await putItems(
    client,
    tables.staff,
    Array.from({ length: clerks }, () => {
      const id = newId('agt');
      return skillEntry(id);
    }),
  );

  for (let round = 0; round < 2 * rounds; round++) {
    counts = round >= rounds;
    const customers = Array.from({ length: batch }, () => newId('cus'));
    await putItems(
      client,
      tables.customers,
      customers.map((id) => customerItem(id)),
    );
    const requests = customers.map((id) =>
      apiEvent({
        route: routeKey(openTicket),
        body: openTicket.example!.customer,
        claims: accessToken(id, 'customer'),
        headers: { 'idempotency-key': newId('acc') },
      }),
    );
    await timed('request', async () => {
      for (const request of requests) {
        const { statusCode, body } = await run.request(request, context);
        if (statusCode !== 201) throw new Error(`${statusCode} ${body}`);
      }
    });
    const opened = await told();
    await worked('assign', opened);
    await worked('plan', opened);
    const after = await told();
    await worked(
      'send',
      after.filter(({ type }) => type === 'notification.planned'),
    );
    await worked('record', await told());
  }
  client.destroy();
  return Object.fromEntries(steps.map((step) => [step, spent[step] / (rounds * batch)])) as unknown as ReportCost;
}

process.once('message', (task) => void measured(task as ReportTask).then((result) => process.send!(result, () => process.disconnect())));
