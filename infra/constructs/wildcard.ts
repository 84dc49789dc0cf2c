import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { Role } from 'aws-cdk-lib/aws-iam';

/** Says why a role may do something to more than one named resource, e.g. to all objects under a prefix. */
export function acknowledgeWildcard(role: Role, resource: string, reason: string): void {
  const named = flattenCfnReference(Stack.of(role).resolve(resource) as unknown);
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${named}]`, reason });
}
