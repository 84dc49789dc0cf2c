import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** Services that encrypt what they keep for us. */
export type KeyUser = 'dynamodb' | 's3' | 'sqs' | 'sns';

/** Lets a service use a key on somebody's behalf; by themselves they can't use it. */
export const useOfKey = (key: IKey, service: KeyUser, actions: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(key).region}.amazonaws.com` } },
  });
