import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { FileStore } from './file-stores.ts';

/** A form by which whoever has it can send one file, and only that, for a short while. Never logged. */
export interface UploadForm {
  readonly url: string;
  /** Sent before the file, as they are: `multipart/form-data`, and the file last, under the name `file`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/** What is known of a file before it comes: no other one is taken. */
export interface ExpectedFile {
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface FileUploads {
  form(key: string, expected: ExpectedFile, now: Date): Promise<UploadForm>;
}

export interface FileUploadsParts {
  readonly s3: S3Client;
  readonly store: FileStore;
  readonly bucket: string;
}

/** Long enough for 25 MB over a slow line, too short to hand the form on. */
const formSeconds = 15 * 60;

/**
 * Signs forms for files that somebody else sends to a store. S3 takes no other key, type, size or checksum than was signed; whoever gets the file
 * looks again all the same.
 */
export const fileUploads = ({ s3, bucket }: FileUploadsParts): FileUploads => ({
  async form(Key, { contentType, sizeBytes, sha256 }, now) {
    const { url, fields } = await createPresignedPost(s3, {
      Bucket: bucket,
      Key,
      Expires: formSeconds,
      Fields: { 'Content-Type': contentType, 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') },
      Conditions: [['content-length-range', sizeBytes, sizeBytes]],
    });
    return { url, fields, expiresAt: new Date(now.getTime() + formSeconds * 1000).toISOString() };
  },
});
