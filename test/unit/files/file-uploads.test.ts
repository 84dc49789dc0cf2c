import { describe, expect, it, jest } from '@jest/globals';
import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { fileUploads } from '../../../shared/files/file-uploads.ts';

const now = new Date('2026-03-15T09:30:00.123Z');
const key = 'uploads/cus_01M81AEGCQ7DAM36VXTCQFHVQ0/doc_01M81AEREZHXT34JYM1RKFGS0P.bin';
const expected = { contentType: 'image/jpeg', sizeBytes: 4711, sha256: 'ab'.repeat(32) };
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken: 'token/+=' };

/** Fields and policy of a form as they are meant; the policy's conditions in no order. */
const meant = ({ Policy, 'X-Amz-Signature': _, ...fields }: Record<string, string>) => {
  const { expiration, conditions } = JSON.parse(Buffer.from(Policy!, 'base64').toString()) as { expiration: string; conditions: unknown[] };
  return { fields, expiration, conditions: conditions.map((one) => JSON.stringify(one)).sort() };
};

describe('a form for a file', () => {
  const form = () => fileUploads({ bucket: 'bucket-of-uploads', region: 'eu-central-1', credentials: async () => credentials }).form(key, expected, now);

  it('says what the SDK’s own does, at the same time', async () => {
    jest.useFakeTimers({ now });
    const theirs = await createPresignedPost(new S3Client({ region: 'eu-central-1', credentials }), {
      Bucket: 'bucket-of-uploads',
      Key: key,
      Expires: 900,
      Fields: {
        'Content-Type': 'image/jpeg',
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': Buffer.from(expected.sha256, 'hex').toString('base64'),
      },
      Conditions: [['content-length-range', 4711, 4711]],
    });
    jest.useRealTimers();
    const ours = await form();
    expect(ours.url).toBe(theirs.url);
    expect(meant(ours.fields)).toEqual(meant(theirs.fields));
    // The same conditions in the same order are the same policy, and so the same signature.
    expect(ours.fields).toEqual(theirs.fields);
    expect(ours.expiresAt).toBe('2026-03-15T09:45:00.000Z');
  });

  it('leads to another S3 where there is one, and needs no token of a session', async () => {
    const { accessKeyId, secretAccessKey } = credentials;
    const local = fileUploads({
      bucket: 'b',
      region: 'eu-central-1',
      endpoint: 'http://127.0.0.1:4566',
      credentials: async () => ({ accessKeyId, secretAccessKey }),
    });
    const { url, fields } = await local.form(key, expected, now);
    expect([url, 'X-Amz-Security-Token' in fields]).toEqual(['http://127.0.0.1:4566/b', false]);
  });
});
