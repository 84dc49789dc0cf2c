/** Addresses and names of what was deployed, for scripts, tests and the story: `.local/outputs.json`. */
import { CloudFormationClient, DescribeStacksCommand, paginateListStackResources, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { machineRoles, type MachineRole } from '../shared/lambda/caller.ts';
import { clientSettings, type Reach } from './aws.ts';
import { outputsFile } from './paths.ts';
import { LocalCloudProblem } from './problem.ts';

export const Outputs = z.strictObject({
  /** Paths begin with /v1 after it; no slash at its end. */
  apiUrl: z.url(),
  /** What the AWS SDK shall call; absent on AWS itself. */
  endpoint: z.url().optional(),
  region: z.string().min(1),
  userPoolId: z.string().min(1),
  clientId: z.string().min(1),
  /** Of machines, by their role. */
  machineClients: z.partialRecord(z.enum(machineRoles), z.string().min(1)),
  /** By the name in the output `Table<Name>`, beginning with a small letter; likewise the buckets. */
  tables: z.record(z.string(), z.string()),
  buckets: z.record(z.string(), z.string()),
  /** Queue URLs by logical id without its hash, beginning with a small letter. */
  queues: z.record(z.string(), z.url()),
  logGroups: z.array(z.string()),
});
export type Outputs = z.infer<typeof Outputs>;

export interface DeployedStack {
  name: string;
  outputs: Record<string, string>;
  resources: { logicalId: string; physicalId: string; type: string }[];
}

/** What CloudFormation knows of the named stacks. */
export async function describeStacks(reach: Reach, names: readonly string[]): Promise<DeployedStack[]> {
  const client = new CloudFormationClient(clientSettings(reach));
  try {
    return await Promise.all(names.map((name) => describeStack(client, name)));
  } finally {
    client.destroy();
  }
}

/** The outputs of a deployment as a whole. */
export function collectOutputs(stacks: readonly DeployedStack[], reach: Reach, apiUrl?: string): Outputs {
  const all = Object.assign({}, ...stacks.map(({ outputs }) => outputs)) as Record<string, string>;
  const resources = stacks.flatMap((stack) => stack.resources);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return Outputs.parse({
    apiUrl: (apiUrl ?? all['ApiUrl'])?.replace(/\/$/, ''),
    ...(reach.endpoint === undefined ? {} : { endpoint: reach.endpoint }),
    region: reach.region,
    userPoolId: all['UserPoolId'],
    clientId: all['UserPoolClientId'],
    machineClients: machineClientsIn(all),
    tables: named(all, /^Table([A-Z]\w*)$/),
    buckets: named(all, /^Bucket([A-Z]\w*)$/),
    queues: Object.fromEntries(ofType('AWS::SQS::Queue').map(({ logicalId, physicalId }) => [plainName(logicalId), reachable(physicalId, reach)])),
    logGroups: ofType('AWS::Logs::LogGroup')
      .map(({ physicalId }) => physicalId)
      .sort(),
  });
}

function machineClientsIn(all: Readonly<Record<string, string>>): Record<string, string> {
  const clients = machineRoles.map((role) => [role, all[`${role.charAt(0).toUpperCase()}${role.slice(1)}ClientId`]] as const);
  return Object.fromEntries(clients.filter((entry): entry is [MachineRole, string] => entry[1] !== undefined));
}

/** A logical id without the hash the CDK adds, beginning with a small letter. */
export function plainName(logicalId: string): string {
  return lowerFirst(logicalId.replace(/[0-9A-F]{8}$/, ''));
}

export async function writeOutputs(outputs: Outputs, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(outputs, null, 2)}\n`);
}

/** The outputs of the cloud that runs, checked. */
export function readOutputs(file: string = outputsFile()): Outputs {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LocalCloudProblem('outputs-missing', `There is no ${file}: nothing runs.`, 'Start the local cloud first: npm start', {
      cause,
    });
  }
  return Outputs.parse(JSON.parse(text));
}

async function describeStack(client: CloudFormationClient, name: string): Promise<DeployedStack> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const outputs = (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  const summaries: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: name })) {
    summaries.push(...(page.StackResourceSummaries ?? []));
  }
  return {
    name,
    outputs: Object.fromEntries(outputs),
    resources: summaries.map(({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' }) => ({
      logicalId: LogicalResourceId,
      physicalId: PhysicalResourceId,
      type: ResourceType,
    })),
  };
}

function named(outputs: Record<string, string>, pattern: RegExp): Record<string, string> {
  const found = Object.entries(outputs).flatMap(([key, value]) => {
    const name = pattern.exec(key)?.[1];
    return name === undefined ? [] : [[lowerFirst(name), value] as const];
  });
  return Object.fromEntries(found);
}

/** Queue URLs carry the emulator's own port, behind the gateway's back: the gateway's address instead. */
function reachable(queueUrl: string, { endpoint }: Reach): string {
  return endpoint === undefined ? queueUrl : new URL(new URL(queueUrl).pathname, endpoint).href;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
