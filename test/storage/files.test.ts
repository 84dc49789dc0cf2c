import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, GetObjectRetentionCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { fileKey } from '../../shared/files/file-key.ts';
import { fileReader } from '../../shared/files/file-reader.ts';
import { newId } from '../../shared/id.ts';
import { dyingS3, filesOf, litter, lockUntil, lying, pagingS3, testStores } from './file-fixtures.ts';
import { describeStorage } from './harness.ts';
import { linksTo, storedBytes } from './letter-fixtures.ts';

describeStorage('files', (storage) => {
  describe.each(Object.values(testStores))('of the store $prefix', (store) => {
    const locks = store.lock === 'governance';
    const as = { fileName: 'beleg-2026-11-15', ...(locks && { lockUntil }) };
    const bytes = Buffer.from(`content ${randomUUID()}`);
    const newKey = (customerId = newId('cus')) => fileKey(store, customerId, newId(store.idPrefix));
    let bucket: string;
    let files: ReturnType<typeof filesOf>;

    beforeEach(async () => {
      bucket = await storage.bucket();
      files = filesOf(store, storage.s3, bucket);
    });

    it('are stored as the store declares, encrypted under the key, and say nothing of the person', async () => {
      const key = newKey();
      const file = await files.keep(key, bytes, as);
      const head = await storage.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
      expect(head).toMatchObject({
        ContentType: store.contentType,
        ContentDisposition: `${store.disposition}; filename="beleg-2026-11-15"`,
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: expect.stringContaining('key/11111111'),
        ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
        ContentLength: file.sizeBytes,
        VersionId: file.versionId,
      });
      expect(head.Metadata ?? {}).toEqual({});
    });

    it(locks ? 'are locked until the day that is named' : 'are not locked', async () => {
      const key = newKey();
      await files.keep(key, bytes, as);
      const retention = storage.s3.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: key }));
      if (locks) expect((await retention).Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: lockUntil });
      else await expect(retention).rejects.toThrow();
    });

    it('are not stored otherwise than the store locks', async () => {
      await expect(files.keep(newKey(), bytes, { fileName: 'x', ...(!locks && { lockUntil }) })).rejects.toThrow('the lock that the store declares');
      expect(await lying(storage, bucket)).toEqual([]);
    });

    it('are never replaced', async () => {
      const key = newKey();
      await files.keep(key, bytes, as);
      await expect(files.keep(key, Buffer.from('other'), as)).rejects.toThrow('file-not-stored');
      expect(await storedBytes(storage, bucket, key)).toEqual(bytes);
    });

    it('are read in their newest version where no other is named; what is deleted or was never there is not there', async () => {
      const reader = fileReader({ s3: storage.s3, bucket });
      const key = newKey();
      expect(await reader.newest(key)).toBeUndefined();
      const { versionId } = await files.keep(key, bytes, as);
      expect(await reader.newest(key)).toBe(versionId);
      expect(await reader.newest(newKey())).toBeUndefined();
      const { VersionId } = await storage.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'newer' }));
      expect([VersionId === versionId, await reader.newest(key)]).toEqual([false, VersionId]);
      expect(Buffer.from((await reader.read(key, versionId, 1_000)) as Uint8Array)).toEqual(bytes);
      expect(await reader.read(key, versionId, 1)).toBe('too-large');
      await storage.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      expect(await reader.newest(key)).toBeUndefined();
    });

    it('can be fetched for five minutes, that version and no other', async () => {
      const key = newKey();
      const { versionId } = await files.keep(key, bytes, as);
      await storage.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'something else', ContentType: 'text/plain' }));
      const now = new Date();
      const { url, expiresAt } = await linksTo(storage, bucket).link(key, versionId, now);
      const answer = await fetch(url);
      expect({ status: answer.status, type: answer.headers.get('content-type'), disposition: answer.headers.get('content-disposition') }).toEqual({
        status: 200,
        type: store.contentType,
        disposition: `${store.disposition}; filename="beleg-2026-11-15"`,
      });
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
      for (const change of [{ versionId: '' }, { 'X-Amz-Expires': '3000' }, { 'response-content-disposition': 'inline' }]) {
        const changed = new URL(url);
        for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value);
        expect((await fetch(changed)).status).toBe(403);
      }
      expect((await fetch(url.replace(`/${store.idPrefix}_`, `/${store.idPrefix}_0`))).status).toBe(403);
      expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
      expect(Date.parse(expiresAt) - now.getTime()).toBeLessThanOrEqual(300_000);
      expect(Date.parse(expiresAt) - now.getTime()).toBeGreaterThan(298_999);
    });

    it('go with every version, delete marker and unfinished upload; a neighbour whose key begins alike stays', async () => {
      const key = newKey();
      const neighbour = `${key}.bak`;
      for (const each of [key, neighbour]) await litter(store, storage, bucket, each);
      expect((await lying(storage, bucket)).filter((found) => found === key)).toHaveLength(4);
      await files.remove(key);
      await files.remove(key);
      expect(new Set(await lying(storage, bucket))).toEqual(new Set([neighbour]));
    });

    describe('of one person', () => {
      /** Two files and one that an item names, another person's, and another store's of the same person. */
      async function setUp() {
        const [person, other] = [newId('cus'), newId('cus')];
        const [kept, theirs] = [newKey(person), newKey(other)];
        const elsewhere = `else/${person}/x`;
        for (const key of [newKey(person), newKey(person), kept, theirs, elsewhere]) await litter(store, storage, bucket, key);
        const left = [kept, theirs, elsewhere].flatMap((key) => [key, key, key, key]).sort();
        return { person, keep: new Set([kept]), left };
      }

      it('go all, but for those to be kept, other people’s and other stores’', async () => {
        const { person, keep, left } = await setUp();
        for (let times = 0; times < 2; times++) await files.removeOf(person, keep);
        expect(await lying(storage, bucket)).toEqual(left);
      });

      it('go page by page', async () => {
        const { person, keep, left } = await setUp();
        const s3 = pagingS3(storage, 2);
        await filesOf(store, s3, bucket).removeOf(person, keep);
        s3.destroy();
        expect(await lying(storage, bucket)).toEqual(left);
      });

      it.each(['before', 'after'] as const)('go in the end, though the process ended %s any request', async (when) => {
        const { person, keep, left } = await setUp();
        for (let at = 1; ; at++) {
          const dying = dyingS3(storage, at, when);
          const ended = await filesOf(store, dying.s3, bucket)
            .removeOf(person, keep)
            .then(
              () => false,
              () => true,
            );
          dying.s3.destroy();
          if (!ended) break;
          // What was done stays done, so the next attempt has less to do; without an end this would go on for ever.
          expect(at).toBeLessThan(30);
        }
        expect(await lying(storage, bucket)).toEqual(left);
      });

      it.each(['', 'cus_', '../cus_01JQ0000000000000000000000'])('are not swept by %j, which is nobody’s id', async (id) => {
        await litter(store, storage, bucket, newKey());
        await expect(files.removeOf(id, new Set())).rejects.toThrow('by the id of a customer');
        expect(await lying(storage, bucket)).toHaveLength(4);
      });
    });
  });
});
