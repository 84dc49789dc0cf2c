import { beforeEach, describe, expect, it } from '@jest/globals';
import { erasureLookDue } from '../../events/erasure-look-due.ts';
import { dueSoon, eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { newId } from '../../shared/id.ts';
import { addDays, dayOf } from '../../shared/personal-data/calendar.ts';
import { erasureKey } from '../../shared/privacy/erasure/erasure-item.ts';
import type { ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { keyOf } from '../../shared/storage/item.ts';
import { awake } from '../../shared/storage/wake-index.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { difference, ofPerson, theItem } from './dumps.ts';
import { erasureScene, linesOf, refusal } from './erasure-scene.ts';
import { describeOnOneEngine } from './harness.ts';
import { morningOf } from './privacy-fixtures.ts';

describeOnOneEngine('an erasure request that is not finished', (storage) => {
  const { world, setUp, leftBehind } = erasureScene(storage);
  beforeEach(() => world.clear());

  const requestOf = async ({ id }: { id: string }, request: string) => (await world.deps.erase.erasures.ofCustomer(id, request))!;
  const sleeps = async ({ id }: { id: string }, request: string) => {
    const item = await storage.db.get('privacy', erasureKey(id, request));
    return awake.filter((name) => item?.[name] !== undefined).length > 0;
  };
  const told = async () =>
    (await storage.items('events')).filter(({ type }) => type === erasureLookDue.type).map(({ pk, sk }) => ({ id: String(sk), request: String(pk) }));
  const wake = () => wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now: () => world.clock.at, log: memoryLog(), hasTime: () => true });
  const tomorrow = () => (world.clock.at = morningOf(addDays(dayOf(world.clock.at), 1)));

  /** Wakes what is due by now. @returns the requests of which is told that it is time to look at them */
  async function lookDue(): Promise<string[]> {
    const before = new Set((await told()).map(({ id }) => id));
    await wake();
    return (await told()).filter(({ id }) => !before.has(id)).map(({ request }) => request);
  }

  /** The next morning, and what is done then by itself. @returns how many requests were looked at */
  async function nextDay(): Promise<number> {
    tomorrow();
    const due = await lookDue();
    for (const request of due) await eraseCustomer(request, world.deps.erase);
    return due.length;
  }

  /** The next morning changes nothing that anybody sees, but that the request waits for the one after it. */
  async function nothingTheNextDay(looks = 1): Promise<void> {
    const before = await storage.dump();
    const mails = world.mails.length;
    expect(await nextDay()).toBe(looks);
    const { gone, made, changed } = difference(before, await storage.dump());
    // The same clock wakes notifications, which nobody sends here.
    const others = changed.filter(({ table }) => table !== 'notifications');
    expect([gone, made.filter(({ table }) => table !== 'events'), others.map(({ item }) => item.kind)]).toEqual([[], [], looks ? ['erasure-request'] : []]);
    expect(world.mails).toHaveLength(mails);
  }

  /** Somebody with a case, who asks while their contract runs. */
  async function refused() {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf('2026-07-01');
    const { id, outcome } = await world.erased(person.id);
    expect([outcome, world.mails.length]).toEqual(['partial', 1]);
    return { person, id };
  }

  async function isCarriedOut(person: { id: string }, id: string, mails = 2): Promise<void> {
    expect(await requestOf(person, id)).toMatchObject({ outcome: 'complete', answerMail: 'sent' });
    expect(await leftBehind(person)).toEqual([]);
    expect(world.mails).toHaveLength(mails);
  }

  it('is taken up by itself on the day after the contract ended, and not before', async () => {
    const { person, id } = await refused();
    await nothingTheNextDay();
    await world.leave(person, '2026-07-03');
    await nothingTheNextDay();
    expect(await nextDay()).toBe(1);
    await isCarriedOut(person, id);
  });

  it('is taken up by itself when the case is closed that was in its way', async () => {
    const { person } = await setUp();
    const ticket = await world.openTicket(person.id, '2026-06-30T09:00:00Z');
    const { id, outcome } = await world.erased(person.id);
    expect(outcome).toBe('partial');
    await nothingTheNextDay();
    await world.closeTicket(ticket, '2026-07-02T12:00:00Z');
    expect(await nextDay()).toBe(1);
    await isCarriedOut(person, id);
  });

  it('is taken up by itself when the hold is lifted', async () => {
    const { person } = await setUp();
    const { table, item } = theItem(await storage.dump(), 'letter', ({ pk }) => pk === person.id);
    await world.protect(table, keyOf(item), 'heldSince');
    const { id, outcome } = await world.erased(person.id);
    expect(outcome).toBe('partial');
    for (let day = 0; day < 2; day++) {
      expect(await nextDay()).toBe(1);
      expect([(await requestOf(person, id)).outcome, world.mails.length]).toEqual(['partial', 1]);
    }
    const { dueOn, duePk, dueSk } = item;
    await world.release(table, keyOf(item), { dueOn, duePk, dueSk });
    expect(await nextDay()).toBe(1);
    await isCarriedOut(person, id);
  });

  it('is taken up as far as it goes when a hold is lifted while the contract runs, and nobody is told more than once of that', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf('2026-07-01');
    const { table, item } = theItem(await storage.dump(), 'login-ip');
    await world.protect(table, keyOf(item), 'heldSince');
    const { id, ...first } = await world.erased(person.id);
    expect(linesOf(first)).toMatchObject({ 'login-ip protected': [1], 'login-time deleted': [1] });
    // The contract goes on, and there is ever more that belongs to it.
    await world.openTicket(person.id, '2026-07-01T15:00:00Z');
    expect(await nextDay()).toBe(1);
    expect(world.mails).toHaveLength(1);
    const { dueOn, duePk, dueSk } = item;
    await world.release(table, keyOf(item), { dueOn, duePk, dueSk });
    expect(await nextDay()).toBe(1);
    const second = await requestOf(person, id);
    expect([second.outcome, world.mails.length]).toEqual(['partial', 2]);
    expect(linesOf(second)).toMatchObject({ 'login-ip deleted': [1], 'login-time deleted': [1] });
    expect(Object.keys(linesOf(second)).filter((line) => line.endsWith('protected'))).toEqual([]);
    await nothingTheNextDay();
  });

  it('is carried out and answered anew when the person asks again while the contract runs', async () => {
    const { person, id } = await refused();
    await world.openTicket(person.id, '2026-08-01T09:00:00Z');
    world.clock.at = morningOf('2026-09-01');
    const before = await storage.dump();
    expect(await world.askForErasure(person.id)).toBe(id);
    expect(await requestOf(person, id)).toMatchObject({ status: 'received', receivedAt: world.clock.at.toISOString(), answerDueOn: '2026-10-01' });
    await eraseCustomer(id, world.deps.erase);
    const gone = difference(before, await storage.dump()).gone.map(({ item }) => item.kind);
    expect(gone.sort()).toEqual(['login-ip', 'login-time']);
    expect([(await requestOf(person, id)).outcome, world.mails.length]).toEqual(['partial', 2]);
    // The ticket is in the way as well now.
    await world.leave(person, '2026-09-02');
    await nothingTheNextDay();
  });

  it('is answered by the next look when the provider took nothing', async () => {
    const { person } = await setUp();
    const id = await world.askForErasure(person.id);
    await eraseCustomer(id, { ...world.deps.erase, sendAnswer: async () => 'busy' });
    expect(await requestOf(person, id)).toMatchObject({ outcome: 'complete', answerMail: undefined });
    expect(await nextDay()).toBe(1);
    await isCarriedOut(person, id, 1);
  });

  it('is looked at once a day, however often it is woken', async () => {
    const { id } = await refused();
    expect(await lookDue()).toEqual([]);
    tomorrow();
    await Promise.all([wake(), wake(), wake()]);
    expect((await told()).map(({ request }) => request)).toEqual([id]);
    expect(await lookDue()).toEqual([]);
  });

  it('is looked at again where a look, or the very first message, was lost', async () => {
    const { person } = await setUp();
    const id = await world.askForErasure(person.id);
    tomorrow();
    expect(await lookDue()).toEqual([id]);
    expect(await nextDay()).toBe(1);
    await isCarriedOut(person, id, 1);
  });

  it.each([
    ['everything', 'complete', undefined],
    ['what a hold had kept, while the contract runs', 'partial', 'login-ip'],
  ] as const)('is answered once when two take it up at the same time: %s', async (_, outcome, kind) => {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf('2026-07-01');
    const held = kind && theItem(await storage.dump(), kind);
    if (held) await world.protect(held.table, keyOf(held.item), 'heldSince');
    const { id } = await world.erased(person.id);
    const { dueOn, duePk, dueSk } = held?.item ?? {};
    if (held) await world.release(held.table, keyOf(held.item), { dueOn, duePk, dueSk });
    else await world.leave(person, '2026-07-01');
    tomorrow();
    const ends = await Promise.all([1, 2, 3].map(() => refusal(eraseCustomer(id, world.deps.erase))));
    expect(ends.filter((end) => !/^(done|conflict\/(changed-meanwhile|being-sent))$/.test(end))).toEqual([]);
    // Those that come again find it done.
    await eraseCustomer(id, world.deps.erase);
    expect([(await requestOf(person, id)).outcome, world.mails.length]).toEqual([outcome, 2]);
    expect(linesOf(await requestOf(person, id))).toMatchObject({ 'login-ip deleted': [1], 'login-time deleted': [1] });
    if (outcome === 'complete') expect(await leftBehind(person)).toEqual([]);
  });

  it('is answered once when another one overtakes just before the answer', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf('2026-07-01');
    const { table, item } = theItem(await storage.dump(), 'login-ip');
    await world.protect(table, keyOf(item), 'heldSince');
    const { id } = await world.erased(person.id);
    const { dueOn, duePk, dueSk } = item;
    await world.release(table, keyOf(item), { dueOn, duePk, dueSk });
    tomorrow();
    const { erase } = world.deps;
    const overtaken = {
      ...erase,
      erasures: {
        ...erase.erasures,
        deleted: async (request: ErasureRequest) => {
          const counts = await erase.erasures.deleted(request);
          await eraseCustomer(id, erase);
          return counts;
        },
      },
    };
    expect(await refusal(eraseCustomer(id, overtaken))).toBe('conflict/changed-meanwhile');
    expect([(await requestOf(person, id)).answerMail, world.mails.length]).toEqual(['sent', 2]);
  });

  describe('once it is answered', () => {
    it('is looked at until the address has left its file, and then no more', async () => {
      const { person } = await setUp();
      const { id, replyTo } = await world.erased(person.id);
      expect([replyTo, await sleeps(person, id)]).toEqual([person.contactPoints[0]!.address, true]);
      await nextDay();
      expect((await requestOf(person, id)).replyTo).toBeUndefined();
      await nothingTheNextDay();
      expect(await sleeps(person, id)).toBe(false);
      await nothingTheNextDay(0);
      expect(ofPerson(await storage.dump(), person).filter(({ item }) => item.wakeAt !== undefined)).toEqual([]);
    });

    it.each(['failed', 'unknown'] as const)('is left to the officer where the answer did not get through: %s', async (result) => {
      const { person } = await setUp();
      const id = await world.askForErasure(person.id);
      await eraseCustomer(id, { ...world.deps.erase, sendAnswer: async () => result });
      await nothingTheNextDay();
      await nothingTheNextDay(0);
      expect(await requestOf(person, id)).toMatchObject({ answerMail: result, replyTo: person.contactPoints[0]!.address });
    });
  });

  it('is told of each day when its month is nearly over and the person has no answer', async () => {
    const person = await world.person();
    world.clock.at = morningOf('2026-07-01');
    const id = await world.askForErasure(person.id);
    const broken = {
      ...world.deps.erase,
      guard: { ...world.deps.erase.guard, close: () => Promise.reject(new Error('broken')), open: () => Promise.reject(new Error('broken')) },
    };
    const lookAt = async (day: string): Promise<number> => {
      world.clock.at = morningOf(day);
      world.log.lines.length = 0;
      await expect(eraseCustomer(id, broken)).rejects.toThrow('broken');
      return world.log.lines.filter(({ code }) => code === dueSoon).length;
    };
    expect([await lookAt('2026-07-24'), await lookAt('2026-07-25'), await lookAt('2026-08-02')]).toEqual([0, 1, 1]);
  });
});
