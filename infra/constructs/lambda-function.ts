import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as AwsFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { callTimeoutFor } from '../../shared/lambda/service-client.ts';
import { partsOfUse, type Needs, type Right } from '../../shared/storage/needs.ts';
import { tableVariable } from '../../shared/storage/tables.ts';
import { bundleDir } from '../bundle.ts';
import { ConceptStack } from '../concept-stack.ts';
import { lambdaEntries, type LambdaName } from '../lambda-entries.ts';
import { claimsOf, type StageSettings } from '../stages.ts';
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

/** What IAM calls what we may do to a table. */
const actionsOf: Readonly<Record<Right, readonly string[]>> = {
  gets: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  queries: ['dynamodb:Query'],
  puts: ['dynamodb:PutItem'],
  updates: ['dynamodb:UpdateItem'],
  checks: ['dynamodb:ConditionCheckItem'],
  deletes: ['dynamodb:DeleteItem'],
  clears: ['dynamodb:BatchWriteItem'],
};
const changing: readonly Right[] = ['puts', 'updates', 'deletes', 'clears'];
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
  return issuer ? { IDENTITY_CLAIMS: JSON.stringify(claimsOf(issuer)) } : {};
}

/**
 * A Lambda function with a role and a log group of its own. What it may do to the tables is what its code declares, and nothing
 * is said of that here or in the stacks. Each other grant also sets the environment variable by which the code finds what it was
 * granted, so that neither is forgotten. Grants are spelled out: CDK's own bring wildcards.
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
    const longest = Duration.seconds(Math.min(timeout.toSeconds() * settings.patience, longestRun.toSeconds()));
    this.function = new AwsFunction(this, 'Function', {
      description,
      code: Code.fromAsset(bundleDir(name), { exclude: ['*.map'] }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: longest,
      role: this.role,
      logGroup: this.logs,
      environment: { SECTOR: settings.sector, CALL_TIMEOUT_MS: String(callTimeoutFor(longest.toMilliseconds())), ...identity(settings), ...environment },
    });
    this.grant(lambdaEntries[name].needs);
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

  /** Grants what the function's own code declares, table by table, and says where they are. */
  private grant(needs: Needs): void {
    const { tables } = ConceptStack.of(this).data;
    for (const [name, uses] of Map.groupBy(needs.map(partsOfUse), ({ table }) => table)) {
      const { tableArn, tableName } = tables[name];
      this.knows(tableVariable(name), tableName);
      this.allowKeyThrough('dynamodb', uses.some(({ right }) => changing.includes(right)) ? keyActionsToWrite : keyActionsToRead);
      for (const { right, index } of uses) this.allow(actionsOf[right], index ? `${tableArn}/index/${index}` : tableArn);
    }
  }
}
