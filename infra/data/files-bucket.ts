import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { FileStore } from '../../shared/files/file-stores.ts';
import type { StageSettings } from '../stages.ts';

interface FilesBucketProps {
  readonly store: FileStore;
  readonly settings: StageSettings;
  readonly key: IKey;
}

/**
 * The bucket of a store of files. Where the store locks them, each object is locked (governance) by whoever writes it, until the
 * end of its deletion class; there is no lock by default, since only the writer knows that end. The web pages that may call the API may do here what it
 * signs for them: fetch a file, or send one where files come from outside.
 */
export class FilesBucket extends Bucket {
  constructor(scope: Construct, id: string, { store, settings, key }: FilesBucketProps) {
    super(scope, id, {
      versioned: true,
      objectLockEnabled: store.lock !== 'none',
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(settings.corsOrigins.length > 0 && { cors: [{ ...browsersMay(store), allowedOrigins: [...settings.corsOrigins], maxAge: 3600 }] }),
      lifecycleRules: [{ id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // The construct's own switch would bring a Lambda of its own to set what CloudFormation can set by itself.
    (this.node.defaultChild as CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs would gather customer ids (in object keys) and IP addresses in a place no erasure reaches. Who opened which letter is recorded by the product itself, with a purpose and an end; openings of documents are not recorded.',
    });
  }
}

/**
 * What a page does with a form or an address that was signed for it. A form takes no header of its own; an address may be fetched in parts, as viewers of
 * PDF do. The page may read under which name the file is to be saved.
 */
const browsersMay = ({ comesLater }: FileStore) =>
  comesLater
    ? { allowedMethods: [HttpMethods.POST], allowedHeaders: ['content-type'] }
    : {
        allowedMethods: [HttpMethods.GET, HttpMethods.HEAD],
        allowedHeaders: ['range'],
        exposedHeaders: ['content-disposition', 'content-length', 'content-range', 'etag'],
      };
