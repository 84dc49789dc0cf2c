import { beforeEach, expect, it } from '@jest/globals';
import { getLetterFeedback } from '../../functions/letters/get-letter-feedback.ts';
import { giveLetterFeedback } from '../../functions/letters/give-letter-feedback.ts';
import { newId } from '../../shared/id.ts';
import { letterFeedbackKey } from '../../shared/letters/letter-feedback-item.ts';
import { letterFeedbackTable } from '../../shared/letters/letter-feedback-table.ts';
import type { LetterFeedbackContent } from '../../shared/letters/letter-feedback.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import type { Letter } from '../../shared/letters/letter.ts';
import { customerItem } from './customer-item.ts';
import { describeStorage } from './harness.ts';
import { now, once as madeOnce, someCase, someLetter, table, type Case } from './letter-fixtures.ts';
import { privacyWorld, rules } from './privacy-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const none = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
const unclear = { helpful: false, reason: 'not-understood', text: 'Was heißt Regress?' } as const;

describeStorage('feedback on letters', (storage) => {
  const world = privacyWorld(storage);
  const letterFeedback = letterFeedbackTable({ db: storage.db, rules });
  let some: Case;
  let letter: Letter;
  let at: Date;
  beforeEach(async () => {
    await world.clear();
    some = await someCase(storage);
    letter = someLetter(some);
    await table(storage).issue(letter, madeOnce(letter), now);
    at = now;
  });

  const once = (key = newId('acc'), body = '{}') => ({ key, body });
  const say = (body: LetterFeedbackContent, request = once(), caller = some.customer, letterId = letter.id) =>
    giveLetterFeedback.handle({ ...none, params: { letterId }, body, caller, once: request }, { letterFeedback, now: () => at });
  const said = (caller = some.customer) => getLetterFeedback.handle({ ...none, params: { letterId: letter.id }, caller }, { letterFeedback });
  const stored = () => storage.db.get('letters', letterFeedbackKey(some.customerId, letter.id));

  it('is kept once of each letter: what is said again takes the place of all that was said', async () => {
    expect(await answerOf(said())).toBe('not-found/no-feedback-yet');
    expect(await say(unclear)).toEqual({ customerId: some.customerId, letterId: letter.id, ...unclear, at: now.toISOString() });
    at = new Date('2026-11-20T10:00:00Z');
    await say({ helpful: true });
    expect(await said()).toEqual({ customerId: some.customerId, letterId: letter.id, helpful: true, at: at.toISOString() });
    expect((await storage.items('letters')).filter(({ kind }) => kind === 'letter-feedback')).toHaveLength(1);
  });

  it('has one effect per request, and two at once leave one of them whole', async () => {
    const request = once();
    await say(unclear, request);
    at = new Date('2026-11-15T20:00:00Z');
    await say({ helpful: true });
    expect(await say(unclear, request)).toMatchObject({ helpful: true });
    expect(await answerOf(say(unclear, { ...request, body: '{"helpful":true}' }))).toBe('unprocessable/idempotency-key-reused');
    await Promise.all([say(unclear), say({ helpful: true, text: 'Danke!' })]);
    const { helpful, reason, text } = await said();
    expect([
      [false, unclear.reason, unclear.text],
      [true, undefined, 'Danke!'],
    ]).toContainEqual([helpful, reason, text]);
  });

  it('is of a letter of one’s own that is there to be seen', async () => {
    const another = await someCase(storage);
    expect(await answerOf(say(unclear, once(), another.customer))).toBe('not-found/no-such-letter');
    expect(await answerOf(say(unclear, once(), some.customer, newId('let')))).toBe('not-found/no-such-letter');
    await say(unclear);
    expect(await answerOf(said(another.customer))).toBe('not-found/no-such-letter');
    const item = await storage.db.get('letters', letterKey(some.customerId, letter.id));
    for (const gone of [{ withdrawn: { at: now.toISOString(), reason: 'wrong-recipient' } }, { retainedSince: now.toISOString() }]) {
      await storage.put('letters', { ...item, ...gone });
      expect(await answerOf(say({ helpful: true }))).toBe('not-found/no-such-letter');
      expect(await answerOf(said())).toBe('not-found/no-such-letter');
    }
    await storage.put('letters', item!);
    expect(await said()).toMatchObject(unclear);
  });

  it('is not taken of somebody who is being erased, nor in place of what is held as evidence', async () => {
    await say(unclear);
    await storage.put('letters', { ...(await stored()), heldSince: now.toISOString() });
    expect(await answerOf(say({ helpful: true }))).toBe('conflict/changed-meanwhile');
    expect(await said()).toMatchObject(unclear);
    await storage.put('customers', customerItem(some.customerId, 'erasing'));
    expect(await answerOf(say({ helpful: true }))).toBe('conflict/customer-erased');
  });

  it('goes a year after it was said last, and not before', async () => {
    await say(unclear);
    at = new Date('2026-11-20T10:00:00Z');
    await say(unclear);
    expect((await stored())!.dueOn).toBe('2027-11-21');
    await world.runOf('2027-11-20', ['letters']);
    expect(await stored()).toBeDefined();
    await world.runOf('2027-11-21', ['letters']);
    expect(await stored()).toBeUndefined();
  });
});
