import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../events/event.ts';
import { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { database } from '../../shared/storage/database.ts';
import type { OnceNow } from '../../shared/storage/idempotency.ts';
import type { Guard } from '../../shared/storage/customer-guard.ts';
import type { Change, Write, WriteOptions } from '../../shared/storage/transact.ts';
import { describeOnEveryEngine } from './harness.ts';
import { InjectedCrash, type StorageCall } from './observed-client.ts';
import { raw } from './raw-write.ts';

const now = new Date('2026-03-15T09:30:00Z');
const seconds = (count: number) => new Date(now.getTime() + count * 1000);
const day = 24 * 60 * 60;

const once = (over: Partial<OnceNow> & { key?: string; body?: string } = {}): OnceNow => {
  const { key = newId('acc'), body = '{"a":1}', ...rest } = over;
  return { request: { key, body }, status: 201, madeId: 'tck_1', now, ...rest };
};

const event = (over: Partial<DomainEvent> = {}): DomainEvent => ({
  id: newId('evt'),
  type: 'ticket.opened',
  version: 1,
  aggregateId: 'tck_1',
  at: now.toISOString(),
  data: { kind: 'theft' },
  ...over,
});

/** An item of no kind: what is written does not matter here. */
const put = (pk: string, { item, ...options }: WriteOptions & { item?: object } = {}): Write =>
  raw({ ...options, table: 'statistics', put: { pk, sk: 'x', ...item } });

const refused = (code: string) => () => new DomainError('conflict', code);

describeOnEveryEngine('one change, one transaction', (storage) => {
  const { db } = storage;
  beforeEach(() => storage.clear());

  /** How a change ends: what it committed, or the refusal. */
  const outcome = async (change: Change): Promise<unknown> => {
    try {
      return await db.commit(change);
    } catch (error) {
      if (error instanceof DomainError) return `${error.kind}/${error.code}`;
      throw error;
    }
  };

  const customer = async (over: object = {}): Promise<string> => {
    const id = newId('cus');
    await storage.put('customers', { pk: id, sk: 'customer', status: 'active', version: 3, ...over });
    return id;
  };

  describe('is written whole', () => {
    it('marker, guard, items and events in one call and in this order', async () => {
      const id = await customer();
      const sent: StorageCall[] = [];
      storage.inject((call) => void sent.push(call));
      expect(await db.commit({ once: once(), customer: { id }, writes: [put('a')], events: [event()] })).toEqual({});
      expect(sent.map(({ command }) => command)).toEqual(['TransactWriteItems']);
      const items = sent[0]!.input['TransactItems'] as Record<string, { TableName: string }>[];
      expect(items.map((item) => Object.entries(item).map(([kind, { TableName }]) => `${kind} ${TableName.split('-')[0]}`)[0])).toEqual([
        'Put idempotency',
        'ConditionCheck customers',
        'Put statistics',
        'Put events',
      ]);
      const { events, statistics, idempotency } = await storage.dump();
      expect([events?.length, statistics?.length, idempotency?.length]).toEqual([1, 1, 1]);
    });

    it('with every kind of write', async () => {
      await storage.put('statistics', { pk: 'u', sk: 'x', count: 1, gone: 1, first: 'a' }, { pk: 'd', sk: 'x' }, { pk: 'c', sk: 'x', size: 2 });
      await db.commit({
        writes: [
          put('p', { item: { left: undefined } }),
          raw({
            table: 'statistics',
            update: { pk: 'u', sk: 'x' },
            changes: { set: { colour: 'red', nothing: undefined }, setOnce: { first: 'b', second: 'b' }, remove: ['gone'], add: { count: 2 } },
            if: { exists: true, equals: { count: 1 }, oneOf: { first: ['z', 'a'] }, absent: ['colour'] },
          }),
          raw({ table: 'statistics', update: { pk: 'n', sk: 'x' }, changes: { add: { count: 5 } } }),
          raw({ table: 'statistics', delete: { pk: 'd', sk: 'x' }, if: { exists: true } }),
          raw({ table: 'statistics', check: { pk: 'c', sk: 'x' }, if: { equals: { size: 2 } } }),
        ],
      });
      expect(await storage.items('statistics')).toEqual([
        { pk: 'c', sk: 'x', size: 2 },
        { pk: 'n', sk: 'x', count: 5 },
        { pk: 'p', sk: 'x' },
        { pk: 'u', sk: 'x', count: 3, first: 'a', second: 'b', colour: 'red' },
      ]);
    });

    it('or not at all', async () => {
      await storage.put('statistics', { pk: 'b', sk: 'x' });
      const before = await storage.dump();
      expect(await outcome({ once: once(), writes: [put('a'), put('b')], events: [event()] })).toBe('conflict/changed-meanwhile');
      expect(await storage.dump()).toEqual(before);
    });

    it('never over an item that is there, unless it says so', async () => {
      await storage.put('statistics', { pk: 'a', sk: 'x', v: 1 });
      expect(await outcome({ writes: [put('a')] })).toBe('conflict/changed-meanwhile');
      await db.commit({ writes: [put('a', { item: { v: 2 }, if: { equals: { v: 1 } } })] });
      expect(await storage.items('statistics')).toEqual([{ pk: 'a', sk: 'x', v: 2 }]);
    });
  });

  describe('has one effect per key', () => {
    it('a replay tells what was made, and writes nothing', async () => {
      const first = once({ madeId: 'tck_first' });
      await db.commit({ once: first, writes: [put('a')] });
      const before = await storage.dump();
      expect(await outcome({ once: { ...first, madeId: 'tck_second' }, writes: [put('b')], events: [event()] })).toEqual({
        earlier: { id: 'tck_first', status: 201 },
      });
      expect(await storage.dump()).toEqual(before);
    });

    it('a key with another body is refused, and writes nothing', async () => {
      const first = once();
      await db.commit({ once: first, writes: [put('a')] });
      const before = await storage.dump();
      expect(await outcome({ once: { ...first, request: { ...first.request, body: '{"a":2}' } }, writes: [put('b')] })).toBe(
        'unprocessable/idempotency-key-reused',
      );
      expect(await storage.dump()).toEqual(before);
    });

    it('twenty at once with the same key: one does the work, all name it', async () => {
      const request = { key: newId('acc'), body: '{}' };
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const { earlier } = await db.commit({ once: once({ ...request, madeId: `tck_${index}` }), writes: [put(`a${index}`)], events: [event()] });
          return { worked: !earlier, id: earlier?.id ?? `tck_${index}` };
        }),
      );
      expect(answers.filter(({ worked }) => worked)).toHaveLength(1);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      const { statistics, events, idempotency } = await storage.dump();
      expect([statistics?.length, events?.length, idempotency?.length]).toEqual([1, 1, 1]);
    });

    it('for 24 hours: then the key may be used again, also with another body', async () => {
      const request = { key: newId('acc'), body: '{}' };
      await db.commit({ once: once({ ...request, madeId: 'tck_1' }), writes: [put('a')] });
      expect(await outcome({ once: once({ ...request, madeId: 'tck_2', now: seconds(day) }), writes: [put('b')] })).toEqual({
        earlier: { id: 'tck_1', status: 201 },
      });
      expect(await outcome({ once: once({ key: request.key, body: '{"b":1}', madeId: 'tck_2', now: seconds(day + 1) }), writes: [put('b')] })).toEqual({});
      expect(await outcome({ once: once({ key: request.key, body: '{"b":1}', now: seconds(day + 2) }), writes: [put('c')] })).toEqual({
        earlier: { id: 'tck_2', status: 201 },
      });
      expect(await storage.items('idempotency')).toHaveLength(1);
    });
  });

  describe('writes nothing for somebody who is gone', () => {
    const cases: [string, object | undefined, number | undefined, string][] = [
      ['nobody of this id', undefined, undefined, 'conflict/customer-erased'],
      ['nobody of this id, profile named', undefined, 3, 'conflict/customer-erased'],
      ['somebody being erased', { status: 'erasing' }, undefined, 'conflict/customer-erased'],
      ['somebody being erased, profile right', { status: 'erasing' }, 3, 'conflict/customer-erased'],
      ['somebody whose profile has changed', {}, 2, 'stale/profile-changed'],
    ];
    it.each(cases)('%s', async (_, stored, profileVersion, refusal) => {
      const id = stored ? await customer(stored) : newId('cus');
      const before = await storage.dump();
      const guard = { id, ...(profileVersion !== undefined && { profileVersion }) };
      expect(await outcome({ once: once(), customer: guard, writes: [put('a')], events: [event()] })).toBe(refusal);
      expect(await storage.dump()).toEqual(before);
    });

    it('but for everybody else', async () => {
      expect(await outcome({ customer: { id: await customer() }, writes: [put('a')] })).toEqual({});
      expect(await outcome({ customer: { id: await customer(), profileVersion: 3 }, writes: [put('b')] })).toEqual({});
    });
  });

  describe('heeds the states of its customer', () => {
    const since = now.toISOString();
    const erased = 'conflict/customer-erased';
    const silent = 'conflict/customer-not-active';
    const stopped = 'conflict/processing-restricted';
    const stale = 'stale/profile-changed';
    // Of each state: who works with it, who only stores, and who speaks to the person. An empty word: it is written.
    const cases: [string, object | undefined, works: string, stores: string, speaks: string][] = [
      ['none', {}, '', '', ''],
      ['restricted', { restrictedSince: since }, stopped, '', silent],
      ['held', { heldSince: since }, '', '', silent],
      ['kept for the law only', { retainedSince: since }, erased, erased, silent],
      ['on the way out', { deletingSince: since }, erased, erased, silent],
      ['being erased', { status: 'erasing' }, erased, erased, silent],
      ['being erased and restricted', { status: 'erasing', restrictedSince: since }, erased, erased, silent],
      ['gone', undefined, erased, erased, silent],
      ['with another profile', { version: 4 }, stale, stale, stale],
      ['restricted, with another profile', { version: 4, restrictedSince: since }, stopped, stale, silent],
      ['held, with another profile', { version: 4, heldSince: since }, stale, stale, silent],
    ];
    it.each(cases)('%s', async (_, stored, works, stores, speaks) => {
      const modes: [Omit<Guard, 'id'>, string][] = [
        [{}, works],
        [{ onlyStores: true }, stores],
        [{ speaks: true }, speaks],
      ];
      for (const [mode, refusal] of modes) {
        const id = stored ? await customer(stored) : newId('cus');
        const before = await storage.dump();
        const pk = newId('acc');
        expect(await outcome({ once: once(), customer: { id, profileVersion: 3, ...mode }, writes: [put(pk)], events: [event()] })).toEqual(refusal || {});
        if (refusal) expect(await storage.dump()).toEqual(before);
        else expect(await storage.items('statistics')).toContainEqual({ pk, sk: 'x' });
      }
    });

    it('whatever version of the profile, where none is named', async () => {
      const id = await customer({ version: 4, restrictedSince: since });
      expect(await outcome({ customer: { id, onlyStores: true }, writes: [put('a')] })).toEqual({});
      expect(await outcome({ customer: { id }, writes: [put('b')] })).toBe(stopped);
      expect(await outcome({ customer: { id, speaks: true }, writes: [put('b')] })).toBe(silent);
    });
  });

  describe('is refused in a fixed order', () => {
    it('marker, then guard, then the writes as they are listed, then events', async () => {
      const known = once({ madeId: 'tck_earlier' });
      const told = event();
      await db.commit({ once: known, writes: [], events: [told] });
      await storage.put('statistics', { pk: 'a', sk: 'x' }, { pk: 'b', sk: 'x' });
      const erasing = await customer({ status: 'erasing' });
      const a = put('a', { refusal: refused('first') });
      const b = put('b', { refusal: refused('second') });

      expect(await outcome({ once: known, customer: { id: erasing }, writes: [a, b], events: [told] })).toEqual({
        earlier: { id: 'tck_earlier', status: 201 },
      });
      expect(await outcome({ once: once(), customer: { id: erasing }, writes: [a, b], events: [told] })).toBe('conflict/customer-erased');
      expect(await outcome({ once: once(), customer: { id: await customer() }, writes: [b, a], events: [told] })).toBe('conflict/second');
      expect(await outcome({ writes: [put('c'), a, b], events: [told] })).toBe('conflict/first');
      expect(await outcome({ writes: [put('c')], events: [told] })).toBe('conflict/changed-meanwhile');
    });

    it('and whoever words it sees the item as it stood', async () => {
      await storage.put('statistics', { pk: 'a', sk: 'x', version: 7, words: ['x', { y: true }] });
      const seen: unknown[] = [];
      const refusal = (current: unknown) => {
        seen.push(current);
        return new DomainError('stale', 'seen');
      };
      await outcome({ writes: [put('a', { if: { equals: { version: 6 } }, refusal })] });
      await outcome({ writes: [raw({ table: 'statistics', check: { pk: 'none', sk: 'x' }, if: { exists: true }, refusal })] });
      expect(seen).toEqual([{ pk: 'a', sk: 'x', version: 7, words: ['x', { y: true }] }, undefined]);
    });
  });

  describe('in trouble', () => {
    it('tries again when another transaction was in the way', async () => {
      storage.inject(({ number }) => (number <= 3 ? 'conflict' : undefined));
      const { byCommand, result } = await storage.counted(() => db.commit({ once: once(), writes: [put('a')] }));
      expect({ byCommand, result }).toEqual({ byCommand: { TransactWriteItems: 4 }, result: {} });
      expect(await storage.items('statistics')).toHaveLength(1);
    });

    it('gives up in the end, with nothing written', async () => {
      storage.inject(() => 'conflict');
      const { total, result } = await storage.counted(() => outcome({ once: once(), writes: [put('a')] }));
      expect({ total, result }).toEqual({ total: 8, result: 'unavailable/storage-busy' });
      expect(await storage.dump()).toEqual({});
    });

    it('sees what the one in the way has done', async () => {
      const request = { key: newId('acc'), body: '{}' };
      await db.commit({ once: once({ ...request, madeId: 'tck_rival' }), writes: [put('a')] });
      storage.inject(({ number }) => (number === 1 ? 'conflict' : undefined));
      expect(await outcome({ once: once(request), writes: [put('b')] })).toEqual({ earlier: { id: 'tck_rival', status: 201 } });
    });

    it('gets through when it is throttled for a while', async () => {
      storage.inject(({ number }) => (number <= 2 ? 'throttle' : undefined));
      expect(await outcome({ writes: [put('a')] })).toEqual({});
      expect(await storage.items('statistics')).toHaveLength(1);
    });

    it('has its effect once when the answer was lost on the way', async () => {
      await storage.put('statistics', { pk: 'sum', sk: 'x', count: 0 });
      storage.inject(({ number }) => (number === 1 ? 'lost-answer' : undefined));
      const counting = raw({ table: 'statistics', update: { pk: 'sum', sk: 'x' }, changes: { add: { count: 1 } } });
      const change: Change = { writes: [put('a'), counting], events: [event()] };
      expect(await outcome(change)).toEqual({});
      const { statistics, events } = await storage.dump();
      expect([statistics, events?.length]).toEqual([
        [
          { pk: 'a', sk: 'x' },
          { pk: 'sum', sk: 'x', count: 1 },
        ],
        1,
      ]);
    });

    it.each([1, 2, 3])('leaves nothing when the process ends before call %i', async (last) => {
      storage.inject(({ number }) => (number < last ? 'conflict' : 'crash-before'));
      const change = { once: once(), writes: [put('a')], events: [event()] };
      await expect(db.commit(change)).rejects.toThrow(InjectedCrash);
      expect(await storage.dump()).toEqual({});
      storage.inject(undefined);
      expect(await db.commit(change)).toEqual({});
    });

    it.each([1, 2, 3])('leaves everything when the process ends after call %i, and the repeat finds it', async (last) => {
      storage.inject(({ number }) => (number < last ? 'conflict' : 'crash-after'));
      const change = { once: once({ madeId: 'tck_made' }), writes: [put('a')], events: [event()] };
      await expect(db.commit(change)).rejects.toThrow(InjectedCrash);
      const { statistics, events, idempotency } = await storage.dump();
      expect([statistics?.length, events?.length, idempotency?.length]).toEqual([1, 1, 1]);
      storage.inject(undefined);
      expect(await db.commit({ ...change, once: { ...change.once, madeId: 'tck_other' } })).toEqual({ earlier: { id: 'tck_made', status: 201 } });
    });

    it('does not call a defect a refusal', async () => {
      const elsewhere = database({ client: storage.client, tableNames: { statistics: 'not-there' } });
      await expect(elsewhere.commit({ writes: [put('a')] })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });
});
