import { expect, it } from '@jest/globals';
import { emptied } from '../../infra/emptied-bucket.ts';
import { fileKey } from '../../shared/files/file-key.ts';
import { newId } from '../../shared/id.ts';
import { litter, pagingS3, testStores } from './file-fixtures.ts';
import { describeOnOneEngine } from './harness.ts';

describeOnOneEngine('a bucket that is to be destroyed', (storage) => {
  it.each(Object.values(testStores))('is emptied of every version and marker of $prefix, locked or not, page by page', async (store) => {
    const bucket = await storage.bucket();
    for (let file = 0; file < 3; file++) await litter(store, storage, bucket, fileKey(store, newId('cus'), newId(store.idPrefix)));
    // Two versions and a marker of each.
    expect(await emptied(bucket, pagingS3(storage, 2))).toBe(9);
    expect(await emptied(bucket, storage.s3)).toBe(0);
  });
});
