import { describe, expect, it } from '@jest/globals';
import { storedItems } from '../../shared/stored-items.ts';
import { resources, synthesised } from './synth.ts';

const app = await synthesised('prod');

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

const list = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** What each role may do, by the construct it was made for: `privacy/EraseCustomerFunctionRole`. */
const roles = new Map<string, Statement[]>(
  resources(app, 'AWS::IAM::Policy').map(({ stack, name, properties }) => [
    `${stack}/${name.replace(/DefaultPolicy$/, '')}`,
    properties.PolicyDocument.Statement,
  ]),
);

const mayDo = (action: string): string[] =>
  [...roles]
    .filter(([, statements]) => statements.some(({ Action }) => list(Action).includes(action)))
    .map(([role]) => role)
    .sort();

const erasers = ['files/RemoveOrphanFunctionRole', 'privacy/DeleteDueFunctionRole', 'privacy/EraseCustomerFunctionRole'];
/** Who makes logins: only they know whose an address is. */
const makers = ['customers/MembershipRole', 'customers/StaffApiRole'];
/** Who takes what was printed elsewhere out of quarantine, and puts it with the letters. */
const importers = ['letter-imports/CheckFunctionRole', 'letter-imports/ReviewsApiRole'];
const deleters = ['privacy/DeleteDueFunctionRole', 'privacy/EraseCustomerFunctionRole'];

describe('roles', () => {
  it('have one policy each, and none of AWS’s', () => {
    const made = resources(app, 'AWS::IAM::Role');
    expect(made).toHaveLength(roles.size);
    expect(made.filter(({ properties }) => properties.ManagedPolicyArns || properties.Policies)).toEqual([]);
  });

  it.each([
    // What people send is looked at, and then lies elsewhere or nowhere; what was in the wrong person’s file lies in another’s.
    ['s3:DeleteObjectVersion', ['documents/CheckFunctionRole', ...erasers, ...importers, 'tickets/FileMovedFunctionRole'].sort()],
    ['s3:BypassGovernanceRetention', erasers],
    ['s3:DeleteObject', []],
    [
      's3:PutObject',
      [
        'documents/ApiRole',
        'documents/CheckFunctionRole',
        'documents/MalwareRole',
        'letter-imports/ApiRole',
        ...importers,
        'letters/IssueLetterRole',
        'operations/PublishEventsFunctionRole',
        'rules/RunRulesFunctionRole',
        'tickets/FileMovedFunctionRole',
      ],
    ],
    ['s3:PutObjectRetention', [...importers, 'letters/IssueLetterRole', 'rules/RunRulesFunctionRole']],
    [
      's3:GetObject',
      ['documents/ApiRole', 'documents/CheckFunctionRole', 'documents/MalwareRole', ...importers, 'letters/ApiRole', 'tickets/FileMovedFunctionRole'],
    ],
    // Who leaves is found by no skill, whoever has another address, by the one before no longer, what staff said is taken back, who takes a reminder away is not reminded, and links, and time that was entered by mistake, are taken away.
    [
      'dynamodb:DeleteItem',
      [
        'customers/FeedbackApiRole',
        'customers/MembershipRole',
        'customers/StaffApiRole',
        ...deleters,
        'tasks/ApiRole',
        'tickets/ConnectionsApiRole',
        'tickets/CustomerStepsApiRole',
        'tickets/FileMergedFunctionRole',
        'tickets/FileMovedFunctionRole',
        'time/ApiRole',
        'time/EndStopwatchFunctionRole',
      ],
    ],
    ['dynamodb:BatchWriteItem', deleters],
    ['dynamodb:Scan', []],
    ['cognito-idp:AdminDeleteUser', [...makers, ...deleters, 'tickets/ReturnTicketsFunctionRole']],
    ['cognito-idp:AdminCreateUser', makers],
    ['cognito-idp:AdminAddUserToGroup', makers],
    ['cognito-idp:AdminUpdateUserAttributes', makers],
    ['kms:GenerateMac', [...makers, 'letter-imports/ApiRole']],
    ['sns:Publish', ['notifications/PlannedRuleRole', 'notifications/SendSmsFunctionRole']],
    ['ses:DeleteSuppressedDestination', deleters],
    ['ses:SendEmail', ['notifications/SendEmailFunctionRole', 'privacy/EraseCustomerFunctionRole', 'tasks/PutInInboxFunctionRole']],
    ['lambda:InvokeFunction', ['operations/WakeSchedulerRole']],
    ['events:PutEvents', ['operations/PublishEventsFunctionRole']],
    ['s3:ListBucket', ['documents/CheckFunctionRole', 'documents/MalwareRole', ...importers, 'operations/PublishEventsFunctionRole']],
    ['s3:ListBucketVersions', ['documents/CheckFunctionRole', 'files/ReconcileFunctionRole', ...erasers, ...importers, 'tickets/FileMovedFunctionRole'].sort()],
    [
      'sqs:SendMessage',
      ['files/ReconcileFunctionRole', 'files/WeeklyRole', 'privacy/DailyRole', 'privacy/DeleteDueFunctionRole', 'privacy/PlanDeletionRunFunctionRole'],
    ],
  ])('%s is allowed to exactly %j', (action, allowed) => {
    expect(mayDo(action)).toEqual(allowed);
  });

  it.each([
    ['dynamodb:UpdateItem', 'Statistics', ['privacy/DeleteDueFunctionRole']],
    ['dynamodb:DeleteItem', 'Statistics', []],
    ['dynamodb:PutItem', 'Letters', ['letters/IssueLetterRole', 'letter-imports/ApiRole', ...importers.toReversed(), 'rules/RunRulesFunctionRole']],
    // Text modules, letter modules, topics and rules lie with staff, who write them.
    [
      'dynamodb:PutItem',
      'Staff',
      ['tickets/TextModulesApiRole', 'letters/ModulesApiRole', 'letters/TopicsApiRole', 'customers/StaffApiRole', 'customers/FeedbackApiRole', 'rules/ApiRole'],
    ],
    // What a ticket's clocks bring up is a reminder, and that its customer took it back; what is said on feedback lies in an inbox.
    [
      'dynamodb:PutItem',
      'Tasks',
      [
        'tickets/CustomerStepsApiRole',
        'tickets/AnswersApiRole',
        'tickets/EscalateTicketFunctionRole',
        'tickets/FileMergedFunctionRole',
        'tickets/FileMovedFunctionRole',
        'customers/FeedbackApiRole',
        'tasks/ApiRole',
        'rules/RunRulesFunctionRole',
      ],
    ],
    ['dynamodb:PutItem', 'Documents', ['tickets/FileMovedFunctionRole', 'documents/ApiRole']],
  ])('that may do %s to the table %s are %j', (action, table, allowed) => {
    const writing = [...roles].filter(([, statements]) =>
      statements.some(({ Action, Resource }) => list(Action).includes(action) && JSON.stringify(Resource).includes(`Tables${table}`)),
    );
    expect(writing.map(([role]) => role)).toEqual(allowed);
  });

  it.each([...roles])('%s may read many items at once where it may read one, and nowhere else', (_, statements) => {
    const where = (action: string) => statements.filter(({ Action }) => list(Action).includes(action)).map(({ Resource }) => JSON.stringify(Resource));
    expect(where('dynamodb:BatchGetItem').sort()).toEqual(where('dynamodb:GetItem').sort());
  });

  it.each(['privacy/ApiRole', ...deleters])('%s finds what is a person’s in every table where an index tells', (role) => {
    const queried = roles.get(role)!.filter(({ Action }) => list(Action).includes('dynamodb:Query'));
    const indexes = queried.flatMap(({ Resource }) => list(Resource)).map((resource) => JSON.stringify(resource));
    const tables = storedItems.tablesBySubject.map((table) => `Tables${table[0]!.toUpperCase()}${table.slice(1)}`);
    expect(tables.length).toBeGreaterThan(1);
    expect(tables.filter((table) => !indexes.some((index) => index.includes(table) && index.includes('/index/by-subject')))).toEqual([]);
  });

  it.each([...roles])('%s names every action', (_, statements) => {
    expect(statements.flatMap(({ Action }) => list(Action)).filter((action) => action.includes('*'))).toEqual([]);
  });

  it.each([...roles])('%s is held to named resources, or to those under a prefix', (_, statements) => {
    const open = statements.filter(({ Resource }) => list(Resource).includes('*'));
    // Both actions know no resource: AWS allows them for everything or not at all.
    expect(
      open.flatMap(({ Action }) => list(Action)).filter((action) => !['dynamodb:ListStreams', 'ses:DeleteSuppressedDestination'].includes(action)),
    ).toEqual([]);
  });

  it('leave out resources only for publishing to phone numbers, which leaves out every topic', () => {
    const leavingOut = [...roles.values()].flat().filter(({ NotResource }) => NotResource !== undefined);
    expect(leavingOut).toMatchObject([{ Effect: 'Allow', Action: 'sns:Publish' }]);
    expect(JSON.stringify(leavingOut[0]?.NotResource)).toContain(':sns:*:*:*');
  });

  it('can use the data key only through a service', () => {
    const direct = [...roles].filter(([, statements]) =>
      statements.some(
        (statement) =>
          list(statement.Action).some((action) => /^kms:(Decrypt|Encrypt|GenerateDataKey)/.test(action)) &&
          !JSON.stringify(statement).includes('kms:ViaService'),
      ),
    );
    expect(direct.map(([role]) => role)).toEqual([]);
  });
});
