import { describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../local/assembly.ts';
import { childEnvironment, clientSettings } from '../../../client/aws.ts';
import { deployedStack } from '../../../local/deploy.ts';
import { apiCors, emulatorGaps, mailGrants, resourcesOfType } from '../../../local/emulator-gaps.ts';
import { collectOutputs, type DeployedStack, plainName, readOutputs } from '../../../client/outputs.ts';

const local = { endpoint: 'http://127.0.0.1:8420', region: 'eu-central-1' };

const data: DeployedStack = {
  name: 'Data',
  outputs: {
    UserPoolId: 'eu-central-1_x',
    UserPoolClientId: 'client',
    TableTickets: 'Data-Tickets-1',
    BucketLetters: 'letters-1',
    ApiUrl: 'https://api.example.org/',
    ExportsOutputRefTableX: 'not ours',
  },
  resources: [
    { logicalId: 'PlannerQueueA1B2C3D4', physicalId: 'http://localhost:4566/000000000000/Data-Planner', type: 'AWS::SQS::Queue' },
    { logicalId: 'ZLogs', physicalId: '/z', type: 'AWS::Logs::LogGroup' },
    { logicalId: 'ALogs', physicalId: '/a', type: 'AWS::Logs::LogGroup' },
  ],
};

describe('collectOutputs', () => {
  it('gathers addresses and names, those of queues by way of the gateway', () => {
    expect(collectOutputs([data, { name: 'Customers', outputs: { CrmClientId: 'crm' }, resources: [] }], local, 'http://127.0.0.1:8420')).toEqual({
      apiUrl: 'http://127.0.0.1:8420',
      endpoint: 'http://127.0.0.1:8420',
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_x',
      clientId: 'client',
      machineClients: { crm: 'crm' },
      tables: { tickets: 'Data-Tickets-1' },
      buckets: { letters: 'letters-1' },
      queues: { plannerQueue: 'http://127.0.0.1:8420/000000000000/Data-Planner' },
      logGroups: ['/a', '/z'],
    });
  });

  it('leaves the addresses of AWS itself as they are', () => {
    const outputs = collectOutputs([data], { region: 'eu-central-1' });
    expect(outputs).toMatchObject({ apiUrl: 'https://api.example.org', queues: { plannerQueue: 'http://localhost:4566/000000000000/Data-Planner' } });
    expect(outputs.endpoint).toBeUndefined();
  });

  it('refuses a deployment without its user pool', () => {
    expect(() => collectOutputs([{ ...data, outputs: {} }], local, 'http://127.0.0.1:8420')).toThrow(/userPoolId/);
  });

  it('drops the hash of a logical id only', () => {
    expect([plainName('WorkDlqEFF57BC6'), plainName('Events')]).toEqual(['workDlq', 'events']);
  });

  it('says what to do when nothing runs', () => {
    expect(() => readOutputs('/nonexistent/outputs.json')).toThrow(/npm start/);
  });
});

describe('readAssembly', () => {
  it('finds the stacks of nested assemblies too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assembly-'));
    const put = (path: string, content: unknown) => writeFile(join(folder, path), JSON.stringify(content));
    try {
      await mkdir(join(folder, 'inner'));
      const stack = (templateFile: string, stackName?: string) => ({
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/eu-central-1',
        properties: { templateFile, stackName },
      });
      await put('manifest.json', {
        artifacts: {
          Tree: { type: 'cdk:tree' },
          Data: stack('data.json', 'Named'),
          Inner: { type: 'cdk:cloud-assembly', properties: { directoryName: 'inner' } },
        },
      });
      await put('data.json', { Resources: { B: { Type: 'AWS::S3::Bucket' } } });
      await put('inner/manifest.json', { artifacts: { Work: stack('work.json') } });
      await put('inner/work.json', {});
      expect(await readAssembly(folder)).toEqual([
        { name: 'Named', environment: 'aws://unknown-account/eu-central-1', resources: { B: { Type: 'AWS::S3::Bucket', Properties: {} } } },
        { name: 'Work', environment: 'aws://unknown-account/eu-central-1', resources: {} },
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the gaps of the emulator', () => {
  it('have names and tell what differs', () => {
    expect(new Set(emulatorGaps.map(({ name }) => name)).size).toBe(emulatorGaps.length);
    expect(emulatorGaps.every(({ difference }) => difference.length > 20)).toBe(true);
  });

  it('are looked for in the templates, by the names that were given at deployment', () => {
    const synthesised = [
      {
        name: 'Data',
        environment: '',
        resources: { Letters: { Type: 'AWS::S3::Bucket', Properties: { ObjectLockEnabled: true } }, Other: { Type: 'AWS::S3::Bucket', Properties: {} } },
      },
    ];
    const deployed = [{ name: 'Data', outputs: {}, resources: [{ logicalId: 'Letters', physicalId: 'letters-1', type: 'AWS::S3::Bucket' }] }];
    expect(resourcesOfType({ synthesised, deployed }, 'AWS::S3::Bucket')).toEqual([
      { logicalId: 'Letters', physicalId: 'letters-1', properties: { ObjectLockEnabled: true } },
    ]);
  });

  it('CORS settings go by the names of the API', () => {
    expect(apiCors({ AllowOrigins: ['https://a'], MaxAge: 5 })).toEqual({ allowOrigins: ['https://a'], maxAge: 5 });
  });

  it('only roles that may send mails by their template get to send mails', () => {
    const policy = (action: string | string[], effect = 'Allow') => ({
      PolicyDocument: { Statement: [{ Effect: effect, Action: action, Resource: 'arn' }] },
      Roles: [{ Ref: 'Sender' }],
    });
    expect(mailGrants(policy(['ses:SendEmail', 'sns:Publish']))).toEqual([{ role: 'Sender', actions: ['ses:SendEmail'] }]);
    expect(mailGrants(policy('ses:SendRawEmail'))).toEqual([{ role: 'Sender', actions: ['ses:SendRawEmail'] }]);
    expect([policy('sns:Publish'), policy('ses:SendEmail', 'Deny'), policy('ses:GetAccount'), {}].flatMap(mailGrants)).toEqual([]);
  });
});

describe('deployedStack', () => {
  it.each([
    [' ✅  Schutzbrief-Data', 'Schutzbrief-Data'],
    [' ✅  Schutzbrief-Data (no changes)', 'Schutzbrief-Data (unchanged)'],
    ['Schutzbrief-Data: deploying... [1/6]', undefined],
    ['✨  Deployment time: 1.2s', undefined],
  ])('%s', (line, expected) => {
    expect(deployedStack(line)).toBe(expected);
  });
});

describe('reaching AWS', () => {
  it('takes the credentials of the local cloud on this machine, whatever the user has set for AWS', () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIAREAL', AWS_SECRET_ACCESS_KEY: 'real', AWS_SESSION_TOKEN: 't', AWS_PROFILE: 'company', KEPT: 'yes' };
    const child = childEnvironment(local, env);
    expect(child).toMatchObject({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL: local.endpoint, KEPT: 'yes' });
    expect([child['AWS_SESSION_TOKEN'], child['AWS_PROFILE']]).toEqual([undefined, undefined]);
  });

  it('takes the user’s credentials for an endpoint of the user’s own', () => {
    const env = { AWS_ENDPOINT_URL: local.endpoint, AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'own' };
    expect(childEnvironment(local, env)).toMatchObject({ AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'own' });
  });

  it('leaves credentials for AWS itself to the SDK', () => {
    expect(clientSettings({ region: 'eu-central-1' })).toEqual({ region: 'eu-central-1' });
  });
});
