import { describe, expect, it } from '@jest/globals';
import { lambdaEntries, type LambdaName } from '../../infra/lambda-entries.ts';
import { together, type Right, type Use } from '../../shared/storage/needs.ts';
import { tables, type TableName } from '../../shared/storage/tables.ts';
import { environmentOf, givenToAll, started } from './started-function.ts';
import { resources, synthesised, type AppResource } from './synth.ts';

const app = await synthesised('prod');
const functions = resources(app, 'AWS::Lambda::Function').map((fn) => [app.bundles[`${fn.stack}/${fn.logicalId}`] ?? `${fn.stack}/${fn.name}`, fn] as const);

describe('functions', () => {
  it('are exactly the ones that are bundled', () => {
    expect(functions.map(([bundle]) => bundle).sort()).toEqual(Object.keys(lambdaEntries).sort());
  });

  it.each(functions)('%s starts with its environment, and asks for every variable in it', async (bundle, fn) => {
    const variables = environmentOf(fn);
    const asked = await started(bundle, variables);
    expect(Object.keys(variables).filter((name) => !asked.includes(name) && !givenToAll.includes(name))).toEqual([]);
  });

  it.each(functions)('%s is told of a call that gets no answer before it is ended itself: three tries, and the pauses between', (_, { properties }) => {
    const { CALL_TIMEOUT_MS } = properties.Environment.Variables;
    expect(Number(CALL_TIMEOUT_MS)).toBeGreaterThan(1_000);
    expect(3 * Number(CALL_TIMEOUT_MS) + 2_000).toBeLessThan(properties.Timeout * 1000);
  });

  it.each(functions)('%s runs on ARM under Node 24 and logs where we say', (_, { properties }) => {
    expect(properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x', LoggingConfig: { LogGroup: { Ref: expect.any(String) } } });
  });

  it.each(functions)('%s may do to the tables what its code declares, and nothing else', (bundle, fn) => {
    expect(grantedTo(fn)).toEqual(lambdaEntries[bundle as LambdaName].needs);
  });

  it('each have a role of their own', () => {
    const roles = functions.map(([, { stack, properties }]) => `${stack} ${JSON.stringify(properties.Role)}`);
    expect(new Set(roles).size).toBe(functions.length);
  });
});

const rightOf: Readonly<Record<string, Right>> = {
  'dynamodb:GetItem': 'gets',
  'dynamodb:BatchGetItem': 'gets',
  'dynamodb:Query': 'queries',
  'dynamodb:PutItem': 'puts',
  'dynamodb:UpdateItem': 'updates',
  'dynamodb:ConditionCheckItem': 'checks',
  'dynamodb:DeleteItem': 'deletes',
  'dynamodb:BatchWriteItem': 'clears',
};

/** Reading the stream of the events table: that is of the function's trigger, and not of its code. */
const ofStream = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];

/** What the role of a function is allowed on the tables, read off its policy. An action that we have no word for is given as it stands. */
function grantedTo({ stack, properties }: AppResource): readonly string[] {
  const role: string = properties.Role['Fn::GetAtt'][0];
  const policies = resources(app, 'AWS::IAM::Policy').filter((policy) => policy.stack === stack && policy.properties.Roles[0].Ref === role);
  const allowed = policies
    .flatMap((policy) => policy.properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[])
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action) => [Resource].flat().map((resource) => [action, JSON.stringify(resource)] as const)))
    .filter(([action]) => action.startsWith('dynamodb:') && !ofStream.includes(action));
  return together(allowed.map(([action, resource]) => [rightOf[action] ?? action, tableIn(resource), ...indexIn(resource)].join(' ') as Use));
}

/** Logical ids begin with the path of a construct: `TablesTickets8D70A397`. */
const tableIn = (resource: string): string =>
  (Object.keys(tables) as TableName[]).find((name) => new RegExp(`Tables${name}[0-9A-F]{8}`, 'i').test(resource)) ?? resource;

const indexIn = (resource: string): string[] => /\/index\/([\w*-]+)/.exec(resource)?.slice(1) ?? [];
