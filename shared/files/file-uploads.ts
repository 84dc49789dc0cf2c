import { createHmac } from 'node:crypto';
import type { FileLinksParts } from './file-links.ts';

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

/** Long enough for 25 MB over a slow line, too short to hand the form on. */
const formSeconds = 15 * 60;

/**
 * Signs forms for files that somebody else sends to a store (POST policy, Signature Version 4). S3 takes no other key, type, size or checksum than was
 * signed; whoever gets the file looks again all the same. Without an S3 client, as `file-links.ts`: a test holds it against the SDK's own.
 */
export const fileUploads = ({ bucket, region, endpoint, credentials }: FileLinksParts): FileUploads => ({
  async form(key, { contentType, sizeBytes, sha256 }, now) {
    const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
    const at = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = at.slice(0, 8);
    const scope = [day, region, 's3', 'aws4_request'];
    const fields = {
      'Content-Type': contentType,
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      bucket,
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': [accessKeyId, ...scope].join('/'),
      'X-Amz-Date': at,
      ...(sessionToken && { 'X-Amz-Security-Token': sessionToken }),
      key,
    };
    const expiresAt = new Date(Math.floor(now.getTime() / 1000) * 1000 + formSeconds * 1000);
    const conditions = [['content-length-range', sizeBytes, sizeBytes], ...Object.entries(fields).map(([name, value]) => ({ [name]: value }))];
    const policy = Buffer.from(JSON.stringify({ expiration: expiresAt.toISOString().replace('.000', ''), conditions })).toString('base64');
    const signingKey = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
    const url = endpoint ? `${endpoint}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com/`;
    return { url, fields: { ...fields, Policy: policy, 'X-Amz-Signature': hmac(signingKey, policy).toString('hex') }, expiresAt: expiresAt.toISOString() };
  },
});

const hmac = (secret: string | Buffer, text: string): Buffer => createHmac('sha256', secret).update(text).digest();
