import { randomUUID } from 'node:crypto';
import { CreateMultipartUploadCommand, DeleteObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../shared/id.ts';
import type { LetterFiles } from '../../shared/letters/letter-files.ts';
import { letterFiles } from '../../shared/letters/letter-files.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { describeStorage } from './harness.ts';
import { filesIn, linksTo, storedBytes, storedKeys } from './letter-fixtures.ts';

describeStorage('files of letters', (storage) => {
  let bucket: string;
  let files: LetterFiles;

  beforeAll(async () => {
    bucket = await storage.bucket();
    files = filesIn(storage, bucket);
  });

  const as = { fileName: 'brief-2026-11-15.pdf', lockUntil: new Date('2033-01-01T00:00:00Z') };
  const newKey = () => letterFileKey(newId('cus'), newId('let'));
  const bytes = Buffer.from(`%PDF-1.7 ${randomUUID()}`);

  it('are stored locked, encrypted under the key, to be saved and not shown, and say nothing of the person', async () => {
    const key = newKey();
    const file = await files.put(key, bytes, as);
    const head = await storage.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({
      ContentType: 'application/pdf',
      ContentDisposition: 'attachment; filename="brief-2026-11-15.pdf"',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: expect.stringContaining('key/11111111'),
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: as.lockUntil,
      ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
      ContentLength: file.sizeBytes,
      VersionId: file.versionId,
    });
    expect(head.Metadata ?? {}).toEqual({});
  });

  it('are never replaced', async () => {
    const key = newKey();
    await files.put(key, bytes, as);
    await expect(files.put(key, Buffer.from('%PDF-1.7 other'), as)).rejects.toThrow('file-not-stored');
    expect(await storedBytes(storage, bucket, key)).toEqual(bytes);
  });

  it('are not written by a function that was not given the key', async () => {
    await expect(letterFiles({ s3: storage.s3, bucket }).put(newKey(), bytes, as)).rejects.toThrow('was not given the key');
  });

  it('can be fetched for five minutes, that version and no other', async () => {
    const key = newKey();
    const { versionId } = await files.put(key, bytes, as);
    await storage.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'something else', ContentType: 'text/plain' }));
    const now = new Date();
    const { url, expiresAt } = await linksTo(storage, bucket).link(key, versionId, now);
    const answer = await fetch(url);
    expect({ status: answer.status, type: answer.headers.get('content-type'), disposition: answer.headers.get('content-disposition') }).toEqual({
      status: 200,
      type: 'application/pdf',
      disposition: 'attachment; filename="brief-2026-11-15.pdf"',
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    for (const change of [{ versionId: '' }, { 'X-Amz-Expires': '3000' }]) {
      const changed = new URL(url);
      for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value);
      expect((await fetch(changed)).status).toBe(403);
    }
    expect((await fetch(url.replace('/let_', '/let_0'))).status).toBe(403);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
    expect(Date.parse(expiresAt) - now.getTime()).toBeLessThanOrEqual(300_000);
    expect(Date.parse(expiresAt) - now.getTime()).toBeGreaterThan(298_999);
  });

  it('go with every version, delete marker and unfinished upload; a neighbour whose key begins alike stays', async () => {
    const key = newKey();
    const neighbour = `${key}.bak`;
    await files.put(key, bytes, as);
    await files.put(neighbour, bytes, as);
    await storage.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    await files.put(key, bytes, as);
    for (const Key of [key, neighbour]) await storage.s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    expect((await storedKeys(storage, bucket)).filter((stored) => stored === key)).toHaveLength(3);

    await files.removeAll(key);
    await files.removeAll(key);
    expect((await storedKeys(storage, bucket)).filter((stored) => stored.startsWith(key))).toEqual([neighbour]);
    const { Uploads = [] } = await storage.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }));
    expect(Uploads.map(({ Key }) => Key)).toEqual([neighbour]);
  });
});
