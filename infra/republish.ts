/**
 * `npm run republish -- --stage prod [--dry-run]`: puts on the bus what the event publisher gave up on, and says what it did in
 * numbers. For operators, with credentials of their own: it reads and deletes in the bucket of failed events, reads the events
 * table and puts events on the bus. Where `AWS_ENDPOINT_URL` says who plays AWS, the stage may be left out: the local cloud's.
 */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { putEvents, type PublishDeps } from '../functions/events/publish-events.ts';
import { republishEvents, type FailureRecords, type Republished } from '../functions/events/republish-events.ts';
import { database } from '../shared/storage/database.ts';
import { needs } from '../shared/storage/needs.ts';
import { stackNameOf, stageSettings, type StageSettings } from './stages.ts';

/** What the Data stack says of itself. */
const Outputs = z.object({ BucketFailedEvents: z.string(), EventBusName: z.string(), TableEvents: z.string() });

async function outputsOf({ name, region }: StageSettings): Promise<z.infer<typeof Outputs>> {
  const { Stacks = [] } = await new CloudFormationClient({ region }).send(new DescribeStacksCommand({ StackName: stackNameOf('data', name) }));
  return Outputs.parse(Object.fromEntries((Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])));
}

/** Lambda names them by day and time, so they come in their order. */
function recordsIn(Bucket: string, client: S3Client): FailureRecords {
  return {
    async *keys() {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) yield* Contents.map(({ Key = '' }) => Key);
    },
    read: async (Key) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString(),
    remove: async (Key) => void (await client.send(new DeleteObjectCommand({ Bucket, Key }))),
  };
}

/** Told on the console, where an operator sits. */
const log: PublishDeps['log'] = {
  info: () => undefined,
  warn: (code, fields) => console.error(code, fields),
  error: (code, fields) => console.error(code, fields),
};

async function republish(settings: StageSettings, dryRun: boolean): Promise<Republished> {
  const { region } = settings;
  const { BucketFailedEvents, EventBusName, TableEvents } = await outputsOf(settings);
  const db = database({
    client: DynamoDBDocumentClient.from(new DynamoDBClient({ region })),
    tableNames: { events: TableEvents },
    needs: needs({ gets: ['events'] }),
  });
  const bus = { client: new EventBridgeClient({ region }), busName: EventBusName, log };
  return republishEvents({
    records: recordsIn(BucketFailedEvents, new S3Client({ region })),
    stored: (key) => db.get('events', key),
    put: (events) => putEvents(events, bus),
    dryRun,
  });
}

function told({ records, done, unreadable, put, gone, refused, notUnderstood }: Republished, dryRun: boolean): string {
  const [taken, deleted] = dryRun ? ['would be put on the bus', 'would be deleted'] : ['put on the bus', 'deleted'];
  return [
    `Failure records: ${records}, of these ${done} ${deleted}, ${unreadable} unreadable.`,
    `Events: ${put} ${taken}, ${gone} gone from the table since, ${refused} refused by the bus, ${notUnderstood} not understood.`,
  ].join('\n');
}

try {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } });
  const dryRun = values['dry-run'];
  const done = await republish(stageSettings(values.stage ?? (process.env.AWS_ENDPOINT_URL && 'local')), dryRun);
  console.log(told(done, dryRun));
  process.exitCode = done.unreadable + done.refused + done.notUnderstood > 0 ? 1 : 0;
} catch (error) {
  console.error(`${(error as Error).message}\nUsage: npm run republish -- --stage dev [--dry-run]`);
  process.exitCode = 1;
}
