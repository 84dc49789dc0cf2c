import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { letterKey, letterKind } from '../../shared/letters/letter-item.ts';
import { notified, type Letter } from '../../shared/letters/letter.ts';
import type { LetterTable } from '../../shared/letters/letter-table.ts';
import { parseItem } from '../../shared/storage/item-kind.ts';
import { customerItem } from './customer-item.ts';
import { describeStorage } from './harness.ts';
import { now, once, someCase, someLetter, table, type Case, ticketItem } from './letter-fixtures.ts';

describeStorage('letters', (storage) => {
  let letters: LetterTable;
  let some: Case;

  beforeEach(async () => {
    await storage.clear();
    letters = table(storage);
    some = await someCase(storage);
  });

  const issueOne = async (of: Case = some): Promise<Letter> => {
    const letter = someLetter(of);
    await letters.issue(letter, once(letter), now);
    return letter;
  };
  const current = async (letter: Letter): Promise<Letter> => (await letters.ofCustomer(letter.customerId, letter.id))!;
  const eventsOf = async (letter: Letter) =>
    (await storage.items('events')).filter((event) => event.pk === letter.id).map(({ type, data }) => ({ type, data }));
  const mark = async ({ customerId, id }: Letter, attribute: string) => {
    const stored = await storage.db.get('letters', letterKey(customerId, id));
    await storage.put('letters', { ...stored, [attribute]: now.toISOString() });
  };
  const erasing = () => storage.put('customers', customerItem(some.customerId, 'erasing'));

  describe('issuing', () => {
    it('makes item, event and marker in one write, dated by the law and the relationship', async () => {
      const letter = someLetter(some);
      const { byCommand } = await storage.counted(() => letters.issue(letter, once(letter), now));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(await current(letter)).toEqual(letter);
      expect(await storage.items('letters')).toMatchObject([
        { pk: some.customerId, sk: `let#${letter.id}`, dueOn: '2033-01-01', dueSk: `2033-01-01#${letter.id}` },
      ]);
      expect(await eventsOf(letter)).toEqual([{ type: 'letter.issued', data: { category: 'claim' } }]);
      expect(await storage.items('idempotency')).toMatchObject([{ madeId: letter.id, gsi1pk: some.customerId }]);
    });

    it('happens once per request: a repeat is told what was made, and makes nothing', async () => {
      const [first, second] = [someLetter(some), someLetter(some)];
      await letters.issue(first, once(first, 'k'), now);
      expect(await letters.earlier({ key: 'k', body: '{}' }, now)).toEqual({ id: first.id, status: 201 });
      expect(await letters.issue(second, once(second, 'k'), now)).toEqual({ earlier: { id: first.id, status: 201 } });
      expect((await storage.items('letters')).map(({ id }) => id)).not.toContain(second.id);
    });

    it('knows a repeat from a new request: other key, other body, a day later', async () => {
      const letter = someLetter(some);
      await letters.issue(letter, once(letter, 'k'), now);
      expect(await letters.earlier({ key: 'other', body: '{}' }, now)).toBeUndefined();
      await expect(letters.earlier({ key: 'k', body: '{"a":1}' }, now)).rejects.toThrow('idempotency-key-reused');
      const later = (seconds: number) => new Date(now.getTime() + (24 * 60 * 60 + seconds) * 1000);
      expect(await letters.earlier({ key: 'k', body: '{}' }, later(0))).toEqual({ id: letter.id, status: 201 });
      expect(await letters.earlier({ key: 'k', body: '{}' }, later(1))).toBeUndefined();
      const second = someLetter(some);
      expect(await letters.issue(second, once(second, 'k'), later(1))).toEqual({});
    });

    it('is refused for somebody who is being erased', async () => {
      await erasing();
      const letter = someLetter(some);
      await expect(letters.issue(letter, once(letter), now)).rejects.toThrow(new DomainError('conflict', 'customer-erased'));
      expect(await storage.items('letters')).toEqual([]);
    });

    it('is refused for somebody whose data is restricted', async () => {
      await storage.put('customers', { ...customerItem(some.customerId), restrictedSince: now.toISOString() });
      const letter = someLetter(some);
      await expect(letters.issue(letter, once(letter), now)).rejects.toThrow(new DomainError('conflict', 'processing-restricted'));
      expect(await storage.items('letters')).toEqual([]);
    });
  });

  describe('reading', () => {
    it("lists a customer's letters newest first, page by page, and nobody else's", async () => {
      const made = [await issueOne(), await issueOne(), await issueOne()].map(({ id }) => id).reverse();
      await issueOne(await someCase(storage));
      const first = await letters.listOfCustomer(some.customerId, 2);
      expect(first.items.map(({ id }) => id)).toEqual(made.slice(0, 2));
      const second = await letters.listOfCustomer(some.customerId, 2, first.next);
      expect({ ids: second.items.map(({ id }) => id), next: second.next }).toEqual({ ids: made.slice(2), next: undefined });
      const { byCommand } = await storage.counted(() => letters.listOfCustomer(some.customerId, 100));
      expect(byCommand).toEqual({ Query: 1 });
    });

    it('lists the letters of a ticket newest first, page by page', async () => {
      const made = [await issueOne(), await issueOne(), await issueOne()].map(({ id }) => id).reverse();
      const other = newId('tck');
      await storage.put('tickets', ticketItem(some.customerId, other));
      await issueOne({ ...some, ticketId: other });
      const first = await letters.listOfTicket(some.ticketId, 2);
      const second = await letters.listOfTicket(some.ticketId, 2, first.next);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
      expect(second.next).toBeUndefined();
    });

    it('finds a letter by its id, and for a customer only their own', async () => {
      const letter = await issueOne();
      expect(await letters.byId(letter.id)).toEqual(letter);
      expect(await letterReader(storage.db).letter(letter.id)).toEqual(letter);
      expect(await letters.ofCustomer(newId('cus'), letter.id)).toBeUndefined();
      expect(await letterReader(storage.db).letter(newId('let'))).toBeUndefined();
    });

    it.each(['retainedSince', 'deletingSince'])('shows nobody a letter that is marked %s, but knows that it is there', async (attribute) => {
      const letter = await issueOne();
      await mark(letter, attribute);
      expect(await letters.ofCustomer(letter.customerId, letter.id)).toBeUndefined();
      expect(await letters.byId(letter.id)).toBeUndefined();
      expect(await letterReader(storage.db).letter(letter.id)).toBeUndefined();
      expect(await letters.listOfCustomer(letter.customerId, 10)).toEqual({ items: [], next: undefined });
      expect(await letters.listOfTicket(letter.ticketId!, 10)).toEqual({ items: [], next: undefined });
      expect((await storage.items('letters')).map(({ id }) => id)).toContain(letter.id);
      await expect(letters.recordOpening(letter, now)).rejects.toThrow('no-such-letter');
      await expect(letters.recordNotification(notified(letter, { channel: 'sms', result: 'sent', at: now.toISOString() }))).rejects.toThrow('already-done');
    });
  });

  it('is shown while it is restricted, and says so; that it is opened is only noted', async () => {
    const letter = await issueOne();
    await mark(letter, 'restrictedSince');
    await storage.put('customers', { ...customerItem(some.customerId), restrictedSince: now.toISOString() });
    const seen = { ...letter, restricted: true };
    expect(await current(letter)).toEqual(seen);
    expect(await letters.byId(letter.id)).toEqual(seen);
    expect((await letters.listOfCustomer(letter.customerId, 10)).items).toEqual([seen]);
    await letters.recordOpening(letter, now);
    await letters.recordNotification(notified(letter, { channel: 'sms', result: 'sent', at: now.toISOString() }));
    expect(await current(letter)).toMatchObject({ openings: 1, notification: { result: 'sent' }, restricted: true });
    const [stored] = await storage.items('letters');
    expect(parseItem(letterKind, stored!)).toEqual(stored);
  });

  describe('opening', () => {
    it('is remembered and told the first time, and counted every time', async () => {
      const letter = await issueOne();
      const later = new Date(now.getTime() + 60_000);
      const first = await storage.counted(() => letters.recordOpening(letter, now));
      const second = await storage.counted(async () => letters.recordOpening(await current(letter), later));
      expect(first.byCommand).toEqual({ TransactWriteItems: 1 });
      expect(second.byCommand).toEqual({ GetItem: 1, TransactWriteItems: 1 });
      expect(await current(letter)).toEqual({ ...letter, firstOpenedAt: now.toISOString(), openings: 2 });
      expect((await eventsOf(letter)).map(({ type }) => type)).toEqual(['letter.issued', 'letter.opened']);
    });

    it('is told once though many open it at once', async () => {
      const letter = await issueOne();
      await Promise.all(Array.from({ length: 5 }, () => letters.recordOpening(letter, now)));
      expect(await current(letter)).toEqual({ ...letter, firstOpenedAt: now.toISOString(), openings: 5 });
      expect((await eventsOf(letter)).filter(({ type }) => type === 'letter.opened')).toHaveLength(1);
    });

    it('brings nothing back that is gone', async () => {
      const letter = await issueOne();
      const opened = { ...letter, firstOpenedAt: now.toISOString() };
      await storage.db.deleteAll('letters', [letterKey(letter.customerId, letter.id)]);
      for (const seen of [letter, opened]) await expect(letters.recordOpening(seen, now)).rejects.toThrow('no-such-letter');
      await erasing();
      for (const seen of [letter, opened]) await expect(letters.recordOpening(seen, now)).rejects.toThrow('customer-erased');
      expect(await storage.items('letters')).toEqual([]);
    });
  });

  describe('what became of the notification', () => {
    const told = (letter: Letter, result: 'sent' | 'unknown' | 'failed') => notified(letter, { channel: 'sms', result, at: now.toISOString() });

    it('is noted, and an opening in between is not lost', async () => {
      const letter = await issueOne();
      await letters.recordOpening(letter, now);
      await letters.recordNotification(told(letter, 'sent'));
      expect(await current(letter)).toMatchObject({
        notification: { channel: 'sms', result: 'sent' },
        openings: 1,
        firstOpenedAt: now.toISOString(),
        version: 2,
      });
    });

    it('is written by one of two who saw the same letter; the other has to look again', async () => {
      const letter = await issueOne();
      await letters.recordNotification(told(letter, 'sent'));
      await expect(letters.recordNotification(told(letter, 'unknown'))).rejects.toThrow('changed-meanwhile');
      expect((await current(letter)).notification?.result).toBe('sent');
    });

    it('brings nothing back that is gone', async () => {
      const letter = await issueOne();
      await storage.db.deleteAll('letters', [letterKey(letter.customerId, letter.id)]);
      await expect(letters.recordNotification(told(letter, 'sent'))).rejects.toThrow('already-done');
      await erasing();
      await expect(letters.recordNotification(told(letter, 'sent'))).rejects.toThrow('customer-erased');
      expect(await storage.items('letters')).toEqual([]);
    });
  });
});
