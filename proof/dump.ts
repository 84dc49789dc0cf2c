/**
 * Reads every store there is. Which ones there are is asked of CloudFormation, so a store that somebody adds is read too, or
 * stops the proof: nothing is passed over because nobody thought of it.
 */
import { CloudFormationClient, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import { typesWithoutData } from '../infra/store-registry.ts';
import { clientSettings } from '../client/aws.ts';
import { describeStacks, type Outputs } from '../client/outputs.ts';
import type { Dump, StoreRecord, StoredObject } from './records.ts';
import { bucketRecords } from './stores/buckets.ts';
import { deliveredRecords, suppressedRecords } from './stores/delivered.ts';
import { loginRecords } from './stores/logins.ts';
import { logRecords } from './stores/logs.ts';
import { queueRecords } from './stores/queues.ts';
import { scheduleRecords } from './stores/schedules.ts';
import type { Place, Resource, StoreReader } from './stores/store.ts';
import { tableRecords } from './stores/tables.ts';

/** What hands things on at once and keeps none, or holds secrets only, as far as anybody can look into it. */
const nothingToRead = new Set(['AWS::Events::EventBus', 'AWS::SNS::Topic', 'AWS::KMS::Key', 'AWS::CDK::Metadata']);

const readers: Readonly<Record<string, StoreReader>> = {
  'AWS::DynamoDB::GlobalTable': tableRecords,
  'AWS::DynamoDB::Table': tableRecords,
  'AWS::S3::Bucket': bucketRecords,
  'AWS::SQS::Queue': queueRecords,
  'AWS::Logs::LogGroup': logRecords,
  'AWS::Cognito::UserPool': loginRecords,
  'AWS::Scheduler::Schedule': scheduleRecords,
};

/** The readers of these stores. @throws Error "store of unknown type" for one that nobody can read. */
export function readersOf(resources: readonly Resource[]): { readonly resource: Resource; readonly read: StoreReader }[] {
  return resources
    .filter(({ type }) => !typesWithoutData.has(type) && !nothingToRead.has(type))
    .map((resource) => {
      const read = readers[resource.type];
      if (!read) throw new Error(`Store of unknown type: ${resource.type} ${resource.logicalId}. Say in proof/dump.ts how it is read`);
      return { resource, read };
    });
}

/** Everything in every store, now. */
export async function dump(place: Place, resources: readonly Resource[]): Promise<Dump> {
  const stores = readersOf(resources);
  const lists = await Promise.all([
    ...stores.map(({ resource, read }) => all(read(resource, place))),
    all(deliveredRecords(place)),
    all(suppressedRecords(place)),
  ]);
  const records = lists.flat();
  return { records, items: itemsIn(records), objects: objectsIn(records), stores: Object.fromEntries(count(stores.map(({ resource }) => resource.type))) };
}

/** The resources of all stacks of the stage that the outputs belong to. */
export async function deployedResources(outputs: Outputs): Promise<Resource[]> {
  const client = new CloudFormationClient(clientSettings(outputs));
  const names: string[] = [];
  let stage: string | undefined;
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
      for (const { StackName = '', Outputs: said = [] } of Stacks) {
        names.push(StackName);
        if (said.some(({ OutputKey, OutputValue }) => OutputKey === 'UserPoolId' && OutputValue === outputs.userPoolId))
          stage = StackName.replace(/[^-]*$/, '');
      }
    }
  } finally {
    client.destroy();
  }
  if (!stage) throw new Error('No stack has the user pool that the outputs name');
  const stacks = await describeStacks(
    outputs,
    names.filter((name) => name.startsWith(stage)),
  );
  return stacks.flatMap((stack) => stack.resources);
}

async function all(records: AsyncGenerator<StoreRecord>): Promise<StoreRecord[]> {
  const list: StoreRecord[] = [];
  for await (const record of records) list.push(record);
  return list;
}

/** Records of an item share it. */
function itemsIn(records: readonly StoreRecord[]): Dump['items'] {
  const found = records.flatMap(({ from }) => (from.in === 'table' ? [[from.item, from.table] as const] : []));
  return [...new Map(found)].map(([item, table]) => ({ table, item }));
}

/** Each object has one record for its key. */
const objectsIn = (records: readonly StoreRecord[]): StoredObject[] =>
  records.flatMap(({ from }) => (from.in === 'object' && from.part === 'key' ? [from] : []));

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
