import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { LambdaFunction } from './lambda-function.ts';

/** Says why a function may do something to more than one named resource, e.g. to all objects under a prefix. */
export function acknowledgeWildcard(fn: LambdaFunction, resource: string, reason: string): void {
  const named = flattenCfnReference(Stack.of(fn).resolve(resource) as unknown);
  Validations.of(fn.role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${named}]`, reason });
}
