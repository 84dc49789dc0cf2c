import { describe, expect, it } from '@jest/globals';
import { stageSettings } from '../../infra/stages.ts';
import { resources, synthesised, type AppResource } from './synth.ts';

const prod = await synthesised('prod');
const dev = await synthesised('dev');

const holding = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Cognito::UserPool'];
const named = (all: AppResource[]) => all.map((resource) => [`${resource.stack}/${resource.name}`, resource] as const);

describe('synthesis', () => {
  it('leaves no finding open', () => {
    expect(prod.findings).toEqual([]);
    expect(dev.findings).toEqual([]);
  });

  it('lets stacks refer to Data only', () => {
    const imports = Object.entries(prod.stacks).flatMap(([stack, template]) =>
      [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^":]+):/g)].map(([, from]) => [stack, from]),
    );
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter(([stack, from]) => stack === 'data' || from !== 'schutzbrief-prod-data')).toEqual([]);
  });
});

describe('prod', () => {
  it.each(named(resources(prod, ...holding)))('keeps %s when its stack goes', (_, { deletionPolicy }) => {
    expect(deletionPolicy).toBe('Retain');
  });

  it.each(named(resources(prod, 'AWS::DynamoDB::GlobalTable')))('protects %s against deletion', (_, { properties }) => {
    expect(properties.Replicas[0].DeletionProtectionEnabled).toBe(true);
  });

  it('protects the logins and all stacks against deletion', () => {
    expect(resources(prod, 'AWS::Cognito::UserPool')[0]?.properties.DeletionProtection).toBe('ACTIVE');
    expect(Object.values(prod.terminationProtection).every(Boolean)).toBe(true);
  });
});

describe('dev', () => {
  it('leaves nothing behind', () => {
    expect(resources(dev, ...holding).filter(({ deletionPolicy }) => deletionPolicy !== 'Delete')).toEqual([]);
    expect(Object.values(dev.terminationProtection).some(Boolean)).toBe(false);
  });
});

describe('the sender’s identity in SES', () => {
  it('has a stack of its own, and stays when that goes', () => {
    expect(resources(dev, 'AWS::SES::EmailIdentity').map(({ stack, deletionPolicy }) => [stack, deletionPolicy])).toEqual([['mail', 'Retain']]);
  });

  it('is made by no stage that finds one in its account', () => {
    expect([prod.stacks.mail, resources(prod, 'AWS::SES::EmailIdentity')]).toEqual([undefined, []]);
  });
});

describe('data at rest', () => {
  it.each(named(resources(prod, 'AWS::DynamoDB::GlobalTable')))(
    'of %s is encrypted with our key, and can be recovered unless thrown away anyway',
    (name, { properties }) => {
      expect(properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(properties.Replicas[0].SSESpecification.KMSMasterKeyId).toBeDefined();
      expect(properties.Replicas[0].PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled).toBe(name !== 'data/TablesIdempotency');
    },
  );

  it.each(named(resources(prod, 'AWS::Logs::LogGroup')))('of %s is encrypted with our key, and ends', (_, { properties }) => {
    expect(properties.KmsKeyId).toBeDefined();
    expect(properties.RetentionInDays).toBeLessThanOrEqual(30);
  });

  it.each(named(resources(prod, 'AWS::S3::Bucket')))('of %s is encrypted with our key through a bucket key, and not public', (_, { properties }) => {
    expect(properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: expect.anything() } },
        ],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  it.each(named(resources(prod, 'AWS::S3::Bucket')))('of %s travels over TLS only', (_, bucket) => {
    const policies = resources(prod, 'AWS::S3::BucketPolicy').filter(({ properties }) => properties.Bucket.Ref === bucket.logicalId);
    expect(policies.flatMap(({ properties }) => properties.PolicyDocument.Statement)).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('of letters is versioned, can be locked, and tells the bus of every new file', () => {
    const letters = resources(prod, 'AWS::S3::Bucket').find(({ name }) => name === 'Letters');
    expect(letters?.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(letters?.properties.ObjectLockConfiguration?.Rule).toBeUndefined();
  });

  it.each([
    ['letters are fetched', 'Letters', ['GET', 'HEAD']],
    ['documents are fetched', 'Documents', ['GET', 'HEAD']],
    ['documents are sent by their form', 'Uploads', ['POST']],
  ])('of files lets the web pages do what is signed for them, and no others: %s', (_, name, methods) => {
    const bucket = resources(prod, 'AWS::S3::Bucket').find((one) => one.name === name);
    expect(bucket?.properties.CorsConfiguration?.CorsRules).toEqual([
      expect.objectContaining({ AllowedOrigins: [...stageSettings('prod').corsOrigins], AllowedMethods: methods }),
    ]);
  });

  it('of events that could not be delivered is for no web page', () => {
    expect(resources(prod, 'AWS::S3::Bucket').map(({ name, properties }) => [name, properties.CorsConfiguration === undefined])).toContainEqual([
      'FailedEvents',
      true,
    ]);
  });

  it('has a key that is renewed', () => {
    const [key] = resources(prod, 'AWS::KMS::Key').filter(({ name }) => name === 'Key');
    expect(key?.properties.EnableKeyRotation).toBe(true);
  });

  it('of people has no stream', () => {
    expect(
      resources(prod, 'AWS::DynamoDB::GlobalTable')
        .filter(({ properties }) => properties.StreamSpecification)
        .map(({ name }) => name),
    ).toEqual(['TablesEvents']);
  });
});

describe('names', () => {
  /** Whose name somebody else prescribes, or whose name is what it is for. */
  const prescribed = ['AWS::Cognito::UserPoolGroup', 'AWS::Cognito::UserPoolResourceServer', 'AWS::Cognito::UserPoolDomain', 'AWS::ApiGatewayV2::Stage'];

  it('are left to CloudFormation', () => {
    const words = ['TableName', 'BucketName', 'QueueName', 'TopicName', 'FunctionName', 'RoleName', 'LogGroupName', 'UserPoolName', 'AlarmName', 'KeyName'];
    const given = resources(prod)
      .filter(({ type }) => !prescribed.includes(type))
      .flatMap(({ stack, name, type, properties }) =>
        words
          .filter((word) => word in properties && `AWS::${type}`.includes(word.replace('Name', '')) && typeof properties[word] === 'string')
          .map((word) => `${stack}/${name} ${word}`),
      );
    expect(given).toEqual([]);
  });
});
