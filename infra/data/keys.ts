import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';

interface KeyProps {
  readonly settings: StageSettings;
}

const kept = ({ retain }: StageSettings) => ({
  removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  pendingWindow: Duration.days(retain ? 30 : 7),
});

/**
 * The key of everything at rest. Roles of this account get it by their own policies; what stands here are the services that
 * have no role: they write to encrypted log groups, queues and topics.
 */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { settings }: KeyProps) {
    super(scope, id, { description: `Schutzbrief ${settings.name}: data at rest`, enableKeyRotation: true, ...kept(settings) });
    const { region, account, partition } = Stack.of(this);
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroups',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
      }),
    );
    // Held to our own topics and queues by the context they are encrypted in.
    this.addToResourcePolicy(delivery('Topics', ['cloudwatch'], 'aws:sns:topicArn', `arn:${partition}:sns:${region}:${account}:*`));
    this.addToResourcePolicy(delivery('Queues', ['events', 'sns'], 'aws:sqs:arn', `arn:${partition}:sqs:${region}:${account}:*`));
  }
}

const delivery = (sid: string, services: readonly string[], context: string, arn: string): PolicyStatement =>
  new PolicyStatement({
    sid,
    principals: services.map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { ArnLike: { [`kms:EncryptionContext:${context}`]: arn } },
  });

/**
 * The key of keyed hashes: a number that people know is found by its hash, and without this key nobody can enumerate them.
 * Hash keys can't be rotated by AWS; what is stored names the key's version beside the hash.
 */
export class LookupKey extends Key {
  constructor(scope: Construct, id: string, { settings }: KeyProps) {
    super(scope, id, {
      description: `Schutzbrief ${settings.name}: keyed hashes of known numbers`,
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      ...kept(settings),
    });
  }
}
