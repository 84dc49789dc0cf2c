import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';

interface LogGroupProps {
  readonly settings: StageSettings;
  readonly key: IKey;
  /** Instead of the stage's. */
  readonly retentionDays?: RetentionDays;
  /** Only where a service prescribes it. */
  readonly name?: string;
}

/**
 * A log group that ends: encrypted, with the stage's retention. It goes with its stack, for what it holds is worth nothing once
 * the functions are gone.
 */
export const logGroup = (scope: Construct, id: string, { settings, key, retentionDays, name }: LogGroupProps): LogGroup =>
  new LogGroup(scope, id, {
    encryptionKey: key,
    retention: retentionDays ?? settings.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(name && { logGroupName: name }),
  });
