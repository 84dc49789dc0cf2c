import { bucketVariable, fileStoreNames, fileStores, type FileStoreName } from '../../shared/files/file-stores.ts';
import { ConceptStack } from '../concept-stack.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { acknowledgeWildcard } from './wildcard.ts';

/** Reads files of a store, and signs addresses under which their owner may read one. */
export function readsFiles(fn: LambdaFunction, store: FileStoreName): void {
  onFiles(fn, store, ['s3:GetObject', 's3:GetObjectVersion']);
  fn.allowKeyThrough('s3', ['kms:Decrypt']);
}

/** Is told of a file that it is gone: without, S3 answers for one that is not there as for one that may not be read. */
export function missesFiles(fn: LambdaFunction, store: FileStoreName): void {
  fn.allow(['s3:ListBucket'], ConceptStack.of(fn).data.files[store].bucketArn);
}

/** Writes files of a store, encrypted under the key that it names on every put, each with its lock where the store has one. */
export function writesFiles(fn: LambdaFunction, store: FileStoreName): void {
  const { key } = ConceptStack.of(fn);
  onFiles(fn, store, fileStores[store].lock === 'governance' ? ['s3:PutObject', 's3:PutObjectRetention'] : ['s3:PutObject']);
  fn.allowKeyThrough('s3', ['kms:GenerateDataKey', 'kms:Decrypt']).knows('FILES_KEY_ARN', key.keyArn);
}

/** Signs forms by which somebody sends a file to a store; its bucket encrypts what comes by itself. */
export function takesFiles(fn: LambdaFunction, store: FileStoreName): void {
  onFiles(fn, store, ['s3:PutObject']);
  fn.allowKeyThrough('s3', ['kms:GenerateDataKey', 'kms:Decrypt']);
}

/** Deletes files of one store for good, none of which is locked: for what is looked at there and then lies elsewhere, or nowhere. */
export function clearsFiles(fn: LambdaFunction, store: FileStoreName): void {
  onFiles(fn, store, ['s3:DeleteObjectVersion', 's3:AbortMultipartUpload']);
  fn.allow(['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'], ConceptStack.of(fn).data.files[store].bucketArn);
}

/** Reads what a scanner has said of a file. */
export function readsFileTags(fn: LambdaFunction, store: FileStoreName): void {
  onFiles(fn, store, ['s3:GetObjectVersionTagging']);
}

/**
 * Deletes files of every store for good: every version and marker, locked or not, and uploads that were never finished. For what
 * erases, and for nothing else.
 */
export function erasesFiles(fn: LambdaFunction): void {
  const { data } = ConceptStack.of(fn);
  for (const store of fileStoreNames) {
    onFiles(fn, store, ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:AbortMultipartUpload']);
    fn.allow(['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'], data.files[store].bucketArn);
  }
}

/** Looks at what lies in every store: keys and dates, no contents. */
export function walksFiles(fn: LambdaFunction): void {
  const { data } = ConceptStack.of(fn);
  for (const store of fileStoreNames) {
    const { bucketArn, bucketName } = data.files[store];
    fn.allow(['s3:ListBucketVersions'], bucketArn).knows(bucketVariable(store), bucketName);
  }
}

function onFiles(fn: LambdaFunction, store: FileStoreName, actions: readonly string[]): void {
  const { data } = ConceptStack.of(fn);
  const bucket = data.files[store];
  const objects = `${data.exportValue(bucket.bucketArn)}/${fileStores[store].prefix}/*`;
  fn.allow(actions, objects).knows(bucketVariable(store), bucket.bucketName);
  acknowledgeWildcard(fn.role, objects, 'Each file is an object of its own, made and named at run time.');
}
