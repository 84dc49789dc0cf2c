import { beforeEach, expect, it } from '@jest/globals';
import type * as z from 'zod';
import { getLetter } from '../../functions/letters/get-letter.ts';
import { getLetterFile } from '../../functions/letters/get-letter-file.ts';
import { listLetters } from '../../functions/letters/list-letters.ts';
import { markLetter } from '../../functions/letters/mark-letter.ts';
import { newId } from '../../shared/id.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import type { Letter } from '../../shared/letters/letter.ts';
import type { LetterTable } from '../../shared/letters/letter-table.ts';
import type { ReadingState } from '../../shared/letters/reading.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { customerItem } from './customer-item.ts';
import { describeStorage } from './harness.ts';
import { letterItem, now, once, someCase, someLetter, table, type Case } from './letter-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const none = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
const Query = listLetters.query!.byRole.customer;

describeStorage('where letters are', (storage) => {
  let letters: LetterTable;
  let some: Case;
  let at: Date;
  beforeEach(async () => {
    await storage.clear();
    letters = table(storage);
    some = await someCase(storage);
    at = now;
  });

  const links = { link: async () => ({ url: 'https://made-up.example/', expiresAt: now.toISOString() }) };
  const issueOne = async (more: Partial<Letter> = {}): Promise<Letter> => {
    const letter = { ...someLetter(some), ...more };
    await letters.issue(letter, once(letter), now);
    return letter;
  };
  const mark = ({ id }: { id: string }, state: ReadingState, caller = some.customer) =>
    markLetter.handle({ ...none, params: { letterId: id }, body: { state }, caller }, { letters, now: () => at });
  const open = ({ id }: { id: string }, caller = some.customer) =>
    getLetterFile.handle(
      { ...none, params: { letterId: id }, query: { disposition: 'inline' }, caller },
      { letters, staff: staffReader(storage.db), links, now: () => at },
    );
  const get = ({ id }: { id: string }, caller = some.customer) => getLetter.handle({ ...none, params: { letterId: id }, caller }, { letters });
  const list = (query: z.input<typeof Query> = {}) => listLetters.handle({ ...none, query: Query.parse(query), caller: some.customer }, { letters });
  const counted = async () => {
    const { counts } = await list({ counts: 'true' });
    return Object.fromEntries(counts!.byCategory.map(({ category, ...numbers }) => [category, numbers]));
  };
  const ids = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ id }) => id);

  it('are unread, read once they are opened, and archived when the customer says so; the first day stays', async () => {
    const letter = await issueOne();
    expect((await get(letter)).reading).toEqual({ state: 'unread' });
    await open(letter);
    expect((await get(letter)).reading).toEqual({ state: 'read', at: at.toISOString() });
    at = new Date('2026-11-16T10:00:00Z');
    const archived = { state: 'archived', at: at.toISOString() };
    expect((await mark(letter, 'archived')).reading).toEqual(archived);
    at = new Date('2026-11-17T10:00:00Z');
    const { byCommand } = await storage.counted(() => mark(letter, 'archived'));
    expect(byCommand).toEqual({ GetItem: 1 });
    await open(letter);
    expect(await get(letter)).toMatchObject({ reading: archived, openings: 2, firstOpenedAt: now.toISOString() });
  });

  it('kept as unread are read when they are opened again, also for the first time', async () => {
    const [seen, unseen] = [await issueOne(), await issueOne()];
    await open(seen);
    for (const letter of [seen, unseen]) {
      await mark(letter, 'read');
      await mark(letter, 'unread');
      at = new Date('2026-11-18T10:00:00Z');
      await open(letter);
      expect((await get(letter)).reading).toEqual({ state: 'read', at: at.toISOString() });
    }
    expect(await get(unseen)).toMatchObject({ firstOpenedAt: at.toISOString(), openings: 1 });
  });

  it('are nobody else’s to say, nor shown to staff', async () => {
    const letter = await issueOne();
    const another = await someCase(storage);
    expect(await answerOf(mark(letter, 'archived', another.customer))).toBe('not-found/no-such-letter');
    expect(await answerOf(mark({ id: newId('let') }, 'archived'))).toBe('not-found/no-such-letter');
    await mark(letter, 'archived');
    expect((await get(letter, some.clerk)).reading).toBeUndefined();
  });

  it('are said of what the customer still has: not of what was withdrawn, or is kept for the law, also in the moment between', async () => {
    for (const gone of [{ withdrawn: { at: now.toISOString(), reason: 'wrong-recipient' } }, { retainedSince: now.toISOString() }]) {
      const letter = await issueOne();
      const stored = await storage.db.get('letters', letterKey(some.customerId, letter.id));
      await storage.put('letters', { ...stored, ...gone });
      expect(await answerOf(mark(letter, 'archived'))).toBe('not-found/no-such-letter');
      expect(await answerOf(letters.mark({ ...letter, reading: { state: 'archived', at: now.toISOString() } }))).toBe('not-found/no-such-letter');
    }
    const letter = await issueOne();
    await storage.put('customers', customerItem(some.customerId, 'erasing'));
    expect(await answerOf(mark(letter, 'archived'))).toBe('conflict/customer-erased');
  });

  it('are counted by category, and count no more once nobody sees them', async () => {
    const nothing = { all: 0, unread: 0, archived: 0, actByOpen: 0 };
    expect(await counted()).toEqual({ claim: nothing, contract: nothing, payment: nothing, service: nothing });
    const [first, second] = [await issueOne(), await issueOne({ actBy: '2026-12-01' }), await issueOne({ category: 'payment', actBy: '2020-01-01' })];
    expect(await counted()).toMatchObject({
      claim: { all: 2, unread: 2, archived: 0, actByOpen: 1 },
      payment: { all: 1, unread: 1, archived: 0, actByOpen: 1 },
    });
    await open(first);
    await mark(second, 'archived');
    expect(await counted()).toMatchObject({ claim: { all: 2, unread: 0, archived: 1, actByOpen: 0 } });
    await storage.db.deleteAll('letters', [letterKey(some.customerId, first.id)]);
    const stored = await storage.db.get('letters', letterKey(some.customerId, second.id));
    await storage.put('letters', { ...stored, withdrawn: { at: now.toISOString(), reason: 'wrong-recipient' } });
    expect(await counted()).toMatchObject({ claim: nothing, payment: { all: 1 } });
  });

  it('are chosen, page by page, with the counts of all of them', async () => {
    const made: Letter[] = [];
    for (let number = 0; number < 7; number++) made.push(await issueOne({ category: number % 2 === 0 ? 'contract' : 'claim', importance: 'important' }));
    const contract = made.filter(({ category }) => category === 'contract').map(({ id }) => id);
    const newest = contract.toReversed();
    const first = await list({ category: 'contract', limit: 2, counts: 'true' });
    expect([ids(first), first.next]).toEqual([newest.slice(0, 2), newest[1]]);
    for (const counts of ['true', undefined] as const) {
      const second = await list({ category: 'contract', limit: 2, cursor: first.next, counts });
      expect([ids(second), second.next]).toEqual([newest.slice(2), undefined]);
      expect(second.counts?.byCategory.map(({ all }) => all)).toEqual(counts && [3, 4, 0, 0]);
    }
    await mark({ id: newest[0]! }, 'archived');
    expect(ids(await list({ category: 'contract', state: 'unread' }))).toEqual(newest.slice(1));
    expect(ids(await list({ state: 'archived' }))).toEqual([newest[0]]);
    expect(ids(await list({ actBy: '2026-12-31' }))).toEqual([]);
    expect(ids(await list({ importance: 'for-your-information' }))).toEqual([]);
    expect(ids(await list())).toEqual(made.map(({ id }) => id).toReversed());
  });

  it('are listed and counted in one query, of hundreds too', async () => {
    await storage.put('letters', ...Array.from({ length: 300 }, () => letterItem(some.customerId, some.ticketId, newId('let'))));
    const { byCommand, result } = await storage.counted(() => list({ counts: 'true' }));
    expect(byCommand).toEqual({ Query: 1 });
    expect(result.counts).toEqual({ byCategory: expect.arrayContaining([{ category: 'claim', all: 300, unread: 300, archived: 0, actByOpen: 0 }]) });
    expect([result.items.length, result.next]).toEqual([25, ids(result).at(-1)]);
  });

  it('are looked at up to two thousand: older ones are found by the cursor, and that there are more is said', async () => {
    const old = { ...letterItem(some.customerId, some.ticketId, 'let_01JQ0000000000000000000000'), category: 'service' };
    await storage.put('letters', old, ...Array.from({ length: 2000 }, () => letterItem(some.customerId, some.ticketId, newId('let'))));
    const { counts, items, next } = await list({ category: 'service', counts: 'true' });
    expect([items, counts?.more, counts?.byCategory.map(({ all }) => all)]).toEqual([[], true, [2000, 0, 0, 0]]);
    expect(ids(await list({ category: 'service', cursor: next }))).toEqual([old.id]);
    const second = await list({ category: 'service', cursor: next, counts: 'true' });
    expect([ids(second), second.next, second.counts]).toEqual([[old.id], undefined, counts]);
  });
});
