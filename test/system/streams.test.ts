import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, PutItemCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '../../client/aws.ts';
import { localDir } from '../../client/paths.ts';
import { underWay } from '../../client/under-way.ts';
import { emulatorAccount, emulatorRegion, startEmulator, type Emulator } from '../../local/emulator.ts';
import { ensureVenv } from '../../local/python.ts';

const table: CreateTableCommandInput = {
  TableName: 'events',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
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

const settings = () => ({ ...clientSettings({ endpoint: emulator.url, region: emulatorRegion }), maxAttempts: 1 });

async function put(pk: string): Promise<void> {
  await new DynamoDBClient(settings()).send(new PutItemCommand({ TableName: 'events', Item: { pk: { S: pk } } }));
}

async function streamArn(): Promise<string | undefined> {
  const { Table } = await new DynamoDBClient(settings()).send(new DescribeTableCommand({ TableName: 'events' }));
  return Table?.LatestStreamArn;
}

/** What the table's stream holds, from its beginning. */
async function streamed(): Promise<(string | undefined)[]> {
  const streams = new DynamoDBStreamsClient(settings());
  const StreamArn = await streamArn();
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ dynamodb }) => dynamodb?.NewImage?.['pk']?.S);
}

/** A zip file with nothing in it: a function made of it ends before it has begun. */
const emptyZip = Buffer.from('504b0506'.padEnd(44, '0'), 'hex');

async function readByAFunctionThatFails(): Promise<void> {
  const lambda = new LambdaClient(settings());
  const FunctionName = 'failing';
  const Role = `arn:aws:iam::${emulatorAccount}:role/any`;
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: emptyZip } }));
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: await streamArn(), StartingPosition: 'TRIM_HORIZON' }));
}

describe('the emulator', () => {
  it('keeps what lies in a stream over a restart, and appends to it', async () => {
    // What was never deployed to is not kept.
    await new CloudFormationClient(settings()).send(new ListStacksCommand());
    await new DynamoDBClient(settings()).send(new CreateTableCommand(table));
    await put('before');
    await emulator.stop();
    emulator = await start();
    expect(emulator.fresh).toBe(false);
    await put('after');
    expect(await streamed()).toEqual(['before', 'after']);
  });

  it('tells what is under way: what a reader is not done with, over a restart too', async () => {
    expect(await underWay(emulator.url)).toEqual({ executions: 0, unread: 0 });
    await readByAFunctionThatFails();
    const unread = (await streamed()).length;
    expect(unread).toBe(2);
    expect(await underWay(emulator.url)).toMatchObject({ unread });
    await emulator.stop();
    emulator = await start();
    expect(await underWay(emulator.url)).toMatchObject({ unread });
  });
});
