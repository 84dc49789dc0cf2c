import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { newId } from '../../shared/id.ts';
import type { Database } from '../../shared/storage/database.ts';
import type { Change } from '../../shared/storage/transact.ts';
import { ofPerson, restore } from './dumps.ts';
import { erasureScene, refusal } from './erasure-scene.ts';
import { describeOnOneEngine } from './harness.ts';
import type { Case } from './privacy-fixtures.ts';
import { someOf, thorough } from './thorough.ts';

describeOnOneEngine('erasure', (storage) => {
  const { world, setUp, leftBehind } = erasureScene(storage);
  beforeEach(() => world.clear());

  describe('against writers', () => {
    /** Each writes by a way of its own, as other functions do. */
    const writers: Record<string, (person: Customer, of: Case) => Promise<unknown>> = {
      ticket: (person) => world.openTicket(person.id, '2026-07-01T00:00:00Z'),
      letter: (_, { ticket }) => world.issueLetter(ticket, '2026-07-01T00:00:00Z'),
      'note of a worker': (_, { ticket }) =>
        world.deps.interactions.note(
          ticket,
          {
            id: newId('int'),
            ticketId: ticket.id,
            at: world.clock.at.toISOString(),
            by: { role: 'system' },
            content: { type: 'notification', channel: 'sms', template: 'new-letter', result: 'sent' },
          },
          world.clock.at,
        ),
      reopening: (person) =>
        world.deps.customers.changeRelationship(
          person.id,
          { change: 'reopened', reason: 'recorded-by-mistake' },
          { id: newId('rel'), by: 'agt_01', ifMatch: person.version + 1 },
          world.clock.at,
        ),
      preferences: (person) => world.deps.customers.setPreferences({ ...person, notifyBy: 'email', version: person.version + 2 }),
    };

    /** The tables, with something done before each call that goes through. */
    const interposed = (before: () => Promise<void>): Database => {
      const { db } = storage;
      return {
        ...db,
        get: (table, key) => before().then(() => db.get(table, key)),
        page: (query) => before().then(() => db.page(query)),
        async *each(query) {
          for await (const items of db.each(query)) {
            await before();
            yield items;
          }
        },
        commit: (change: Change) => before().then(() => db.commit(change)),
        deleteAll: (table, keys) => before().then(() => db.deleteAll(table, keys)),
      };
    };

    /** After an erasure nothing is left behind, or it was refused and everything is as it was for a customer who stays. */
    const settled = async (person: Customer, request: string): Promise<'complete' | 'partial'> => {
      const { outcome } = (await world.deps.erase.erasures.ofCustomer(person.id, request))!;
      if (outcome === 'complete') expect(await leftBehind(person)).toEqual([]);
      else {
        expect(await world.deps.customers.own(person.id)).toMatchObject({ status: 'active' });
        expect(ofPerson(await storage.dump(), person).filter(({ item }) => item.retainedSince !== undefined)).toEqual([]);
        expect((await storage.items('ledger'))[0]).toMatchObject({ scope: 'what-nothing-protects' });
      }
      return outcome!;
    };

    /** Before the first call and past the last; around the closing of the guard, and then. */
    const turns = (): number[] => {
      const [around, then] = [
        [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        [12, 16, 20, 30, 40],
      ] as const;
      return thorough ? [1, ...around, ...then, 999] : [1, ...someOf(around, 2), ...someOf(then, 1), 999];
    };

    it('leaves nothing behind, at whichever call somebody else writes, and takes nothing from a contract that runs again', async () => {
      const { person, theirs } = await setUp();
      const request = await world.askForErasure(person.id);
      const initial = { dump: await storage.dump(), outside: world.outside.state };
      const outcomes: Record<string, Record<string, number>> = {};
      for (const [name, write] of Object.entries(writers)) {
        const seen: Record<string, number> = (outcomes[name] = {});
        for (const turn of turns()) {
          await restore(storage, initial.dump);
          world.outside.reset(initial.outside);
          let calls = 0;
          let written = 'nothing';
          const way = interposed(async () => {
            if (++calls === turn) written = await refusal(write(person, theirs));
          });
          await eraseCustomer(request, world.over(way).erase);
          const key = `${written}, ${await settled(person, request)}`;
          seen[key] = (seen[key] ?? 0) + 1;
        }
      }
      expect(Object.fromEntries(Object.entries(outcomes).map(([name, seen]) => [name, Object.keys(seen).sort()]))).toEqual({
        // Before the guard was closed it keeps the person, afterwards it is refused.
        ticket: ['conflict/customer-erased, complete', 'done, partial', 'nothing, complete'],
        letter: ['conflict/customer-erased, complete', 'done, complete', 'nothing, complete'],
        'note of a worker': ['conflict/customer-erased, complete', 'done, complete', 'nothing, complete'],
        reopening: ['done, partial', 'not-found/no-such-customer, complete', 'nothing, complete'],
        preferences: ['done, complete', 'not-found/no-such-customer, complete', 'nothing, complete'],
      });
    });

    it('lets nobody be shut out who stays, when the worker ends between closing the guard and opening it again', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const { db } = storage;
      const raced = world.over({
        ...db,
        async commit(change) {
          const guard = change.writes.find((write) => 'update' in write && write.table === 'customers' && write.changes.set?.status !== undefined);
          if (guard && 'update' in guard && guard.changes.set?.status === 'active') throw new Error('killed');
          if (guard) await world.openTicket(person.id, '2026-07-01T00:00:00Z');
          return db.commit(change);
        },
      });
      await expect(eraseCustomer(request, raced.erase)).rejects.toThrow('killed');
      expect(await refusal(world.openTicket(person.id))).toBe('conflict/customer-erased');
      await eraseCustomer(request, world.deps.erase);
      expect(await settled(person, request)).toBe('partial');
      expect(await refusal(world.openTicket(person.id))).toBe('done');
    });

    it('leaves nothing behind when many write at the same time', async () => {
      const names = fc.array(fc.constantFrom(...Object.keys(writers)), { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(names, fc.nat(15), async (writing, delay) => {
          await world.clear();
          const { person, theirs } = await setUp();
          const request = await world.askForErasure(person.id);
          let calls = 0;
          let started: Promise<unknown> | undefined;
          const start = (): Promise<unknown> => Promise.allSettled(writing.map((name) => writers[name]!(person, theirs)));
          const way = interposed(async () => {
            if (calls++ === delay) started = start();
          });
          await eraseCustomer(request, world.over(way).erase);
          await started;
          await settled(person, request);
        }),
        { numRuns: thorough ? 10 : 4 },
      );
    });
  });
});
