import { expect, it } from '@jest/globals';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { describeOnEveryEngine, rivalOf } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';
import { raw } from './raw-write.ts';

describeOnEveryEngine('storage harness', (storage) => {
  const put = (pk: string) => storage.db.commit({ writes: [raw({ table: 'statistics', put: { pk, sk: 'b' } })] });

  it('counts calls and capacity, and shows every item', async () => {
    await storage.clear();
    const { byCommand, capacity, total } = await storage.counted(() => put('a'));
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
      await expect(put(id)).rejects.toThrow(InjectedCrash);
    }
    expect(await storage.items('statistics')).toEqual([{ pk: 'after', sk: 'b' }]);
  });

  it('shows what others wrote who know the tables, and hands out what nobody can change', async () => {
    await storage.clear();
    await put('own');
    (await storage.items('statistics'))[0]!.sk = 'changed';
    await rivalOf(storage).commit({ writes: [raw({ table: 'statistics', put: { pk: 'rival', sk: 'b' } })] });
    expect(await storage.dump()).toEqual({
      statistics: [
        { pk: 'own', sk: 'b' },
        { pk: 'rival', sk: 'b' },
      ],
    });
  });

  it('is empty when it was cleared, whoever wrote, and however', async () => {
    await storage.clear();
    await put('own');
    await rivalOf(storage).commit({ writes: [raw({ table: 'statistics', put: { pk: 'rival', sk: 'b' } })] });
    await storage.put('tickets', { pk: 'as it is', sk: 'b' });
    await storage.db.commit({ writes: [raw({ table: 'tickets', update: { pk: 'made by an update', sk: 'b' }, changes: { add: { count: 1 } } })] });
    expect(Object.values(await storage.dump()).flat()).toHaveLength(4);
    await storage.clear();
    expect(await storage.dump()).toEqual({});
  });

  it('has a bucket', async () => {
    const answer = await storage.s3.send(new HeadBucketCommand({ Bucket: await storage.bucket() }));
    expect(answer.$metadata.httpStatusCode).toBe(200);
  });
});
