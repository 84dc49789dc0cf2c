import { expect, it } from '@jest/globals';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { describeStorage } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';

describeStorage('storage harness', (storage) => {
  it('counts calls and capacity, and shows every item', async () => {
    await storage.clear();
    const { byCommand, capacity, total } = await storage.counted(() => storage.db.commit({ writes: [{ table: 'statistics', put: { pk: 'a', sk: 'b' } }] }));
    expect({ byCommand, total }).toEqual({ byCommand: { TransactWriteItems: 1 }, total: 1 });
    expect(capacity).toBeGreaterThan(0);
    expect(await storage.dump()).toEqual({ statistics: [{ pk: 'a', sk: 'b' }] });
  });

  it('ends the process before or after a call has taken effect', async () => {
    await storage.clear();
    for (const [id, failure] of [
      ['before', 'crash-before'],
      ['after', 'crash-after'],
    ] as const) {
      storage.inject(() => failure);
      await expect(storage.db.commit({ writes: [{ table: 'statistics', put: { pk: id, sk: 'b' } }] })).rejects.toThrow(InjectedCrash);
    }
    expect(await storage.items('statistics')).toEqual([{ pk: 'after', sk: 'b' }]);
  });

  it('has a bucket', async () => {
    const answer = await storage.s3.send(new HeadBucketCommand({ Bucket: await storage.bucket() }));
    expect(answer.$metadata.httpStatusCode).toBe(200);
  });
});
