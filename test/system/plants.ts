/** Leaks, made on purpose: what a careless change could leave of a person in each kind of store. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CloudWatchLogsClient, CreateLogStreamCommand, DeleteLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AdminCreateUserCommand, AdminDeleteUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateMultipartUploadCommand, AbortMultipartUploadCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../../client/aws.ts';
import type { Scene } from '../../proof/scene.ts';
import { newId } from '../../shared/id.ts';
import { eventWrite } from '../../shared/storage/event-item.ts';
import { markerWrite } from '../../shared/storage/idempotency.ts';
import type { Item } from '../../shared/storage/item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { putOf } from '../unit/storage/put-of.ts';

export interface Plant {
  readonly what: string;
  /** What the proof must say of it: store, place, marker; numbers left out. */
  readonly found: readonly string[];
  readonly put: () => Promise<unknown>;
  readonly remove: () => Promise<unknown>;
}

/** In stores that hold nothing of the person at all. An event stays in its table's stream for a day, whatever becomes of it. */
export function plantsElsewhere({ place: { outputs }, resources, canary }: Scene): Plant[] {
  const settings = clientSettings(outputs);
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(settings));
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const logs = new CloudWatchLogsClient(settings);
  const pool = new CognitoIdentityProviderClient(settings);
  const scheduler = new SchedulerClient(settings);
  const { persona } = canary;

  const item = (what: string, table: TableName, made: Item, found: readonly string[]): Plant => {
    const { pk, sk } = made;
    return {
      what,
      found,
      put: () => documents.send(new PutCommand({ TableName: outputs.tables[table], Item: made })),
      remove: () => documents.send(new DeleteCommand({ TableName: outputs.tables[table], Key: { pk, sk } })),
    };
  };

  const now = new Date();
  const group = resources.find(({ type, physicalId }) => type === 'AWS::Logs::LogGroup' && physicalId.includes('tickets/Api'))!;
  const line = { logGroupName: group.physicalId, logStreamName: `planted-${randomUUID()}` };
  const text = JSON.stringify({ level: 'ERROR', message: 'failed', detail: `Cannot read properties of ${persona.familyName.toUpperCase()}` });
  const planted = { subject: persona.subject.normalize('NFD') };
  const event = putOf(eventWrite({ id: newId('evt'), type: 'proof.planted', version: 1, aggregateId: newId('tck'), at: now.toISOString(), data: planted }));
  const madeId = Buffer.from(persona.email).toString('hex');
  const marker = putOf(markerWrite({ request: { key: randomUUID(), body: '' }, status: 201, madeId, now }));
  const deadLetters = resources.find(({ type, logicalId }) => type === 'AWS::SQS::Queue' && logicalId.startsWith('DeleteDueDeadLetters'))!.physicalId;
  const packed = Buffer.from(gzipSync(JSON.stringify({ iban: persona.iban.replace(/(.{4})(?=.)/g, '$1 ') }))).toString('base64');
  const Bucket = outputs.buckets['failedEvents']!;
  const Name = `planted-${randomUUID()}`;
  const role = 'arn:aws:iam::000000000000:role/nobody';

  return [
    {
      what: 'a name in a log line, in capitals',
      found: ['log group schutzbrief-local-tickets/apiLogs, line n: familyName'],
      async put() {
        await logs.send(new CreateLogStreamCommand(line));
        await logs.send(new PutLogEventsCommand({ ...line, logEvents: [{ timestamp: Date.now(), message: text }] }));
      },
      remove: () => logs.send(new DeleteLogStreamCommand(line)),
    },
    item(
      'a subject in an event, decomposed',
      'events',
      event,
      ['table events', 'table events, index due', 'table events, stream'].map((store) =>
        store.endsWith('stream') ? `${store}, record n: data.subject: subject` : `${store}, event: data.subject: subject`,
      ),
    ),
    item(
      'an e-mail address in an idempotency marker, in hex',
      'idempotency',
      marker,
      ['table idempotency', 'table idempotency, index due'].map((store) => `${store}, idempotency-marker: madeId: email`),
    ),
    item('a customer in a counter', 'statistics', { pk: 'closed-cases#2026', sk: `matter=theft#outcome=${canary.id}`, kind: 'closed-cases', count: 11 }, [
      'table statistics, closed-cases: sk: customerId',
    ]),
    {
      what: 'a name in what is said of an object, encoded for a header',
      found: ['bucket failedEvents, object: headers, metadata and tags: opponentName'],
      put: () => s3.send(new PutObjectCommand({ Bucket, Key: 'planted', Body: 'x', Metadata: { who: encodeURIComponent(persona.opponentName) } })),
      remove: () => s3.send(new DeleteObjectCommand({ Bucket, Key: 'planted' })),
    },
    {
      what: 'bank details in a dead letter, spaced, compressed, in base64',
      found: ['queue deleteDueDeadLetters, message n: body: iban'],
      put: () => sqs.send(new SendMessageCommand({ QueueUrl: deadLetters, MessageBody: packed })),
      remove: () => sqs.send(new PurgeQueueCommand({ QueueUrl: deadLetters })),
    },
    {
      what: 'a login under another name',
      found: ['user pool, a user: insuranceNumber'],
      put: () => pool.send(new AdminCreateUserCommand({ UserPoolId: outputs.userPoolId, Username: persona.insuranceNumber, MessageAction: 'SUPPRESS' })),
      remove: () => pool.send(new AdminDeleteUserCommand({ UserPoolId: outputs.userPoolId, Username: persona.insuranceNumber })),
    },
    {
      what: 'a reminder that somebody scheduled',
      found: ['schedules, another one: phone'],
      put: () =>
        scheduler.send(
          new CreateScheduleCommand({
            Name,
            ScheduleExpression: 'rate(365 days)',
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:nowhere', RoleArn: role, Input: JSON.stringify({ call: persona.phone }) },
          }),
        ),
      remove: () => scheduler.send(new DeleteScheduleCommand({ Name })),
    },
  ];
}

/** On what the law keeps of the person: that something may be there does not make everything right that is there. */
export function plantsOnKept({ place: { outputs }, canary: { id, persona }, after }: Scene): Plant[] {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(outputs)));
  const s3 = new S3Client({ ...clientSettings(outputs), forcePathStyle: true });
  const kept = after.items.find(({ table, item: { pk, kind, type } }) => table === 'tickets' && pk === id && kind === 'correspondence' && type === 'message')!;
  const keptKey = { TableName: outputs.tables['tickets'], Key: { pk: kept.item.pk, sk: kept.item.sk } };
  const file = after.objects.find(({ bucket, key }) => bucket === outputs.buckets['letters'] && key.includes(id))!;
  let version: string | undefined;
  let deleteMarker: string | undefined;
  let upload: string | undefined;

  return [
    {
      what: 'an attribute that nobody declared, on an item that is kept: then nothing of it is declared',
      found: ['table tickets', 'table tickets, index due'].flatMap((store) =>
        [
          'pk: customerId',
          'id: id n (correspondence)',
          'sk: id n (correspondence)',
          'dueSk: id n (correspondence)',
          'ticketId: id n (ticket)',
          'sk: id n (ticket)',
          'party.name: givenName',
          'party.name: familyName',
          'party.address: careOf',
          'party.address: street',
          'party.address: addition',
          'party.address: region',
          'party.address: city',
          `text: ${markerOf(kept.item, persona)}`,
          'nickname: givenName',
        ].map((where) => `${store}, correspondence: ${where}`),
      ),
      put: () =>
        documents.send(new UpdateCommand({ ...keptKey, UpdateExpression: 'SET nickname = :name', ExpressionAttributeValues: { ':name': persona.givenName } })),
      remove: () => documents.send(new UpdateCommand({ ...keptKey, UpdateExpression: 'REMOVE nickname' })),
    },
    {
      what: 'a second version of a letter that is kept, and a delete marker on it',
      found: [
        'bucket letters, object: content: city',
        ...['object', 'delete marker'].flatMap((what) => [`bucket letters, ${what}: key: customerId`, `bucket letters, ${what}: key: id n (letter)`]),
      ],
      async put() {
        version = (await s3.send(new PutObjectCommand({ Bucket: file.bucket, Key: file.key, Body: Buffer.from(persona.city, 'utf16le') }))).VersionId;
        deleteMarker = (await s3.send(new DeleteObjectCommand({ Bucket: file.bucket, Key: file.key }))).VersionId;
      },
      async remove() {
        for (const VersionId of [version, deleteMarker]) await s3.send(new DeleteObjectCommand({ Bucket: file.bucket, Key: file.key, VersionId }));
      },
    },
    {
      what: 'an upload that was never finished',
      found: ['bucket letters, unfinished upload: key: customerId', 'bucket letters, unfinished upload: key: id n (letter)'],
      put: async () => (upload = (await s3.send(new CreateMultipartUploadCommand({ Bucket: file.bucket, Key: file.key }))).UploadId),
      remove: () => s3.send(new AbortMultipartUploadCommand({ Bucket: file.bucket, Key: file.key, UploadId: upload })),
    },
  ];
}

/** Whose words the message is. */
const markerOf = ({ text }: Item, { agentMessage }: Scene['canary']['persona']): string => (text === agentMessage ? 'agentMessage' : 'customerMessage');
