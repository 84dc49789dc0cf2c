import { beforeEach, describe, expect, it } from '@jest/globals';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { newId } from '../../shared/id.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import type { Database } from '../../shared/storage/database.ts';
import { difference, effectOf, names, ofClass, ofPerson, theItem, without } from './dumps.ts';
import { countsByClass, erasureScene, linesFor, linesOf, refusal, statutoryEnds, today, withEffect } from './erasure-scene.ts';
import { describeOnOneEngine } from './harness.ts';
import { morningOf } from './privacy-fixtures.ts';

describeOnOneEngine('erasure while a contract or a case runs', (storage) => {
  const { world, setUp, leftBehind } = erasureScene(storage);
  beforeEach(() => world.clear());

  const answered = async ({ id }: { id: string }, request: string) => (await world.deps.erase.erasures.ofCustomer(id, request))!;
  const ledger = async () => (await storage.items('ledger'))[0];

  it.each([
    ['the contract runs', undefined, undefined],
    ['it ends some day', '2026-07-02', '2027-01-03'],
    ['it ends today', today, '2027-01-02'],
  ])('refuses what that needs, leaves it visible, and says so: %s', async (_, endsOn, loginEndsOn) => {
    const person = await world.person();
    const { ticket, letterId } = await world.aCase(person.id);
    world.clock.at = morningOf(today);
    if (endsOn) await world.leave(person, endsOn);
    // The file of a letter that is being issued, whose item comes next.
    const file = letterFileKey(person.id, newId('let'));
    world.outside.files.add(file);
    const id = await world.askForErasure(person.id);
    const { before, gone, changed } = await effectOf(storage, () => eraseCustomer(id, world.deps.erase));
    const request = await answered(person, id);
    const theirs = ofPerson(before, person);
    const goes = withEffect(before, theirs, 'delete', true);
    expect(names(gone)).toEqual(names(goes));
    expect(names(goes)).toEqual(names(ofClass(before, theirs, 'login-ip', 'login-time')));
    expect(changed.map(({ item }) => item.kind)).toEqual(['erasure-request']);
    expect(request.outcome).toBe('partial');

    // What has an end: by hand. A letter, the master data and the login have one as soon as the contract has.
    const { 'letter-centre': letters, ...ends } = statutoryEnds;
    const afterContract = endsOn && { 'letter-centre': letters!, 'customer-master-data': '2030-04-01', 'login-account': loginEndsOn };
    expect(linesOf(request)).toEqual({
      ...linesFor(countsByClass(before, goes), 'deleted'),
      ...linesFor(countsByClass(before, without(theirs, goes)), 'refused', {
        ...ends,
        ...afterContract,
        notification: '2026-06-16',
        idempotency: '2026-07-03',
      }),
      // Its own records have no end before it is carried out.
      'rights-request retained': [1],
      'privacy-ledger retained': [1],
    });
    expect(
      request
        .lines!.filter(({ result }) => result === 'refused')
        .every(({ ground }) => /, Art\. (6 Abs\. 1 Buchst\. [bf]|17 Abs\. 3 Buchst\. [be]) DSGVO \(/.test(ground!)),
    ).toBe(true);
    expect(await world.deps.customers.own(person.id)).toMatchObject({ status: 'active' });
    expect([await world.deps.tickets.ofCustomer(person.id, ticket.id), await world.deps.letters.ofCustomer(person.id, letterId!)]).not.toContain(undefined);
    expect(await ledger()).toMatchObject({ scope: 'what-nothing-protects', recordedOn: today });
    expect([world.outside.logins.has(person.id), world.outside.files.has(file)]).toEqual([true, true]);
  });

  it('does all of it on the day after the last one', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf(today);
    await world.leave(person, '2026-06-30');
    expect((await world.erased(person.id)).outcome).toBe('complete');
    expect(await leftBehind(person)).toEqual([]);
  });

  it('does the same while a case is open, and names no day where there is none yet', async () => {
    const { person } = await setUp();
    await world.openTicket(person.id, '2026-06-30T09:00:00Z');
    const before = await storage.dump();
    const request = await world.erased(person.id);
    expect(request.outcome).toBe('partial');
    const counts = countsByClass(before, ofPerson(before, person));
    // The report of an open case waits for the case, and so does what the contract's end would date.
    const waiting = ['case-notes', 'business-letter', 'letter-centre', 'login-account'] as const;
    expect(linesOf(request)).toMatchObject(Object.fromEntries(waiting.map((cls) => [`${cls} refused`, [counts[cls]]])));
    expect(linesOf(request)).toMatchObject({ 'voucher refused': [counts['voucher'], '2037-01-01'] });
    expect(await world.deps.customers.own(person.id)).toMatchObject({ status: 'active' });
    expect(await refusal(world.openTicket(person.id))).toBe('done');
  });

  describe('what is newer than the request', () => {
    it('belongs to the contract: it stays, and the answer speaks of what there was', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      world.clock.at = morningOf(today);
      const id = await world.askForErasure(person.id);
      const old = await storage.dump();
      // A minute later they report something else.
      world.clock.at = new Date(world.clock.at.getTime() + 60_000);
      const ticket = await world.openTicket(person.id, world.clock.at.toISOString());
      const { before, gone } = await effectOf(storage, () => eraseCustomer(id, world.deps.erase));
      expect(names(gone)).toEqual(names(withEffect(old, ofPerson(old, person), 'delete', true)));
      expect(theItem(before, 'login-ip', ({ ticketId }) => ticketId === ticket.id).item.at).toBe(world.clock.at.toISOString());
      expect(linesOf(await answered(person, id))).toMatchObject({ 'login-ip deleted': [1], 'login-time deleted': [1] });
      expect(Object.keys(linesOf(await answered(person, id))).filter((line) => /^login-(ip|time) (refused|retained)/.test(line))).toEqual([]);
    });

    it('keeps no erasure busy, however fast it comes', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      world.clock.at = morningOf(today);
      const id = await world.askForErasure(person.id);
      const { db } = storage;
      let written = 0;
      const busy: Database = {
        ...db,
        async *each(query) {
          // Somebody writes whenever their tickets are looked through.
          if (query.table === 'tickets' && query.pk === person.id && query.prefix === undefined) {
            world.clock.at = new Date(world.clock.at.getTime() + 60_000);
            await world.openTicket(person.id, world.clock.at.toISOString());
            written++;
          }
          yield* db.each(query);
        },
      };
      await eraseCustomer(id, world.over(busy).erase);
      expect(await answered(person, id)).toMatchObject({ status: 'answered', outcome: 'partial' });
      // Looked through until two passes found nothing older, and once more for the answer.
      expect(written).toBe(4);
      const left = ofPerson(await storage.dump(), person).filter(({ item }) => item.kind === 'login-ip');
      expect(left).toHaveLength(written);
    });
  });

  describe('when that has ended', () => {
    const lines = (counts: Record<string, number>, kept: Record<string, number>) => ({
      ...linesFor(counts, 'deleted'),
      ...linesFor(kept, 'retained', statutoryEnds),
      'rights-request retained': [1, '2031-01-01'],
      'tombstone retained': [1, '2027-03-19'],
      'privacy-ledger retained': [1, '2037-02-16'],
    });

    it.each([
      ['by itself', (id: string) => eraseCustomer(id, world.deps.erase).then(() => id)],
      ['because the person asks again, whom that one is answered for', (_: string, customerId: string) => world.erased(customerId).then((one) => one.id)],
    ])('is carried out to its end and answered once more: %s', async (how, again) => {
      const person = await world.person();
      await world.aCase(person.id);
      world.clock.at = morningOf(today);
      const asked = await storage.dump();
      const first = await world.erased(person.id);
      world.clock.at = morningOf('2027-02-01');
      await world.leave(person, '2027-01-31');
      const before = await storage.dump();
      const id = await again(first.id, person.id);
      const second = await answered(person, id);
      expect([second.id, first.outcome, second.outcome, second.receivedAt]).toEqual([
        first.id,
        'partial',
        'complete',
        how === 'by itself' ? first.receivedAt : world.clock.at.toISOString(),
      ]);
      // What went at first is told again, with what went now; counts are of the whole request.
      const theirs = ofPerson(before, person);
      const early = countsByClass(asked, withEffect(asked, ofPerson(asked, person), 'delete', true));
      const there = countsByClass(before, withEffect(before, theirs, 'delete'));
      // Asking is remembered for a day as well.
      const late = how === 'by itself' ? there : { ...there, idempotency: there['idempotency']! + 1 };
      expect(linesOf(second)).toEqual(lines({ ...late, ...early }, countsByClass(before, withEffect(before, theirs, 'retain'))));
      expect(await leftBehind(person)).toEqual([]);
      expect(world.mails.map(({ to, request: { outcome } }) => [to, outcome])).toEqual([
        [person.contactPoints[0]!.address, 'partial'],
        [person.contactPoints[0]!.address, 'complete'],
      ]);
      // What a restore would have to do again is what was done.
      expect(await ledger()).toMatchObject({ scope: 'everything', lastEffectOn: '2037-01-01', dueOn: '2037-02-16' });
    });

    it('is not before: while it runs nothing changes, and nobody is told the same again', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      world.clock.at = morningOf(today);
      const { id } = await world.erased(person.id);
      for (const day of ['2026-07-02', '2026-09-30', '2027-01-31']) {
        world.clock.at = morningOf(day);
        if (day === '2027-01-31') await world.leave(person, day);
        const before = await storage.dump();
        await eraseCustomer(id, world.deps.erase);
        const { gone, made, changed } = difference(before, await storage.dump());
        expect({ day, gone, made, changed }).toEqual({ day, gone: [], made: [], changed: [] });
      }
      expect(world.mails).toHaveLength(1);
    });

    it('keeps file and promise until then, whatever run comes by', async () => {
      const person = await world.person();
      world.clock.at = morningOf(today);
      const { id } = await world.erased(person.id);
      // Years later: the contract still runs.
      for (const day of ['2026-08-17', '2030-01-01', '2035-01-01']) await world.runOf(day, ['privacy', 'ledger']);
      expect(await answered(person, id)).toMatchObject({ outcome: 'partial' });
      expect(await ledger()).toMatchObject({ requestId: id, scope: 'what-nothing-protects' });
    });
  });

  it('promises in the ledger what is done then, not what was first tried', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf(today);
    const request = await world.askForErasure(person.id);
    let writes = 0;
    storage.inject(({ command }) => (command === 'TransactWriteItems' && ++writes > 2 ? 'crash-before' : undefined));
    await expect(eraseCustomer(request, world.deps.erase)).rejects.toThrow();
    storage.inject(undefined);
    expect(await ledger()).toMatchObject({ scope: 'what-nothing-protects' });
    await world.leave(person, '2026-06-30');
    await eraseCustomer(request, world.deps.erase);
    expect(await ledger()).toMatchObject({ scope: 'everything', lastEffectOn: '2037-01-01', recordedOn: today });
    expect(await leftBehind(person)).toEqual([]);
  });
});
