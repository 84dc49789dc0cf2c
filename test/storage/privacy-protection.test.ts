import { beforeEach, describe, expect, it } from '@jest/globals';
import { deleteDue } from '../../functions/privacy/delete-due.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { newId } from '../../shared/id.ts';
import type { ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { partsOf } from '../../shared/privacy/runs/deletion-run.ts';
import type { Database } from '../../shared/storage/database.ts';
import { keyOf } from '../../shared/storage/item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import type { Write } from '../../shared/storage/transact.ts';
import {
  classIn,
  counted,
  difference,
  effectOf,
  isHead,
  kindOf,
  names,
  ofClass,
  ofPerson,
  protectedBy,
  theItem,
  without,
  type Dump,
  type Placed,
} from './dumps.ts';
import { describeOnOneEngine } from './harness.ts';
import { countsOf, morningOf, privacyWorld } from './privacy-fixtures.ts';
import { someOf, thorough } from './thorough.ts';

const states = ['heldSince', 'restrictedSince'] as const;

/** What can be held or restricted: the person or the case, with everything of theirs, or an item by itself. */
const subjects = {
  person: (dump: Dump) => theItem(dump, 'customer'),
  login: (dump: Dump) => theItem(dump, 'login'),
  case: (dump: Dump) => theItem(dump, 'ticket'),
  message: (dump: Dump) => theItem(dump, 'correspondence', ({ type }) => type === 'message'),
  letter: (dump: Dump) => theItem(dump, 'letter'),
};
type Subject = keyof typeof subjects;
const all = Object.keys(subjects) as Subject[];
const each = all.flatMap((subject) => (thorough ? states : someOf(states, 1)).map((state) => [subject, state] as const));

describeOnOneEngine('hold and restriction', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  /** Whose contract has ended, with a case. */
  const setUp = async (): Promise<Customer> => {
    const person = await world.person();
    await world.aCase(person.id);
    await world.leave(person, '2026-03-31');
    return person;
  };
  const protect = (one: Placed, state: (typeof states)[number]) => world.protect(one.table, keyOf(one.item), state);
  /** The file and the login of somebody who has one of each are there exactly as long as the items are that they go with. */
  const outsideFollows = (kept: readonly Placed[]) => {
    const kinds = kept.map(({ item }) => item.kind);
    expect([world.outside.files.size, world.outside.logins.size]).toEqual([kinds.includes('letter') ? 1 : 0, kinds.includes('login') ? 1 : 0]);
  };

  describe('in a deletion run', () => {
    const tables: readonly TableName[] = ['tickets', 'letters', 'customers'];
    /** Late enough for everything in these tables but the payout. */
    const late = '2034-01-01';
    const dueOf = (dump: Dump, person: { id: string }): Placed[] => {
      const some = ofPerson(dump, person).filter(({ table }) => tables.includes(table));
      return without(some, ofClass(dump, some, 'voucher'));
    };

    it.each(each)('keep the %s and all of theirs; when they are lifted, the next run deletes: %s', async (subject, state) => {
      const person = await setUp();
      const found = subjects[subject](await storage.dump());
      await protect(found, state);
      const first = await effectOf(storage, () => world.runOf(late, tables));
      const kept = protectedBy(first.before, subjects[subject](first.before));
      expect(names(first.gone)).toEqual(names(without(dueOf(first.before, person), kept)));
      // At most it is told whom it is about, before nobody knows any more.
      const old = new Map(kept.map((one) => [names([one])[0]!, one.item]));
      for (const { item, table } of first.changed.filter((one) => old.has(names([one])[0]!))) {
        const { party: _, ...rest } = item;
        expect(rest).toEqual(old.get(names([{ table, item }])[0]!));
      }
      outsideFollows(kept);

      const { dueOn, duePk, dueSk } = found.item;
      await world.release(found.table, keyOf(found.item), { dueOn, duePk, dueSk });
      const then = await effectOf(storage, () => world.runOf('2034-01-02', tables));
      expect(names(then.gone)).toEqual(names(dueOf(then.before, person)));
      outsideFollows([]);
    });

    it.each(all)('keep the %s also where the index does not know of it yet; a dry run counts the same', async (subject) => {
      await setUp();
      const { table, item } = subjects[subject](await storage.dump());
      await storage.put(table, { ...item, heldSince: '2026-04-01T09:00:00.000Z' });
      const dry = await world.runOf(late, tables, { dryRun: true });
      let real = dry;
      const { before, gone } = await effectOf(storage, async () => (real = await world.runOf(late, tables)));
      const kept = protectedBy(before, subjects[subject](before));
      expect(names(gone).filter((name) => names(kept).includes(name))).toEqual([]);
      expect(countsOf(dry)).toEqual(countsOf(real));
      const dueHeads = without(kept, ofClass(before, kept, 'voucher')).filter(isHead);
      const lines = Object.entries(countsOf(real)).flatMap(([line, { protected: count = 0 }]) => Array.from({ length: count }, () => line));
      expect(counted(lines)).toEqual(counted(dueHeads.filter((one) => tables.includes(one.table)).map((one) => `${one.table}/${classIn(before, one)}`)));
      outsideFollows(kept);
    });

    it.each(all)('keep the %s when they come between reading and deleting', async (subject) => {
      await setUp();
      const before = await storage.dump();
      const kept = protectedBy(before, subjects[subject](before));
      const holding = world.over(heldAtTheLastMoment(kept, subjects[subject](before)));
      const id = newId('run');
      const parts = partsOf(id, tables).filter(({ firstShard }) => firstShard === 0);
      await holding.api.runs.start({
        id,
        asOf: '2034-01-01',
        dryRun: false,
        trigger: 'schedule',
        startedAt: '2034-01-01T01:00:00.000Z',
        partsTotal: parts.length,
      });
      for (const part of parts) await deleteDue(part, holding.remove);
      expect(names(difference(before, await storage.dump()).gone).filter((name) => names(kept).includes(name))).toEqual([]);
      outsideFollows(kept);
    });
  });

  describe('in an erasure', () => {
    const linesOf = ({ lines }: ErasureRequest, result: string) =>
      Object.fromEntries(lines!.filter((line) => line.result === result).map(({ class: cls, count }) => [cls, count]));
    /** What a person would count of these, by class. */
    const countOf = (dump: Dump, some: readonly Placed[]) => counted(some.filter((one) => isHead(one) && !hasNoSay(one)).map((one) => classIn(dump, one)));
    const hasNoSay = (one: Placed) => (kindOf(one).ending as { auxiliary?: true }).auxiliary === true;

    it.each(each)('keep the %s and all of theirs, and the answer says so: %s', async (subject, state) => {
      const person = await setUp();
      world.clock.at = morningOf('2026-07-01');
      await protect(subjects[subject](await storage.dump()), state);
      const id = await world.askForErasure(person.id);
      const { before, gone, changed } = await effectOf(storage, () => eraseCustomer(id, world.deps.erase));
      const kept = protectedBy(before, subjects[subject](before)).filter((one) => !['erasure-request', 'ledger-entry'].includes(String(one.item.kind)));
      expect(names([...gone]).filter((name) => names(kept).includes(name))).toEqual([]);
      expect(changed.filter((one) => one.item.retainedSince !== undefined && names(kept).includes(names([one])[0]!))).toEqual([]);
      outsideFollows([...kept, theItem(before, 'letter')]);

      const request = (await world.deps.erase.erasures.ofCustomer(person.id, id))!;
      expect(request.outcome).toBe('partial');
      expect(linesOf(request, 'protected')).toEqual(countOf(before, kept));
      expect(new Set(request.lines!.filter(({ result }) => result === 'protected').map(({ ground }) => ground))).toEqual(
        new Set(['Einschränkung der Verarbeitung oder Löschsperre, Art. 18, Art. 17 Abs. 3 Buchst. e DSGVO']),
      );
    });

    it.each(all)('keep the %s when they come between reading and hiding', async (subject) => {
      const person = await setUp();
      world.clock.at = morningOf('2026-07-01');
      const request = await world.askForErasure(person.id);
      const before = await storage.dump();
      const found = subjects[subject](before);
      const kept = protectedBy(before, found).filter(({ item }) => item.kind !== 'erasure-request');
      // The guard is closed, and the promise written, before anything is looked at.
      await eraseCustomer(request, world.over(heldAtTheLastMoment(kept, found, 'after the guard')).erase);
      const after = await storage.dump();
      const stillThere = new Set(names(ofPerson(after, person)));
      expect(names(kept).filter((name) => !stillThere.has(name))).toEqual([]);
      expect(names(ofPerson(after, person).filter(({ item }) => item.retainedSince !== undefined)).filter((name) => names(kept).includes(name))).toEqual([]);
      expect(Object.keys(linesOf((await world.deps.erase.erasures.ofCustomer(person.id, request))!, 'protected'))).toContain(classIn(before, found));
      outsideFollows([...kept, theItem(before, 'letter')]);
    });

    it('of the person let nobody write for them any more', async () => {
      const person = await setUp();
      world.clock.at = morningOf('2026-07-01');
      await protect(subjects.person(await storage.dump()), 'heldSince');
      await world.erased(person.id);
      await expect(world.openTicket(person.id)).rejects.toMatchObject({ kind: 'conflict', code: 'customer-erased' });
      expect(await world.deps.customers.own(person.id)).toBeUndefined();
    });

    it.each(all)('of the %s are no end of the matter: when they are lifted, the request is carried out and answered once more', async (subject) => {
      const person = await setUp();
      world.clock.at = morningOf('2026-07-01');
      const { table, item } = subjects[subject](await storage.dump());
      await protect({ table, item }, 'heldSince');
      const { id } = await world.erased(person.id);
      // As long as nothing changes nothing is done, and nobody is told the same again.
      world.clock.at = morningOf('2026-07-02');
      const before = await storage.dump();
      await eraseCustomer(id, world.deps.erase);
      expect(difference(before, await storage.dump()).gone).toEqual([]);
      expect(world.mails).toHaveLength(1);

      world.clock.at = morningOf('2026-07-03');
      const { dueOn, duePk, dueSk } = item;
      await world.release(table, keyOf(item), { dueOn, duePk, dueSk });
      await eraseCustomer(id, world.deps.erase);
      const finished = (await world.deps.erase.erasures.ofCustomer(person.id, id))!;
      expect([finished.outcome, linesOf(finished, 'protected'), world.mails.length]).toEqual(['complete', {}, 2]);
      expect(world.mails.map(({ to }) => to)).toEqual([person.contactPoints[0]!.address, person.contactPoints[0]!.address]);
      expect(world.outside.logins.has(person.id)).toBe(false);
    });
  });

  /** Somebody holds an item at the very moment at which the first of these would be changed or deleted. */
  function heldAtTheLastMoment(these: readonly Placed[], subject: Placed, from: 'at once' | 'after the guard' = 'at once'): Database {
    const places = new Set(these.map(({ table, item }) => JSON.stringify([table, keyOf(item)])));
    const keyOfWrite = (write: Write) => ('put' in write ? keyOf(write.put) : 'update' in write ? write.update : 'delete' in write ? write.delete : undefined);
    const closesGuard = (write: Write) => 'update' in write && write.changes.set?.['status'] !== undefined;
    let held = false;
    return {
      ...storage.db,
      async commit(change) {
        const touches = change.writes.some((write) => places.has(JSON.stringify([write.table, keyOfWrite(write)])));
        if (touches && !held && !(from === 'after the guard' && change.writes.some(closesGuard))) {
          held = true;
          await world.protect(subject.table, keyOf(subject.item), 'heldSince');
        }
        return storage.db.commit(change);
      },
    };
  }
});
