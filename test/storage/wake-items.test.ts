import { beforeEach, describe, expect, it } from '@jest/globals';
import { tablesThatWake, wakeItems, type WakeDeps } from '../../functions/wake/wake-items.ts';
import { newId } from '../../shared/id.ts';
import { keyOf, type Item } from '../../shared/storage/item.ts';
import { asleep, awake, wakeShards } from '../../shared/storage/wake-index.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { describeOnOneEngine } from './harness.ts';
import { sleepingNotifications, sleepingTickets } from './sleepers.ts';

const noon = new Date('2026-03-15T12:00:00.000Z');
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

describeOnOneEngine('waking', (storage) => {
  beforeEach(() => storage.clear());

  const { kinds } = storedItems;
  const tables = tablesThatWake(kinds).length;
  const deps = (over: Partial<WakeDeps> = {}): WakeDeps & { log: ReturnType<typeof memoryLog> } => {
    const log = memoryLog();
    return { db: storage.db, kinds, newId, now: () => noon, hasTime: () => true, ...over, log };
  };
  const told = async () => (await storage.items('events')).map(({ pk, type, at, data }) => ({ pk, type, at, data }));
  const there = async (item: Item) => storage.db.get(item.kind === 'ticket' ? 'tickets' : 'notifications', keyOf(item));
  const without = (item: Item) => Object.fromEntries(Object.entries(item).filter(([name]) => !(awake as string[]).includes(name)));

  it('takes an item out of the index when its time has come, tells what its kind says, and changes nothing else', async () => {
    const [ticket] = sleepingTickets(1, noon);
    const [notification] = sleepingNotifications(1, noon);
    await storage.put('tickets', ticket!);
    await storage.put('notifications', notification!);
    await wakeItems(deps({ now: () => later(-1) }));
    expect([await told(), await there(ticket!)]).toEqual([[], ticket]);

    const run = deps();
    await wakeItems(run);
    expect(await told()).toEqual(
      expect.arrayContaining([
        { pk: ticket!.id, type: 'ticket.waits-for-clerk', at: noon.toISOString(), data: { kind: 'theft' } },
        { pk: notification!.id, type: 'notification.planned', at: noon.toISOString(), data: { channel: 'sms', template: 'new-letter' } },
      ]),
    );
    expect(await there(ticket!)).toEqual(without(ticket!));
    // One that has not come to its end is looked at again.
    expect(await there(notification!)).toEqual({ ...notification!, ...asleep(notification!.id, later(1_800)) });
    expect(run.log.lines).toEqual([{ level: 'info', code: 'items-woken', fields: { count: 2 } }]);
  });

  it('makes up for minutes that were missed, and goes on behind a page', async () => {
    const many = [...sleepingTickets(60, later(-7_200)), ...sleepingTickets(60, later(-60)), ...sleepingTickets(20, later(60))];
    await storage.put('tickets', ...many);
    await wakeItems(deps());
    const events = await told();
    expect(new Set(events.map(({ pk }) => pk))).toEqual(new Set(many.slice(0, 120).map(({ id }) => id)));
    expect(events).toHaveLength(120);
  });

  it('wakes each item once, however many run at the same time', async () => {
    await storage.put('tickets', ...sleepingTickets(30, noon));
    const runs = Array.from({ length: 5 }, () => deps());
    await Promise.all(runs.map((run) => wakeItems(run)));
    expect(await told()).toHaveLength(30);
    const counted = runs.flatMap(({ log }) => log.lines).map(({ fields }) => fields!.count!);
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(30);
  });

  describe('an item that changes under its hands', () => {
    /** Whatever is done between the look at an item and its waking. */
    const overtaken = async (change: (item: Item) => Promise<unknown>) => {
      const [item] = sleepingTickets(1, noon);
      await storage.put('tickets', item!);
      const { db } = storage;
      const run = deps({
        db: {
          ...db,
          async getAll(...asked) {
            const items = await db.getAll(...asked);
            for (const one of items) await change(one);
            return items;
          },
        },
      });
      await wakeItems(run);
      return { item: item!, run };
    };

    it('sleeps on where it was put off', async () => {
      const { item } = await overtaken((one) => storage.put('tickets', { ...one, ...asleep(String(one.id), later(300)) }));
      expect([await told(), await there(item)]).toEqual([[], { ...item, ...asleep(item.id, later(300)) }]);
      await wakeItems(deps({ now: () => later(300) }));
      expect(await told()).toHaveLength(1);
    });

    it('is not woken a second time where another was quicker', async () => {
      const { run } = await overtaken(() => wakeItems(deps()));
      expect([(await told()).length, run.log.lines]).toEqual([1, []]);
    });

    it('is not brought back where it was erased', async () => {
      const { item } = await overtaken((one) => storage.db.deleteAll('tickets', [keyOf(one)]));
      expect([await told(), await there(item)]).toEqual([[], undefined]);
    });

    it('stays asleep where it was hidden, and leaves the index a minute later without a word', async () => {
      const { item, run } = await overtaken((one) => storage.put('tickets', { ...one, retainedSince: noon.toISOString() }));
      expect([await told(), run.log.lines, (await there(item))?.wakeSk]).toEqual([[], [], item.wakeSk]);
      await wakeItems(deps({ now: () => later(60) }));
      expect([await told(), await there(item)]).toEqual([[], { ...without(item), retainedSince: noon.toISOString() }]);
    });
  });

  it.each([
    ['retainedSince', false],
    ['deletingSince', false],
    ['restrictedSince', true],
    ['heldSince', true],
  ] as const)('takes an item with %s out of the index, and tells of it: %p', async (state, isTold) => {
    const [item] = sleepingTickets(1, noon, { [state]: later(-3_600).toISOString() });
    await storage.put('tickets', item!);
    await wakeItems(deps());
    expect([(await told()).length, await there(item!)]).toEqual([isTold ? 1 : 0, without(item!)]);
  });

  it('lets what cannot be woken keep nothing else, and fails for it each minute', async () => {
    const [wrong] = sleepingTickets(1, later(-60), { status: 'Paula Sommer' });
    const stranger = { ...sleepingTickets(1, later(-60))[0]!, kind: 'note', pk: 'cus_Sommer' };
    const good = sleepingTickets(40, noon);
    await storage.put('tickets', wrong!, stranger, ...good);
    for (const count of [40, 0]) {
      const run = deps();
      await expect(wakeItems(run)).rejects.toThrow('2 items or shards could not be woken');
      expect(run.log.lines.filter(({ level }) => level === 'error').map(({ code, fields }) => [code, fields?.table])).toEqual([
        ['item-not-woken', 'tickets'],
        ['item-not-woken', 'tickets'],
      ]);
      expect(JSON.stringify(run.log.lines)).not.toContain('Sommer');
      expect(run.log.lines.filter(({ code }) => code === 'items-woken').map(({ fields }) => fields?.count)).toEqual(count > 0 ? [count] : []);
    }
    expect((await told()).map(({ pk }) => pk).toSorted()).toEqual(good.map(({ id }) => id).toSorted());
  });

  it('leaves to the next minute what it has no time for, and says so', async () => {
    await storage.put('tickets', ...sleepingTickets(50, noon));
    let asked = 0;
    const run = deps({ hasTime: () => ++asked <= 3 });
    await wakeItems(run);
    const first = (await told()).length;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(50);
    expect(run.log.lines).toContainEqual({ level: 'warn', code: 'wakes-left-over', fields: { count: expect.any(Number) } });
    await wakeItems(deps());
    expect(await told()).toHaveLength(50);
  });

  it.each(['crash-before', 'crash-after', 'lost-answer', 'conflict', 'throttle'] as const)(
    'wakes each item once in the end, whichever call meets: %s',
    async (failure) => {
      // A query for each shard of the tables, then a read and a transaction for an item of each.
      for (let failing = 1; failing <= tables * wakeShards + 4; failing++) {
        const sleepers = [...sleepingTickets(1, noon), ...sleepingNotifications(1, noon)];
        await storage.put('tickets', sleepers[0]!);
        await storage.put('notifications', sleepers[1]!);
        storage.inject(({ number, command }) => (number === failing && (failure !== 'conflict' || command === 'TransactWriteItems') ? failure : undefined));
        await wakeItems(deps()).catch((error: Error) => expect(error.message).toMatch('could not be woken'));
        storage.inject(undefined);
        await wakeItems(deps());
        const heard = (await told()).map(({ pk }) => pk).filter((pk) => sleepers.some(({ id }) => id === pk));
        expect([failing, ...heard.toSorted()]).toEqual([failing, ...sleepers.map(({ id }) => id).toSorted()]);
      }
    },
  );

  describe('what it asks of the database', () => {
    const minute = async () => {
      const { byCommand, capacity } = await storage.counted(() => wakeItems(deps()));
      return { byCommand, ...(storage.engine === 'DynamoDB Local' && { capacity }) };
    };

    it('in a minute with nothing to do is a query for each shard and table, whatever is stored', async () => {
      expect(tables).toBe(8);
      // DynamoDB Local counts nothing for an answer with nothing in it; Amazon counts half a unit.
      const nothing = { byCommand: { Query: wakeShards * tables }, ...(storage.engine === 'DynamoDB Local' && { capacity: 0 }) };
      for (const stored of [10, 400]) {
        await storage.clear();
        await storage.put('tickets', ...sleepingTickets(stored, later(60)), ...sleepingTickets(stored, noon).map(without));
        expect(await minute()).toEqual(nothing);
      }
    });

    it('for each item is a transaction, and a read for a page of them', async () => {
      const [one] = sleepingTickets(1, noon);
      await storage.put('tickets', one!);
      const { byCommand, capacity } = (await minute()) as { byCommand: object; capacity?: number };
      expect(byCommand).toEqual({ Query: wakeShards * tables, BatchGetItem: 1, TransactWriteItems: 1 });
      if (capacity !== undefined) expect(capacity).toBe(17.5);
    });
  });
});
