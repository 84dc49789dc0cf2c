import { beforeEach, describe, expect, it } from '@jest/globals';
import { letterIssued } from '../../events/letter-issued.ts';
import { eraseCustomer, unanswered as alarms } from '../../functions/privacy/erase-customer.ts';
import { getDataMap } from '../../functions/privacy/get-data-map.ts';
import { getErasureRequest } from '../../functions/privacy/get-erasure-request.ts';
import { requestErasure } from '../../functions/privacy/request-erasure.ts';
import { newId } from '../../shared/id.ts';
import { shapeFor } from '../../shared/lambda/by-role.ts';
import type { Role } from '../../shared/lambda/caller.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { issued } from '../../shared/letters/letter.ts';
import { claimSettlement } from '../../shared/letters/templates/claim-settlement.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { planned } from '../../shared/notifications/notification.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { effectOf, ofPerson } from './dumps.ts';
import { countsByClass, erasureScene, linesFor, linesOf, refusal, statutoryEnds, withEffect } from './erasure-scene.ts';
import { describeOnOneEngine } from './harness.ts';
import { morningOf, officer, unanswered } from './privacy-fixtures.ts';
import { once } from './ticket-world.ts';

describeOnOneEngine('after an erasure', (storage) => {
  const { world, setUp, leftBehind } = erasureScene(storage);
  beforeEach(() => world.clear());
  const answered = async ({ id }: { id: string }, request: string) => (await world.deps.erase.erasures.ofCustomer(id, request))!;

  describe('afterwards', () => {
    it('refuses every writer, and shows nothing to anybody', async () => {
      const { person, theirs } = await setUp();
      const message = (await storage.items('tickets')).find(({ type, pk }) => type === 'message' && pk === person.id)!;
      const notification = (await storage.items('notifications')).find(({ pk }) => pk === person.id)!;
      await world.erased(person.id);
      const { tickets, letters, notifications, customers } = world.deps;
      const letterOf = (id = newId('let')) =>
        issued(
          { id, customerId: person.id, ticketId: theirs.ticket.id, ticketNumber: '26-7K3M-9QXN', issuedBy: 'agt_01' },
          claimSettlement,
          { sha256: 'ab'.repeat(32), sizeBytes: 1, versionId: 'v' },
          world.clock.at,
        );
      const event = letterIssued.make({ id: newId('evt'), aggregateId: newId('let'), at: world.clock.at, data: { category: 'claim' } });
      const plan = planned(event, { id: person.id, notifyBy: 'sms' }, theirs.ticket.id, world.clock.at);
      const stored = { ...plan, id: String(notification.id) };
      const before = await storage.dump();
      const step = {
        id: newId('int'),
        ticketId: theirs.ticket.id,
        at: world.clock.at.toISOString(),
        by: { role: 'agent' as const },
        content: { type: 'message' as const, text: 'x' },
      };
      const attempts: Record<string, () => Promise<unknown>> = {
        open: () => world.openTicket(person.id),
        append: () => world.deps.interactions.append(theirs.ticket, step, undefined, world.clock.at),
        note: () => world.deps.interactions.note(theirs.ticket, step, world.clock.at),
        assign: () => world.assignTo('agt_01', theirs.ticket, '2026-07-01T09:00:00Z'),
        close: () => world.closeTicket(theirs.ticket, '2026-07-01T09:00:00Z'),
        issue: () => letters.issue(letterOf(), once(newId('let')), world.clock.at),
        'first opening': () => letters.recordOpening(letterOf(theirs.letterId), world.clock.at),
        'another opening': () => letters.recordOpening({ ...letterOf(theirs.letterId), firstOpenedAt: '2026-03-18T09:00:00Z' }, world.clock.at),
        'letter notification': () =>
          letters.recordNotification({
            ...letterOf(theirs.letterId),
            version: 2,
            notification: { channel: 'sms', result: 'sent', at: '2026-03-18T09:00:00Z' },
          }),
        plan: () => notifications.plan(plan),
        claim: () => notifications.claim(stored, 1, world.clock.at),
        finish: () => notifications.finish(stored, { status: 'sent' }, world.clock.at),
        drop: () => notifications.drop(stored, 'customer-not-active', world.clock.at),
        preferences: () => customers.setPreferences({ ...person, notifyBy: 'email', version: 2 }),
        'end of the relationship': () => world.leave(person, '2026-04-30'),
        'data map': () =>
          getDataMap.handle({ ...unanswered, body: undefined, caller: { id: person.id, roles: ['customer'] }, once: undefined }, world.deps.api),
      };
      const outcomes: Record<string, string> = {};
      for (const [name, attempt] of Object.entries(attempts)) outcomes[name] = await refusal(attempt());
      const erased = 'conflict/customer-erased';
      expect(outcomes).toEqual({
        open: erased,
        append: erased,
        note: erased,
        assign: erased,
        close: erased,
        issue: erased,
        'first opening': erased,
        'another opening': erased,
        'letter notification': erased,
        plan: erased,
        claim: 'conflict/customer-not-active',
        finish: erased,
        drop: erased,
        preferences: 'not-found/no-such-customer',
        'end of the relationship': 'not-found/no-such-customer',
        'data map': 'not-found/no-such-customer',
      });
      expect(await storage.dump()).toEqual(before);

      const { db } = storage;
      expect([
        await customers.own(person.id),
        await tickets.ofCustomer(person.id, theirs.ticket.id),
        await tickets.byId(theirs.ticket.id),
        await ticketReader(db).ticket(theirs.ticket.id),
        await letters.ofCustomer(person.id, theirs.letterId!),
        await letters.byId(theirs.letterId!),
        await letterReader(db).letter(theirs.letterId!),
        await notificationReader(db).notification(String(notification.id)),
      ]).toEqual(Array.from({ length: 8 }, () => undefined));
      expect(
        [await tickets.listOfCustomer(person.id, 10), await letters.listOfCustomer(person.id, 10), await letters.listOfTicket(theirs.ticket.id, 10)].map(
          ({ items }) => items,
        ),
      ).toEqual([[], [], []]);
      expect((await world.deps.interactions.interactions(theirs.ticket, 50)).items.every(({ id }) => id !== message.id)).toBe(true);
    });

    it('changes nothing when the message comes again, and sends no second answer', async () => {
      const { person } = await setUp();
      const request = await world.erased(person.id);
      const before = await storage.dump();
      await eraseCustomer(request.id, world.deps.erase);
      expect(await storage.dump()).toEqual(before);
      expect(world.mails).toHaveLength(1);
    });

    it('is one request until it is answered, however often and by whomever it is asked for', async () => {
      const { person } = await setUp();
      const [first, second, third] = [
        await world.askForErasure(person.id),
        await world.askForErasure(person.id, officer),
        await world.askForErasure(person.id),
      ];
      expect([second, third]).toEqual([first, first]);
      expect((await storage.items('privacy')).filter(({ kind }) => kind === 'erasure-request')).toHaveLength(1);
      await eraseCustomer(first, world.deps.erase);
      expect(await answered(person, first)).toMatchObject({ outcome: 'complete', requestedBy: 'customer', answerMail: 'sent' });
      expect(world.mails.map(({ request: { id } }) => id)).toEqual([first]);
    });

    it('is done once by workers at the same time', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const before = await storage.dump();
      const ends = await Promise.all([1, 2, 3].map(() => refusal(eraseCustomer(request, world.deps.erase))));
      expect(ends).toContain('done');
      // Who comes second finds it done, being answered, or not yet answered: their message is done with it, or comes again.
      expect(ends.filter((end) => !/^(done|conflict\/(already-done|changed-meanwhile|being-sent|not-answered-yet))$/.test(end))).toEqual([]);
      // Each thing was deleted once, whoever did it.
      const goes = countsByClass(before, withEffect(before, ofPerson(before, person), 'delete'));
      expect(linesOf(await answered(person, request))).toMatchObject(linesFor(goes, 'deleted'));
      expect(await leftBehind(person)).toEqual([]);
      expect(world.mails).toHaveLength(1);
    });

    describe('somebody asks again', () => {
      const askAgain = async (customerId: string, replyTo?: string): Promise<string> => {
        const body = { customerId, ...(replyTo && { replyTo }) };
        const request = { ...unanswered, body, caller: officer, once: { key: newId('acc'), body: JSON.stringify(body) } };
        return (await requestErasure.handle(request, world.deps.api)).id;
      };

      it('and is answered on what is kept of them, where they say', async () => {
        const { person } = await setUp();
        const before = await storage.dump();
        await world.erased(person.id);
        world.clock.at = morningOf('2026-09-01');
        const id = await askAgain(person.id, 'paula@neu.example');
        const { gone } = await effectOf(storage, () => eraseCustomer(id, world.deps.erase));
        // Nothing but what kept this very request from being made twice: by who asks, and by the person.
        expect(gone.map(({ item }) => [item.kind, item.madeId])).toEqual([1, 2].map(() => ['idempotency-marker', id]));
        const second = await answered(person, id);
        expect(second).toMatchObject({ outcome: 'complete', requestedBy: 'officer', answerMail: 'sent' });
        expect(linesOf(second)).toEqual({
          ...linesFor(countsByClass(before, withEffect(before, ofPerson(before, person), 'retain')), 'retained', statutoryEnds),
          'idempotency deleted': [2],
          // Of the earlier erasure there are records as well.
          'rights-request retained': [2, '2030-01-01'],
          'privacy-ledger retained': [2, '2037-02-16'],
        });
        expect(world.mails.map(({ to }) => to)).toEqual([person.contactPoints[0]!.address, 'paula@neu.example']);
        expect(await leftBehind(person)).toEqual([]);
      });

      it('and nobody knows where they can be written to: the officer hears of it', async () => {
        const { person } = await setUp();
        await world.erased(person.id);
        const id = await askAgain(person.id);
        const warned: string[] = [];
        const log: Log = { info: () => undefined, warn: (code) => void warned.push(code), error: () => undefined };
        await eraseCustomer(id, { ...world.deps.erase, log });
        expect(await answered(person, id)).toMatchObject({ status: 'answered', outcome: 'complete', answerMail: 'failed' });
        expect([warned, world.mails.length]).toEqual([[alarms.failed], 1]);
      });

      it('whose data has ended by then is not known', async () => {
        const { person } = await setUp();
        await world.erased(person.id);
        for (const day of ['2030-04-01', '2037-02-16']) await world.runOf(day, ['tickets', 'letters', 'privacy', 'ledger']);
        expect(await refusal(askAgain(person.id))).toBe('not-found/no-such-customer');
      });
    });

    describe('the address for the answer', () => {
      const replyTo = async (customerId: string, request: string) => (await answered({ id: customerId }, request)).replyTo;
      const later = (hours: number) => (world.clock.at = new Date(world.clock.at.getTime() + hours * 3_600_000));

      it('leaves the file a day after it was sent, with what the provider noted of it', async () => {
        const { person } = await setUp();
        const { id } = await world.erased(person.id);
        const address = person.contactPoints[0]!.address;
        // The mail came back.
        world.outside.suppressions.add(address);
        later(19);
        await eraseCustomer(id, world.deps.erase);
        expect([await replyTo(person.id, id), world.outside.suppressions.has(address)]).toEqual([address, true]);
        later(1);
        await eraseCustomer(id, world.deps.erase);
        expect([await replyTo(person.id, id), world.outside.suppressions.has(address)]).toEqual([undefined, false]);
        expect(JSON.stringify(await storage.dump())).not.toContain(address);
        expect(world.mails).toHaveLength(1);
      });

      it.each(['failed', 'unknown'] as const)('stays for the officer when it could not be sent, or nobody knows: %s', async (result) => {
        const { person } = await setUp();
        const id = await world.askForErasure(person.id);
        await eraseCustomer(id, { ...world.deps.erase, sendAnswer: async () => result });
        later(48);
        await eraseCustomer(id, world.deps.erase);
        expect(await replyTo(person.id, id)).toBe(person.contactPoints[0]!.address);
      });
    });

    it('does not know requests of others, or of nobody', async () => {
      const { person, neighbour } = await setUp();
      const request = await world.askForErasure(person.id);
      const get = (caller: { id: string; roles: readonly ['customer' | 'officer'] }, requestId = request) =>
        refusal(getErasureRequest.handle({ ...unanswered, params: { requestId }, body: undefined, caller, once: undefined }, world.deps.api));
      expect(await get({ id: person.id, roles: ['customer'] })).toBe('done');
      expect(await get({ id: officer.id, roles: ['officer'] })).toBe('done');
      expect(await get({ id: neighbour.id, roles: ['customer'] })).toBe('not-found/no-such-erasure-request');
      expect(await get({ id: officer.id, roles: ['officer'] }, newId('era'))).toBe('not-found/no-such-erasure-request');
      await expect(eraseCustomer(newId('era'), world.deps.erase)).rejects.toMatchObject({ kind: 'not-found' });
    });
  });

  describe('request', () => {
    type Asked = Parameters<typeof requestErasure.handle>[0];
    const post = (caller: Asked['caller'], body: Asked['body'], key = newId('acc')) =>
      requestErasure.handle({ ...unanswered, body, caller, once: { key, body: JSON.stringify(body) } }, world.deps.api);

    it('is one per key, and due within a month', async () => {
      const person = await world.person();
      world.clock.at = new Date('2026-01-31T09:00:00Z');
      const self = { id: person.id, roles: ['customer'] as const };
      const first = await post(self, {}, 'key-1');
      expect(await post(self, {}, 'key-1')).toMatchObject({ id: first.id, status: 'received', answerDueOn: '2026-02-28' });
      expect((await storage.items('privacy')).length).toBe(1);
      expect((await storage.items('events')).filter(({ type }) => type === 'erasure.requested')).toMatchObject([{ pk: first.id, data: { by: 'customer' } }]);
    });

    it('names a customer exactly when it is not their own', async () => {
      const person = await world.person();
      const taken = (role: Role, body: object) => shapeFor(requestErasure.body!, [role]).safeParse(body).success;
      expect([{}, { customerId: person.id }, { replyTo: 'paula@neu.example' }].map((body) => taken('customer', body))).toEqual([true, false, false]);
      expect([{}, { customerId: person.id }].map((body) => taken('officer', body))).toEqual([false, true]);
      expect(await refusal(post(officer, { customerId: newId('cus') }))).toBe('not-found/no-such-customer');
      expect(await refusal(post(officer, { customerId: person.id, replyTo: 'somebody@else.example' }))).toBe('done');
      // What is known of the person goes before what an officer says.
      expect((await storage.items('privacy'))[0]).toMatchObject({ pk: person.id, requestedBy: 'officer', replyTo: person.contactPoints[0]!.address });
    });
  });
});
