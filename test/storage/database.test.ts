import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import { technical } from '../../shared/personal-data/classification.ts';
import { itemKind, parseItem } from '../../shared/storage/item-kind.ts';
import { database } from '../../shared/storage/database.ts';
import type { Item } from '../../shared/storage/item.ts';
import { dueKeys, dueShard, dueShards, dueUpTo } from '../../shared/storage/due-index.ts';
import { newId } from '../../shared/id.ts';
import { describeOnEveryEngine } from './harness.ts';
import type { StorageCall } from './observed-client.ts';
import { raw } from './raw-write.ts';

const keys = (items: readonly Item[]) => items.map(({ sk }) => sk);
const numbered = (count: number, prefix = 'a#') => Array.from({ length: count }, (_, index) => ({ pk: 'p', sk: `${prefix}${String(index).padStart(3, '0')}` }));

describeOnEveryEngine('database', (storage) => {
  const { db } = storage;
  beforeEach(() => storage.clear());

  describe('reads', () => {
    it('an item, strongly consistent', async () => {
      await storage.put('statistics', { pk: 'p', sk: 's', n: 1 });
      const sent: StorageCall[] = [];
      storage.inject((call) => void sent.push(call));
      expect(await db.get('statistics', { pk: 'p', sk: 's' })).toEqual({ pk: 'p', sk: 's', n: 1 });
      expect(await db.get('statistics', { pk: 'p', sk: 'none' })).toBeUndefined();
      await db.page({ table: 'statistics', pk: 'p', limit: 1 });
      expect(sent.map(({ input }) => input['ConsistentRead'])).toEqual([true, true, true]);
    });

    it('a partition page by page, in both directions', async () => {
      await storage.put('statistics', ...numbered(7), { pk: 'other', sk: 'a#000' });
      const first = await db.page({ table: 'statistics', pk: 'p', limit: 3 });
      expect(keys(first.items)).toEqual(['a#000', 'a#001', 'a#002']);
      const second = await db.page({ table: 'statistics', pk: 'p', limit: 5, after: first.next });
      expect(keys(second.items)).toEqual(['a#003', 'a#004', 'a#005', 'a#006']);
      expect(second.next).toBeUndefined();
      expect(keys((await db.page({ table: 'statistics', pk: 'p', limit: 2, newestFirst: true })).items)).toEqual(['a#006', 'a#005']);
    });

    it('only what begins so, or lies below or above', async () => {
      await storage.put('statistics', ...numbered(3), ...numbered(3, 'b#'));
      expect(keys((await db.page({ table: 'statistics', pk: 'p', prefix: 'b#', limit: 10 })).items)).toEqual(['b#000', 'b#001', 'b#002']);
      expect(keys((await db.page({ table: 'statistics', pk: 'p', below: 'a#002', limit: 10 })).items)).toEqual(['a#000', 'a#001']);
      expect(keys((await db.page({ table: 'statistics', pk: 'p', above: 'a#001', limit: 2 })).items)).toEqual(['a#002', 'b#000']);
    });

    it('as a number alone, up to a bound', async () => {
      await storage.put('statistics', ...numbered(7));
      const count = (limit: number, pk = 'p') => db.count({ table: 'statistics', pk, limit });
      const { byCommand, result } = await storage.counted(() => count(10));
      expect(byCommand).toEqual({ Query: 1 });
      expect(result).toEqual({ count: 7 });
      expect([await count(7), await count(6), await count(1), await count(5, 'nobody')]).toEqual([
        { count: 7 },
        { count: 6, more: true },
        { count: 1, more: true },
        { count: 0 },
      ]);
    });

    it('goes on behind a key that is not there', async () => {
      await storage.put('statistics', ...numbered(3));
      expect(keys((await db.page({ table: 'statistics', pk: 'p', limit: 10, after: { pk: 'p', sk: 'a#000~' } })).items)).toEqual(['a#001', 'a#002']);
    });

    it('everything, one page in memory at a time', async () => {
      await storage.put('statistics', ...numbered(60));
      const sizes: number[] = [];
      for await (const items of db.each({ table: 'statistics', pk: 'p', limit: 25 })) sizes.push(items.length);
      expect(sizes).toEqual([25, 25, 10]);
      const none: number[] = [];
      for await (const items of db.each({ table: 'statistics', pk: 'nobody', limit: 25 })) none.push(items.length);
      expect(none).toEqual([]);
    });

    it('nothing of a table that was not granted', async () => {
      const granted = database({ client: storage.client, tableNames: { events: storage.tables.events } });
      await expect(granted.get('tickets', { pk: 'p', sk: 's' })).rejects.toThrow('not given the table tickets');
    });
  });

  describe('reads many items at once', () => {
    const byKey = (items: readonly Item[]) => items.map(({ sk }) => String(sk)).toSorted();

    it('as they stand, strongly consistent, and leaves out those that are not there', async () => {
      await storage.put('statistics', { pk: 'p', sk: 'a', n: 1 }, { pk: 'p', sk: 'b', n: 2 }, { pk: 'q', sk: 'a', n: 3 });
      const sent: StorageCall[] = [];
      storage.inject((call) => void sent.push(call));
      const asked = [
        { pk: 'p', sk: 'a' },
        { pk: 'p', sk: 'none' },
        { pk: 'q', sk: 'a' },
      ];
      const found = await db.getAll('statistics', asked);
      expect(found.toSorted((one, other) => Number(one.n) - Number(other.n))).toEqual([
        { pk: 'p', sk: 'a', n: 1 },
        { pk: 'q', sk: 'a', n: 3 },
      ]);
      expect(sent).toMatchObject([{ command: 'BatchGetItem', input: { RequestItems: { [storage.tables.statistics]: { ConsistentRead: true } } } }]);
    });

    it('each once, however often it is asked for, and by its key alone', async () => {
      await storage.put('statistics', ...numbered(2));
      const twice = [...numbered(2), ...numbered(2).map((key) => ({ ...key, n: 1 }))];
      expect(byKey(await db.getAll('statistics', twice))).toEqual(['a#000', 'a#001']);
    });

    it('a hundred a call', async () => {
      await storage.put('statistics', ...numbered(250));
      const { byCommand, result } = await storage.counted(() => db.getAll('statistics', [...numbered(250), { pk: 'q', sk: 'none' }]));
      expect(byCommand).toEqual({ BatchGetItem: 3 });
      expect(byKey(result)).toEqual(numbered(250).map(({ sk }) => sk));
    });

    it('again what was not processed, and loses nothing of what was', async () => {
      await storage.put('statistics', ...numbered(40));
      storage.inject(({ number }) => (number === 1 ? 'unprocessed' : number <= 3 ? 'half-read' : undefined));
      const { byCommand, result } = await storage.counted(() => db.getAll('statistics', numbered(40)));
      expect(byCommand).toEqual({ BatchGetItem: 4 });
      expect(byKey(result)).toEqual(numbered(40).map(({ sk }) => sk));
    });

    it('again consistently what was not processed', async () => {
      await storage.put('statistics', ...numbered(2));
      const asked: unknown[] = [];
      storage.inject(({ number, input }) => {
        asked.push(Object.values(input['RequestItems'] as Record<string, { ConsistentRead?: boolean }>)[0]!.ConsistentRead);
        return number === 1 ? 'half-read' : undefined;
      });
      await db.getAll('statistics', numbered(2));
      expect(asked).toEqual([true, true]);
    });

    it('and gives up rather than going on for ever, or telling a part', async () => {
      await storage.put('statistics', ...numbered(3));
      storage.inject(({ number }) => (number === 1 ? 'half-read' : 'unprocessed'));
      await expect(db.getAll('statistics', numbered(3))).rejects.toEqual(new DomainError('unavailable', 'storage-busy'));
    });

    it('nothing without a call', async () => {
      const { total, result } = await storage.counted(() => db.getAll('statistics', []));
      expect({ total, result }).toEqual({ total: 0, result: [] });
    });

    it('nothing of a table that was not granted', async () => {
      const granted = database({ client: storage.client, tableNames: { events: storage.tables.events } });
      await expect(granted.getAll('tickets', [{ pk: 'p', sk: 's' }])).rejects.toThrow('not given the table tickets');
    });
  });

  describe('the due index', () => {
    it('finds what is due on a day or before, in every shard, and nothing later', async () => {
      const days = ['2026-03-13', '2026-03-14', '2026-03-15', '2026-03-16'];
      const heads = days.flatMap((day) =>
        Array.from({ length: 30 }, () => {
          const id = newId('tck');
          return { pk: newId('cus'), sk: `tck#${id}`, ...dueKeys(id, day) };
        }),
      );
      await storage.put('tickets', ...heads);
      const found: unknown[] = [];
      for (let shard = 0; shard < dueShards; shard++) {
        for await (const items of db.each({ table: 'tickets', index: 'due', pk: dueShard(shard), below: dueUpTo('2026-03-15'), limit: 10 })) {
          found.push(...items.map(({ dueOn }) => dueOn));
        }
      }
      expect(found.length).toBe(90);
      expect(new Set(found)).toEqual(new Set(days.slice(0, 3)));
    });

    it('spreads ids over its shards', () => {
      const shards = Array.from({ length: 3200 }, () => dueKeys(newId('tck'), '2026-03-15').duePk);
      const counts = Array.from({ length: dueShards }, (_, shard) => shards.filter((name) => name === dueShard(shard)).length);
      expect(Math.min(...counts)).toBeGreaterThan(100);
      expect(Math.max(...counts)).toBeLessThan(300);
    });

    it('sees no item whose due attributes were taken away', async () => {
      const keysOf = dueKeys('tck_1', '2026-03-15');
      await storage.put('tickets', { pk: 'cus_1', sk: 'tck#1', ...keysOf });
      await db.commit({ writes: [raw({ table: 'tickets', update: { pk: 'cus_1', sk: 'tck#1' }, changes: { remove: ['duePk', 'dueSk'] } })] });
      expect((await db.page({ table: 'tickets', index: 'due', pk: keysOf.duePk, limit: 10 })).items).toEqual([]);
    });
  });

  describe('deletes in batches', () => {
    it('all that it is given, 25 at a time', async () => {
      await storage.put('statistics', ...numbered(60), { pk: 'q', sk: 'stays' });
      const { byCommand } = await storage.counted(() => db.deleteAll('statistics', numbered(60)));
      expect(byCommand).toEqual({ BatchWriteItem: 3 });
      expect(await storage.items('statistics')).toEqual([{ pk: 'q', sk: 'stays' }]);
    });

    it('again what was not processed', async () => {
      await storage.put('statistics', ...numbered(30));
      storage.inject(({ number }) => (number <= 2 ? 'unprocessed' : undefined));
      const { total } = await storage.counted(() => db.deleteAll('statistics', numbered(30)));
      expect(total).toBe(4);
      expect(await storage.items('statistics')).toEqual([]);
    });

    it('and gives up rather than going on for ever', async () => {
      storage.inject(() => 'unprocessed');
      await expect(db.deleteAll('statistics', numbered(1))).rejects.toEqual(new DomainError('unavailable', 'storage-busy'));
    });

    it('nothing without a call', async () => {
      expect((await storage.counted(() => db.deleteAll('statistics', []))).total).toBe(0);
    });
  });
});

describe('an item read back', () => {
  const kind = itemKind({
    kind: 'thing',
    table: 'statistics',
    title: 'Ding',
    sk: 'thing',
    foundBy: 'none',
    schema: z.object({ pk: technical(z.string(), 'Schlüssel'), size: technical(z.number(), 'Größe') }),
    ending: 'never',
  });

  it('is what its kind says', () => {
    expect(parseItem(kind, { pk: 'a', size: 1 })).toEqual({ pk: 'a', size: 1 });
  });

  it('is otherwise a defect, told without its values', () => {
    const read = () => parseItem(kind, { pk: 'a', size: 'Paula' });
    expect(read).toThrow('Stored thing does not fit its schema: size');
    expect(read).not.toThrow('Paula');
  });

  it('is a defect too where it has an attribute that nobody declared', () => {
    const read = () => parseItem(kind, { pk: 'a', size: 1, nickname: 'Paula' });
    expect(read).toThrow('Stored thing does not fit its schema: undeclared nickname');
    expect(read).not.toThrow('Paula');
  });
});
