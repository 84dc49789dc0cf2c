import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as AwsFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { tables, tableVariable, type IndexName, type TableName } from '../../shared/storage/tables.ts';
import { bundleDir } from '../bundle.ts';
import { ConceptStack } from '../concept-stack.ts';
import type { LambdaName } from '../lambda-entries.ts';
import type { StageSettings } from '../stages.ts';
import { logGroup } from './log-group.ts';
import { useOfKey, type KeyUser } from './use-of-key.ts';

interface LambdaFunctionProps {
  readonly name: LambdaName;
  /** In words, for whoever meets it in the console. */
  readonly description: string;
  readonly timeout?: Duration;
  readonly memoryMb?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** No function runs for longer on AWS. */
const longestRun = Duration.minutes(15);

const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'];
const deleteActions = ['dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
const keyActionsToRead = ['kms:Decrypt', 'kms:DescribeKey'];
const keyActionsToWrite = [
  ...keyActionsToRead,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Where another issuer vouches for people: its claims, as `shared/lambda/caller.ts` reads them, and no logins of our own. */
function identity({ identity: issuer }: StageSettings): { IDENTITY_CLAIMS?: string } {
  if (!issuer) return {};
  const { idClaim, rolesClaim, accessToken } = issuer;
  return { IDENTITY_CLAIMS: JSON.stringify({ id: idClaim, roles: rolesClaim, accessToken }) };
}

/**
 * A Lambda function with a role and a log group of its own. Each grant also sets the environment variable by which the code
 * finds what it was granted, so that neither is forgotten. Grants are spelled out: CDK's own bring wildcards.
 */
export class LambdaFunction extends Construct {
  readonly function: AwsFunction;
  readonly role: Role;
  readonly logs: LogGroup;
  /** So long may it run, on a machine that has time for it. */
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, { name, description, timeout = Duration.seconds(10), memoryMb = 512, environment = {} }: LambdaFunctionProps) {
    super(scope, id);
    const { settings, key } = ConceptStack.of(this);
    this.timeout = timeout;
    this.logs = logGroup(this, 'Logs', { settings, key });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], this.logs.logGroupArn);
    this.function = new AwsFunction(this, 'Function', {
      description,
      code: Code.fromAsset(bundleDir(name), { exclude: ['*.map'] }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.seconds(Math.min(timeout.toSeconds() * settings.patience, longestRun.toSeconds())),
      role: this.role,
      logGroup: this.logs,
      environment: { SECTOR: settings.sector, ...identity(settings), ...environment },
    });
  }

  /** Strongly consistent reads of a table. */
  reads(...names: TableName[]): this {
    for (const name of names) this.onTable(name, readActions, keyActionsToRead);
    return this;
  }

  /** Queries of indexes, which lag a little. */
  readsIndex(name: TableName, ...indexes: IndexName[]): this {
    const table = this.onTable(name, [], keyActionsToRead);
    for (const index of indexes) {
      if (!(index in tables[name].indexes)) throw new Error(`The table ${name} has no index ${index}`);
      this.allow(['dynamodb:Query'], `${table.tableArn}/index/${index}`);
    }
    return this;
  }

  /** Reads and changes; nothing can be deleted by it. */
  writes(...names: TableName[]): this {
    for (const name of names) this.onTable(name, [...readActions, ...writeActions], keyActionsToWrite);
    return this;
  }

  /** Reads items by their keys, many at once, and changes them; nothing can be added or found by it. */
  updates(...names: TableName[]): this {
    for (const name of names) this.onTable(name, ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], keyActionsToWrite);
    return this;
  }

  /** Adds items to a table that this function does not read: events, idempotency markers. */
  appends(...names: TableName[]): this {
    for (const name of names) this.onTable(name, ['dynamodb:PutItem'], keyActionsToWrite);
    return this;
  }

  /** Makes conditions on items of a table, in a transaction, and learns nothing else. */
  checks(...names: TableName[]): this {
    for (const name of names) this.onTable(name, ['dynamodb:ConditionCheckItem'], keyActionsToRead);
    return this;
  }

  /** Deletes items. */
  deletes(...names: TableName[]): this {
    for (const name of names) this.onTable(name, deleteActions, keyActionsToWrite);
    return this;
  }

  /** Sets a variable of the environment. */
  knows(variable: string, value: string): this {
    this.function.addEnvironment(variable, value);
    return this;
  }

  /** Allows actions on exactly these resources. */
  allow(actions: readonly string[], ...resources: string[]): this {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources }));
    return this;
  }

  /** Lets services decrypt and encrypt on behalf of this function; by itself it can't use the key. */
  allowKeyThrough(service: KeyUser, actions: readonly string[]): this {
    this.role.addToPolicy(useOfKey(ConceptStack.of(this).key, service, actions));
    return this;
  }

  private onTable(name: TableName, actions: readonly string[], keyActions: readonly string[]) {
    const table = ConceptStack.of(this).data.tables[name];
    this.knows(tableVariable(name), table.tableName);
    this.allowKeyThrough('dynamodb', keyActions);
    if (actions.length > 0) this.allow(actions, table.tableArn);
    return table;
  }
}
