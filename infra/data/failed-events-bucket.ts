import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';

/** As long as the events table keeps events itself. */
export const failedEventDays = 30;

interface FailedEventsBucketProps {
  readonly settings: StageSettings;
  readonly key: IKey;
}

/** Batches of events that could not be published after all retries, until somebody republishes them. They hold ids and codes. */
export class FailedEventsBucket extends Bucket {
  constructor(scope: Construct, id: string, { settings, key }: FailedEventsBucketProps) {
    super(scope, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        { id: 'end-with-the-event', expiration: Duration.days(failedEventDays) },
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Written by Lambda and read by operators only, a handful of objects that live 30 days; CloudTrail tells who.',
    });
  }
}
