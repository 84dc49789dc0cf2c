import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '../../client/aws.ts';
import { until } from '../../client/portal.ts';
import { localDir } from '../../client/paths.ts';
import { underWay } from '../../client/under-way.ts';
import { emulatorRegion, startEmulator, type Emulator } from '../../local/emulator.ts';
import { ensureVenv } from '../../local/python.ts';

/** A table with a stream, whose reader is never done with anything. */
const stack = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'events',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } },
    Reader: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: 'exports.handler = async () => { throw new Error("never done") };' },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Reader' }, EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] }, StartingPosition: 'TRIM_HORIZON' },
    },
  },
};

let stateDir: string;
let emulator: Emulator;

beforeAll(async () => {
  stateDir = await mkdtemp(join(localDir, 'streams-'));
  emulator = await start();
});

afterAll(async () => {
  await emulator.stop();
  await rm(stateDir, { recursive: true, force: true });
});

const start = async (): Promise<Emulator> =>
  startEmulator({ stateDir, python: await ensureVenv(join(localDir, 'venv'), { progress: () => undefined }), endpoint: 'http://127.0.0.1:1' });

const settings = () => clientSettings({ endpoint: emulator.url, region: emulatorRegion });

async function deploy(): Promise<void> {
  const client = new CloudFormationClient(settings());
  await client.send(new CreateStackCommand({ StackName: 'streams', TemplateBody: JSON.stringify(stack), Capabilities: ['CAPABILITY_IAM'] }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 600, minDelay: 1, maxDelay: 1 }, { StackName: 'streams' });
}

async function put(pk: string): Promise<void> {
  await new DynamoDBClient(settings()).send(new PutItemCommand({ TableName: 'events', Item: { pk: { S: pk } } }));
}

/** What the table's stream holds, from its beginning. */
async function streamed(): Promise<(string | undefined)[]> {
  const { Table } = await new DynamoDBClient(settings()).send(new DescribeTableCommand({ TableName: 'events' }));
  const streams = new DynamoDBStreamsClient(settings());
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ dynamodb }) => dynamodb?.NewImage?.['pk']?.S);
}

/** The reader is looked for again after a start, so what it has not read is not told at once. */
const untilUnread = (count: number): Promise<true> =>
  until(`${count} records are unread`, async () => ((await underWay(emulator.url))?.unread === count ? true : undefined), 60);

describe('the emulator', () => {
  it('keeps over a restart what lies in a stream, and tells how much of it no reader is done with', async () => {
    await deploy();
    expect(await underWay(emulator.url)).toEqual({ executions: 0, unread: 0 });
    await put('before');
    await untilUnread(1);

    await emulator.stop();
    emulator = await start();
    expect(emulator.fresh).toBe(false);
    await untilUnread(1);
    await put('after');
    expect(await streamed()).toEqual(['before', 'after']);
    await untilUnread(2);
  });
});
