import { beforeEach, describe, expect, it } from '@jest/globals';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { canName } from '../../shared/privacy/deletion/law-only.ts';
import { isHidden } from '../../shared/storage/item-states.ts';
import { keyOf } from '../../shared/storage/item.ts';
import type { Day } from '../../shared/personal-data/calendar.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { effectOf, isHead, kindOf, names, ofClass, ofPerson, lastingWith, theItem, withChildren, without, type Dump, type Placed } from './dumps.ts';
import { describeOnOneEngine } from './harness.ts';
import { morningOf, privacyWorld } from './privacy-fixtures.ts';

/** Whom everything is about here, in the words of their master data. */
const party = { name: 'Paula Sommer', address: 'Lindenstraße 7, 50674 Köln, DE' };

describeOnOneEngine('what only the law keeps', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  const retained = (some: readonly Placed[]) => some.filter(({ item }) => item.retainedSince !== undefined);
  const named = (some: readonly Placed[]) => some.filter(({ item }) => item.party !== undefined);
  /** What a run that took these left to the law, and what it wrote on it. */
  const runOn = (day: string, ...tables: readonly ('tickets' | 'letters' | 'customers')[]) => effectOf(storage, () => world.runOf(day, tables));
  const ticketOf = (dump: Dump, { ticket }: { ticket: { id: string } }) => theItem(dump, 'ticket', ({ id }) => id === ticket.id);
  const now = () => world.clock.at.toISOString();

  describe('when a deletion run takes a case', () => {
    it('is all that hangs on it and stays: hidden, dated to its statutory end, and named', async () => {
      const person = await world.person();
      const theirs = await world.aCase(person.id);
      const other = await world.aCase(person.id, { closedAt: '2027-01-05T09:00:00Z' });
      await world.leave(person, '2026-03-31');
      const { before, after, gone, changed } = await runOn('2030-04-01', 'tickets');
      const stays = lastingWith(before, ticketOf(before, theirs));
      expect(names(gone)).toEqual(
        names([...withChildren(before, ticketOf(before, theirs)), ...ofClass(before, ofPerson(before, person), 'login-ip', 'login-time')]),
      );
      expect(names(retained(changed))).toEqual(names(stays));
      expect(changed.filter(({ item }) => item.retainedSince !== now())).toEqual([]);
      // Six years after the year in which it was sent, ten after the year of the payment.
      expect(Object.fromEntries(changed.map(({ item }) => [item.kind, [item.dueOn, String(item.dueSk).slice(0, 10)]]))).toMatchObject({
        correspondence: ['2033-01-01', '2033-01-01'],
        payout: ['2037-01-01', '2037-01-01'],
        letter: ['2033-01-01', '2033-01-01'],
      });
      for (const one of changed) expect([names([one]), one.item.party]).toEqual([names([one]), canName(kindOf(one)) ? party : undefined]);
      // Nobody sees it any more; what belongs to the other case is as it was.
      const { interactions, letters } = world.deps;
      expect((await interactions.interactions(theirs.ticket, 50)).items).toEqual([]);
      expect([await letters.ofCustomer(person.id, theirs.letterId!), await letterReader(storage.db).letter(theirs.letterId!)]).toEqual([undefined, undefined]);
      expect((await letters.listOfCustomer(person.id, 10)).items.map(({ id }) => id)).toEqual([other.letterId]);
      expect(retained([ticketOf(after, other), ...lastingWith(after, ticketOf(after, other))])).toEqual([]);
    });

    it('is no letter whose reader is still a customer: they use it until half a year after', async () => {
      const person = await world.person();
      const theirs = await world.aCase(person.id);
      const { before, changed } = await runOn('2030-04-01', 'tickets');
      const stays = lastingWith(before, ticketOf(before, theirs));
      expect(names(retained(changed))).toEqual(names(without(stays, ofClass(before, stays, 'letter-centre'))));
      expect(await world.deps.letters.ofCustomer(person.id, theirs.letterId!)).toMatchObject({ id: theirs.letterId });
    });
  });

  describe('of a case whose longer period was taken back', () => {
    it('is what was left to the law meanwhile dated anew', async () => {
      const person = await world.person();
      const { ticket } = await world.aCase(person.id);
      await world.chooseRetention(ticket, 'thirty-years');
      await world.leave(person, '2026-03-31');
      const [letter] = (await runOn('2026-10-01', 'customers')).changed;
      expect([letter!.item.kind, letter!.item.dueOn]).toEqual(['letter', '2056-06-21']);
      await world.chooseRetention(ticket, 'regular');
      const { gone, after } = await runOn('2030-04-01', 'tickets');
      expect(gone.map(({ item }) => item.kind)).toContain('ticket');
      expect(theItem(after, 'letter', () => true).item).toMatchObject({ dueOn: '2033-01-01', dueSk: expect.stringMatching(/^2033-01-01/) });
    });
  });

  describe('when a deletion run takes the login, half a year after the relationship', () => {
    it('is every letter; what hangs on a case that is there is used for that', async () => {
      const person = await world.person();
      const theirs = await world.aCase(person.id);
      await world.leave(person, '2026-03-31');
      expect(retained((await runOn('2026-09-30', 'customers')).changed)).toEqual([]);
      const { before, changed } = await runOn('2026-10-01', 'customers');
      expect(names(changed)).toEqual(names(ofClass(before, ofPerson(before, person), 'letter-centre')));
      expect(changed.map(({ item }) => [item.dueOn, item.retainedSince])).toEqual([['2033-01-01', now()]]);
      expect(await world.deps.letters.ofCustomer(person.id, theirs.letterId!)).toBeUndefined();
      expect((await world.deps.interactions.interactions(theirs.ticket, 50)).items.length).toBeGreaterThan(3);
    });

    it('is dated by an end that was recorded in arrears', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      await world.runOf('2033-01-01', ['letters']);
      expect(theItem(await storage.dump(), 'letter').item.dueOn).toBe('2033-07-02');
      // Seven years late: the relationship had ended long before the letter was looked at.
      world.clock.at = morningOf('2033-03-01');
      await world.leave(person, '2026-03-31');
      const datedOn = async (day: Day) => {
        const { changed } = await runOn(day, 'customers');
        return changed.filter(({ item }) => item.kind === 'letter').map(({ item }) => [item.dueOn, item.dueSk]);
      };
      // An end so far in arrears takes effect after a second look.
      expect(await datedOn('2033-03-14')).toEqual([]);
      expect(await datedOn('2033-03-15')).toEqual([['2033-03-15', expect.stringMatching(/^2033-03-15#/)]]);
      const { before, gone } = await runOn('2033-03-16', 'letters');
      expect(names(gone)).toEqual(names([theItem(before, 'letter')]));
    });
  });

  describe('when the master data goes', () => {
    /** Everything that is left and could name somebody. */
    const nameable = (some: readonly Placed[]) => some.filter((one) => isHead(one) && canName(kindOf(one)));

    it('says whom it is about, whether it was hidden before or is kept for another reason', async () => {
      const person = await world.person();
      const theirs = await world.aCase(person.id, { closedAt: '2027-01-05T09:00:00Z' });
      const other = await world.aCase(person.id, { closedAt: '2027-02-05T09:00:00Z', letterAt: undefined, payoutAt: undefined });
      await world.leave(person, '2026-03-31');
      // One is evidence, and one was hidden before anything was named.
      const payout = theItem(await storage.dump(), 'payout', ({ ticketId }) => ticketId === theirs.ticket.id);
      await world.protect('tickets', keyOf(payout.item), 'heldSince');
      const message = theItem(await storage.dump(), 'correspondence', ({ ticketId, type }) => ticketId === other.ticket.id && type === 'message');
      await storage.put('tickets', { ...message.item, retainedSince: '2027-06-01T09:00:00.000Z' });

      const before = await runOn('2031-03-31', 'customers');
      expect([before.gone.filter((one) => kindOf(one) === storedItems.personKind), named(before.changed)]).toEqual([[], []]);
      const { gone, after, changed } = await runOn('2031-04-01', 'customers');
      expect(gone.map(kindOf)).toContain(storedItems.personKind);
      const left = nameable(ofPerson(after, person));
      expect(left.length).toBeGreaterThan(3);
      for (const one of left) expect([names([one]), one.item.party]).toEqual([names([one]), party]);
      const { duePk: _pk, dueSk: _sk, ...asItWas } = payout.item;
      expect(changed.find(({ item }) => item.sk === payout.item.sk)!.item).toEqual({ ...asItWas, party, heldSince: expect.anything() });
      // Nobody uses any of it any more. What is evidence stays as it was.
      expect(left.filter(({ item }) => !isHidden(item)).map(({ item }) => item.sk)).toEqual([payout.item.sk]);
    });

    it('names nobody else', async () => {
      const [person, neighbour] = [await world.person(), await world.person({ givenName: 'Emil', familyName: 'Kranz' })];
      for (const { id } of [person, neighbour]) await world.aCase(id);
      await world.leave(person, '2026-03-31');
      const { after } = await runOn('2030-04-01', 'customers');
      expect(named(ofPerson(after, neighbour))).toEqual([]);
      const left = named(ofPerson(after, person));
      expect(left.map(({ item }) => item.party)).toEqual(left.map(() => party));
      expect(left.length).toBeGreaterThan(1);
    });
  });

  describe('after an erasure', () => {
    it('says whom it is about, all of it: what was hidden, what was before, and what is held', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      await world.leave(person, '2026-03-31');
      const payout = theItem(await storage.dump(), 'payout');
      await world.protect('tickets', keyOf(payout.item), 'heldSince');
      world.clock.at = morningOf('2026-07-01');
      const { after, changed } = await effectOf(storage, () => world.erased(person.id));
      expect(ofPerson(after, person).filter((one) => kindOf(one) === storedItems.personKind)).toEqual([]);
      const left = ofPerson(after, person).filter((one) => isHead(one) && canName(kindOf(one)));
      for (const one of left) expect([names([one]), one.item.party]).toEqual([names([one]), party]);
      expect(retained(changed).every(({ item }) => item.retainedSince === now())).toBe(true);
      // A payout names who was paid from the day it was paid.
      expect(theItem(after, 'payout').item).toMatchObject({ payee: { name: 'Paula Sommer', iban: 'DE89370400440532013000' }, heldSince: expect.anything() });
    });

    it('names nobody while the contract runs: the master data says it', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      world.clock.at = morningOf('2026-07-01');
      const { after } = await effectOf(storage, () => world.erased(person.id));
      expect([named(ofPerson(after, person)), retained(ofPerson(after, person))]).toEqual([[], []]);
    });
  });
});
