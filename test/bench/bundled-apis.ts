/** The API functions as they are uploaded, a request to each that is refused without I/O, and the empty handler to compare with. */
import { agentToken, apiEvent, customerToken, type Request } from '../unit/lambda/requests.ts';
import { registerCustomer } from '../../functions/customers/register-customer.ts';
import { issueLetter } from '../../functions/letters/issue-letter.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import type { LambdaName } from '../../infra/lambda-entries.ts';
import { bucketVariable, fileStoreNames } from '../../shared/files/file-stores.ts';
import { routeKey } from '../../shared/lambda/endpoint.ts';
import { tables, tableVariable, type TableName } from '../../shared/storage/tables.ts';
import { sender } from '../letters/samples.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';

/** Clients of the AWS SDK that a function makes when it starts. */
type SdkClient = 'dynamodb' | 'kms' | 'cognito' | 's3';

export interface BundledApi {
  readonly name: LambdaName;
  /** What is asked of it first. */
  readonly asked: string;
  readonly request: Request;
  readonly status: number;
  readonly clients: readonly SdkClient[];
  /** Whether people wait for its start; the one that sets letters has a budget of its own. */
  readonly aim: boolean;
}

const wholeBody = { status: 400, asked: 'a whole body, no Idempotency-Key' };

export const bundledApis: readonly BundledApi[] = [
  {
    name: 'tickets-api',
    ...wholeBody,
    request: { route: routeKey(openTicket), body: openTicket.example!.customer, claims: customerToken },
    clients: ['dynamodb'],
    aim: true,
  },
  {
    name: 'letters-api',
    asked: 'a wrong query',
    status: 400,
    request: { route: 'GET /v1/letters', query: { limit: '0' }, claims: customerToken },
    clients: ['dynamodb'],
    aim: true,
  },
  {
    name: 'customers-api',
    asked: 'a wrong preference',
    status: 400,
    request: { route: 'PUT /v1/me/preferences', body: { notifyBy: 'fax' }, claims: customerToken },
    clients: ['dynamodb'],
    aim: true,
  },
  {
    name: 'membership-api',
    ...wholeBody,
    request: { route: routeKey(registerCustomer), body: registerCustomer.example, claims: agentToken },
    clients: ['dynamodb', 'kms', 'cognito'],
    aim: true,
  },
  {
    name: 'privacy-api',
    asked: 'another role',
    status: 403,
    request: { route: 'POST /v1/privacy/deletion-runs', body: { dryRun: true }, claims: customerToken },
    clients: ['dynamodb'],
    aim: true,
  },
  {
    name: 'staff-api',
    asked: 'another role',
    status: 403,
    request: { route: 'POST /v1/staff', body: {}, claims: customerToken },
    clients: ['dynamodb', 'cognito'],
    aim: true,
  },
  { name: 'health-api', asked: 'its health', status: 200, request: { route: 'GET /v1/health' }, clients: [], aim: true },
  {
    name: 'issue-letter',
    ...wholeBody,
    request: { route: routeKey(issueLetter), body: issueLetter.example, claims: agentToken },
    clients: ['dynamodb', 's3'],
    aim: false,
  },
];

export const eventFor = ({ request }: BundledApi) => apiEvent(request);

/** What infrastructure and the runtime put into the functions' environment. Nothing there is ever reached. */
export const lambdaEnvironment = {
  ...Object.fromEntries((Object.keys(tables) as TableName[]).map((table) => [tableVariable(table), `bench-${table}`])),
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  SECTOR: 'insurer',
  OFFICE_HOURS: JSON.stringify(usualHours),
  ALLOW_AS_OF: 'false',
  LOOKUP_KEY_ID: 'none',
  SMS_PREFIXES: '+49',
  USER_POOL_ID: 'eu-central-1_none',
  ...Object.fromEntries(fileStoreNames.map((name) => [bucketVariable(name), 'none'])),
  FILES_KEY_ARN: 'none',
  SENDER: JSON.stringify(sender),
};

const clientSource: Record<SdkClient, string> = {
  dynamodb: `
    import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { DynamoDBDocumentClient, BatchWriteCommand, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
    keep(DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchWriteCommand, GetCommand, QueryCommand, TransactWriteCommand);`,
  kms: `
    import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
    keep(new KMSClient({}), GenerateMacCommand);`,
  cognito: `
    import { AdminCreateUserCommand, AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
    keep(new CognitoIdentityProviderClient({}), AdminCreateUserCommand, AdminGetUserCommand);`,
  s3: `
    import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
    keep(new S3Client({}), PutObjectCommand);`,
};

/** A handler that does nothing, with the same clients and the commands that ours sends. */
export const emptyHandler = (clients: readonly SdkClient[]): string => `
  const kept = [];
  const keep = (...parts) => kept.push(...parts);
  ${clients.map((client) => clientSource[client]).join('')}
  export const handler = async () => ({ statusCode: kept.length > 99 ? 500 : 204 });`;
