import { ConceptStack } from '../concept-stack.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { acknowledgeWildcard } from './wildcard.ts';

/** Reads letters, and signs addresses under which their owner may read one. */
export function readsLetterFiles(fn: LambdaFunction): void {
  onLetters(fn, ['s3:GetObject', 's3:GetObjectVersion']);
  fn.allowKeyThrough('s3', ['kms:Decrypt']);
}

/** Writes letters, each with its lock, encrypted under the key that it names on every put. */
export function writesLetterFiles(fn: LambdaFunction): void {
  const { key } = ConceptStack.of(fn);
  onLetters(fn, ['s3:PutObject', 's3:PutObjectRetention']);
  fn.allowKeyThrough('s3', ['kms:GenerateDataKey', 'kms:Decrypt']).knows('LETTERS_KEY_ARN', key.keyArn);
}

/** Deletes letters for good: every version and marker, locked or not, and uploads that were never finished. For what erases, and for nothing else. */
export function erasesLetterFiles(fn: LambdaFunction): void {
  onLetters(fn, ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:AbortMultipartUpload']);
  fn.allow(['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'], ConceptStack.of(fn).data.letters.bucketArn);
}

function onLetters(fn: LambdaFunction, actions: readonly string[]): void {
  const { data } = ConceptStack.of(fn);
  const objects = `${data.exportValue(data.letters.bucketArn)}/letters/*`;
  fn.allow(actions, objects).knows('LETTERS_BUCKET', data.letters.bucketName);
  acknowledgeWildcard(fn, objects, 'Each letter is an object of its own, made and named at run time.');
}
