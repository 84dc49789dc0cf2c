import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { ticketWaitsForClerk } from '../../../events/ticket-waits-for-clerk.ts';
import { tablesThatWake } from '../../../functions/wake/wake-items.ts';
import { newId } from '../../../shared/id.ts';
import { customerKeys, headAttributes, itemKind, type HeadEnding } from '../../../shared/storage/item-kind.ts';
import { tables, type TableName } from '../../../shared/storage/tables.ts';
import { asleep, awake, wakeAttributes, wakeShard, wakeShards, wakeUpTo } from '../../../shared/storage/wake-index.ts';
import { storedItems } from '../../../shared/stored-items.ts';

const minute = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z'), noInvalidDate: true });

describe('the wake index', () => {
  it('shows at any moment what should be awake by then, and nothing else', () => {
    fc.assert(
      fc.property(minute, minute, (until, now) => {
        const { wakeAt, wakeSk } = asleep(newId('tck'), until);
        expect(wakeAt).toBe(until.toISOString());
        expect(wakeSk < wakeUpTo(now)).toBe(until <= now);
      }),
    );
  });

  it('spreads items over its shards, each always into the same', () => {
    const ids = Array.from({ length: 4_000 }, () => newId('ntf'));
    const shards = Map.groupBy(ids, (id) => asleep(id, new Date(0)).wakePk);
    expect([...shards.keys()].toSorted()).toEqual(Array.from({ length: wakeShards }, (_, shard) => wakeShard(shard)));
    for (const some of shards.values()) expect(Math.abs(some.length - 1_000)).toBeLessThan(200);
    for (const id of ids.slice(0, 10)) expect(asleep(id, new Date(1)).wakePk).toBe(asleep(id, new Date(2)).wakePk);
  });

  it('sets exactly what waking removes', () => {
    expect(Object.keys(asleep('tck_1', new Date(0))).toSorted()).toEqual(awake.toSorted());
  });

  it('is there in the tables in which something sleeps, and in no other', () => {
    const indexed = (Object.keys(tables) as TableName[]).filter((table) => 'wake' in tables[table].indexes);
    expect(tablesThatWake(storedItems.kinds).toSorted()).toEqual(indexed.toSorted());
  });
});

describe('a kind', () => {
  type Shape = Record<string, z.ZodType>;
  const wakes: HeadEnding<unknown>['wakes'] = (_, told) => ticketWaitsForClerk.make({ ...told, aggregateId: 'tck_1', data: { kind: 'theft' } });
  const declared = (table: TableName, attributes: Shape, more: Pick<HeadEnding<unknown>, 'wakes'>) => () =>
    itemKind({
      kind: 'sleeper',
      table,
      title: 'Schläfer',
      sk: 'slp#',
      foundBy: 'partition',
      schema: z.object({ ...customerKeys('sleeper'), ...headAttributes, ...attributes }),
      ending: { class: 'case-notes', recordedAt: () => '2026-03-15', ...more },
    });

  it('that wakes says what it tells then, has the attributes, and lies where there is the index', () => {
    expect(declared('tickets', wakeAttributes, { wakes })).not.toThrow();
    expect(declared('tickets', {}, {})).not.toThrow();
  });

  const { wakeSk: _, ...some } = wakeAttributes;
  it.each([
    ['tells nothing when it wakes', declared('tickets', wakeAttributes, {})],
    ['cannot sleep', declared('tickets', {}, { wakes })],
    ['can sleep by halves', declared('tickets', some, { wakes })],
    ['can sleep by halves, and tells nothing', declared('tickets', some, {})],
    ['sleeps where nobody looks', declared('customers', wakeAttributes, { wakes })],
  ])('that %s is refused', (_what, declare) => {
    expect(declare).toThrow('sleeper declares only a part of waking');
  });
});
