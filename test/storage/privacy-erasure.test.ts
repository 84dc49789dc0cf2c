import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { letterIssued } from '../../events/letter-issued.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { getDataMap } from '../../functions/privacy/get-data-map.ts';
import { getErasureRequest } from '../../functions/privacy/get-erasure-request.ts';
import { requestErasure } from '../../functions/privacy/request-erasure.ts';
import { customerKey, loginKey } from '../../shared/customers/customer-item.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { newId } from '../../shared/id.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import { issued, letterFileKey } from '../../shared/letters/letter.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { claimSettlement } from '../../shared/letters/templates/claim-settlement.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { planned } from '../../shared/notifications/notification.ts';
import { classOfItem, headEnding } from '../../shared/storage/item-kind.ts';
import type { ErasureLine, ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import type { Database } from '../../shared/storage/database.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import type { Change } from '../../shared/storage/transact.ts';
import { interactionKey } from '../../shared/tickets/interaction-item.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { casesCounted, classIn, difference, headIn, kindOf, kinds, restore, withText, type Placed } from './dumps.ts';
import { describeStorage } from './harness.ts';
import { countsOf, morningOf, officer, privacyWorld, rules, unanswered, type Case } from './privacy-fixtures.ts';
import { once } from './ticket-world.ts';

/** When people ask in most tests: the relationship is over, and the login still there. */
const today = '2026-07-01';

describeStorage('erasure', (storage) => {
  const world = privacyWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  /** Somebody with everything, whose contract is over, and a neighbour with the same. */
  const setUp = async (): Promise<{ person: Customer; neighbour: Customer; theirs: Case }> => {
    const [person, neighbour] = [await world.person(), await world.person()];
    const theirs = await world.aCase(person.id);
    await world.aCase(neighbour.id);
    await world.leave(person, '2026-03-31');
    await world.leave(neighbour, '2026-03-31');
    world.clock.at = morningOf(today);
    return { person, neighbour, theirs };
  };
  const linesOf = ({ lines }: ErasureRequest) =>
    Object.fromEntries(lines!.map(({ class: cls, result, count, endsOn }) => [`${cls} ${result}`, [count, ...(endsOn ? [endsOn] : [])]]));
  const ofPerson = async ({ id }: { id: string }): Promise<Placed[]> => withText(await storage.dump(), id);
  /** What of a person is neither hidden and dated, nor a child of such, nor the record of the erasure: what was left behind. */
  const leftBehind = async (person: { id: string }): Promise<string[]> => {
    const dump = await storage.dump();
    const all = withText(dump, person.id);
    const inIndex = ({ item }: Placed) => item.duePk !== undefined && String(item.dueSk).startsWith(`${String(item.dueOn)}#`);
    const isKept = (one: Placed) => inIndex(one) && (one.item.retainedSince !== undefined || headEnding(kindOf(one))?.recordsErasure === true);
    return all
      .filter((one) => {
        const head = headEnding(kindOf(one)) ? one : headIn(dump, one);
        return !head || !isKept(head);
      })
      .map(({ table, item }) => `${table}/${String(item.kind)}`);
  };
  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: { kind?: string; code?: string }) => `${error.kind}/${error.code}`,
    );

  describe('what it does', () => {
    it('takes what nothing protects, hides and dates the rest, and touches nobody else', async () => {
      const { person, neighbour } = await setUp();
      const before = await storage.dump();
      const neighbours = await ofPerson(neighbour);
      await world.erased(person.id);
      const { gone, changed, made } = difference(before, await storage.dump());
      expect(kinds(gone)).toEqual({
        'customers/customer': 1,
        'customers/login': 1,
        'customers/login-lookup': 1,
        'idempotency/idempotency-marker': 8,
        'notifications/notification': 1,
        'tickets/login-ip': 1,
        'tickets/login-time': 1,
      });
      // In the place of the lookup lies a tombstone, which tells nobody's name.
      expect(kinds(changed)).toEqual({ 'customers/tombstone': 1, 'letters/letter': 1, 'tickets/correspondence': 2, 'tickets/payout': 1, 'tickets/ticket': 1 });
      expect(Object.fromEntries(changed.map(({ item }) => [item.kind, [item.dueOn, item.retainedSince]]))).toEqual({
        tombstone: ['2026-08-16', undefined],
        letter: ['2033-01-01', world.clock.at.toISOString()],
        correspondence: ['2033-01-01', world.clock.at.toISOString()],
        payout: ['2037-01-01', world.clock.at.toISOString()],
        ticket: ['2030-04-01', world.clock.at.toISOString()],
      });
      expect(kinds(made)).toEqual({ 'events/event': 1, 'ledger/ledger-entry': 1, 'privacy/erasure-count': 6, 'privacy/erasure-request': 1 });
      expect(await leftBehind(person)).toEqual([]);
      expect(await ofPerson(neighbour)).toEqual(neighbours);
      expect([world.outside.state.logins, world.outside.state.suppressions]).toEqual([[neighbour.id], [neighbour.contactPoints[0]!.address]]);
      expect(world.outside.files.size).toBe(2);
    });

    it('brings into the due index what it retains, wherever that was before', async () => {
      const { person, theirs } = await setUp();
      const { duePk: _pk, dueSk: _sk, ...letter } = (await storage.db.get('letters', letterKey(person.id, theirs.letterId!)))!;
      await storage.put('letters', { ...letter, dueOn: '2031-01-01' });
      const ticket = (await storage.db.get('tickets', ticketKey(person.id, theirs.ticket.id)))!;
      await storage.put('tickets', { ...ticket, ...dueKeys(theirs.ticket.id, '2029-04-01') });
      await world.erased(person.id);
      expect(await leftBehind(person)).toEqual([]);
      expect(countsOf(await world.runOf('2030-03-31', ['tickets', 'letters']))).toEqual({
        'tickets/login-ip': { deleted: 1 },
        'tickets/login-time': { deleted: 1 },
      });
      expect(countsOf(await world.runOf('2030-04-01', ['tickets'], { everyPart: true }))).toEqual({ 'tickets/case-notes': { anonymised: 2 } });
      expect(countsOf(await world.runOf('2033-01-01', ['letters'], { everyPart: true }))).toEqual({ 'letters/letter-centre': { deleted: 2 } });
    });

    it('takes at once what the law asks for no longer, with its file, and counts the case', async () => {
      const { person } = await setUp();
      const old = await world.aCase(person.id, {
        openedAt: '2015-02-01T09:00:00Z',
        letterAt: '2015-02-02T09:00:00Z',
        payoutAt: '2015-02-03T09:00:00Z',
        closedAt: '2015-02-04T09:00:00Z',
      });
      const before = await storage.dump();
      await world.erased(person.id);
      const { gone } = difference(before, await storage.dump());
      expect(kinds(gone)).toMatchObject({
        'letters/letter': 1,
        'tickets/correspondence': 2,
        'tickets/note': 2,
        'tickets/payout': 1,
        'tickets/ticket': 1,
        'tickets/time-entry': 2,
      });
      expect(world.outside.files.has(letterFileKey(person.id, old.letterId!))).toBe(false);
      expect(casesCounted(await storage.dump())).toEqual({ cells: 0, waiting: 1, pending: 0 });
    });

    it('answers by class, with ground and end', async () => {
      const { person } = await setUp();
      const request = await world.erased(person.id);
      expect(request).toMatchObject({
        status: 'answered',
        outcome: 'complete',
        answeredAt: world.clock.at.toISOString(),
        answerDueOn: '2026-08-01',
        requestedBy: 'customer',
        answerMail: 'sent',
      });
      const claims = 'Geltendmachung oder Verteidigung von Rechtsansprüchen, Art. 17 Abs. 3 Buchst. e DSGVO';
      const duty = 'Gesetzliche Aufbewahrungspflicht, Art. 17 Abs. 3 Buchst. b DSGVO';
      const sources = (cls: keyof typeof rules) => rules[cls].terms.map(({ source }) => source).join('; ');
      const line = (cls: keyof typeof rules, result: ErasureLine['result'], count: number, ground?: string, endsOn?: string): ErasureLine => ({
        class: cls,
        title: rules[cls].title,
        result,
        count,
        ...(ground && { ground: `${ground} (${sources(cls)})` }),
        ...(endsOn && { endsOn }),
      });
      expect(request.lines).toEqual([
        line('case-notes', 'retained', 1, claims, '2030-04-01'),
        line('business-letter', 'retained', 2, duty, '2033-01-01'),
        line('voucher', 'retained', 1, duty, '2037-01-01'),
        line('letter-centre', 'retained', 1, duty, '2033-01-01'),
        line('login-ip', 'deleted', 1),
        line('login-time', 'deleted', 1),
        line('notification', 'deleted', 1),
        line('customer-master-data', 'deleted', 2),
        line('login-account', 'deleted', 2),
        line('rights-request', 'retained', 1, claims, '2030-01-01'),
        line('idempotency', 'deleted', 9),
        line('tombstone', 'retained', 1, duty, '2026-08-16'),
        line('privacy-ledger', 'retained', 1, duty, '2037-02-16'),
      ]);
      expect(world.mails.map(({ to, request: { lines } }) => [to, lines])).toEqual([[person.contactPoints[0]!.address, request.lines]]);
      const shown = await getErasureRequest.handle(
        { ...unanswered, params: { requestId: request.id }, body: undefined, caller: officer, once: undefined },
        world.deps.api,
      );
      expect(getErasureRequest.returns.parse(shown)).toMatchObject({
        id: request.id,
        status: 'answered',
        outcome: 'complete',
        remedies: expect.stringContaining('Art. 77'),
      });
      expect(JSON.stringify(getErasureRequest.returns.parse(shown))).not.toContain(person.id);
    });

    it('dates its own records by what they say: the file by the answer, the ledger by the last effect', async () => {
      const { person } = await setUp();
      const { lines } = await world.erased(person.id);
      const [file] = (await storage.items('privacy')).filter(({ kind }) => kind === 'erasure-request');
      const [entry] = await storage.items('ledger');
      expect([file!.dueOn, entry!.dueOn]).toEqual(['2030-01-01', '2037-02-16']);
      expect(lines!.filter(({ class: cls }) => cls === 'rights-request' || cls === 'privacy-ledger').map(({ endsOn }) => endsOn)).toEqual([
        file!.dueOn,
        entry!.dueOn,
      ]);
      expect(entry).toMatchObject({ scope: 'everything', lastEffectOn: '2037-01-01', recordedOn: today });
    });

    it('leaves nothing of the person at all when the last end has come, and a figure without one', async () => {
      const { person, neighbour } = await setUp();
      const { lines } = await world.erased(person.id);
      const tables = ['customers', 'tickets', 'letters', 'privacy', 'ledger', 'events'] as const;
      const days = [...new Set(lines!.flatMap(({ endsOn }) => endsOn ?? []))].sort();
      expect(days).toEqual(['2026-08-16', '2030-01-01', '2030-04-01', '2033-01-01', '2037-01-01', '2037-02-16']);
      for (const day of days) {
        const classes = async () => {
          const dump = await storage.dump();
          return withText(dump, person.id).flatMap((one) => (headIn(dump, one) ? [classIn(dump, one)] : []));
        };
        await world.runOf(day, tables, { everyPart: day === '2026-08-16' });
        const ended = lines!.filter(({ endsOn }) => endsOn !== undefined && endsOn <= day).map(({ class: cls }) => cls);
        expect((await classes()).filter((cls) => ended.includes(cls))).toEqual([]);
      }
      expect(await ofPerson(person)).toEqual([]);
      expect((await storage.items('customers')).filter(({ kind }) => kind === 'tombstone')).toEqual([]);
      const words = [person.contactPoints[0]!.address, person.insuranceNumber];
      expect(withText(await storage.dump(), ...words).filter(({ item }) => item.pk !== neighbour.id)).toEqual([]);
      expect(world.outside.state.files.filter((key) => key.includes(person.id))).toEqual([]);
      expect(casesCounted(await storage.dump())).toEqual({ cells: 0, waiting: 2, pending: 0 });
    });
  });

  describe('order', () => {
    it('is ledger, guard, everything, login, and the customer last', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const written: string[] = [];
      const { db } = storage;
      const watched = world.over({
        ...db,
        async commit(change) {
          const done = await db.commit(change);
          written.push(
            ...change.writes
              .filter(({ table }) => table !== 'privacy')
              .map((write) => `${write.table} ${'delete' in write ? `delete ${write.delete.sk.split('#')[0]!}` : 'update' in write ? 'update' : 'put'}`),
          );
          return done;
        },
      });
      world.outside.failing = (what) => void written.push(what.split(' ')[0]!);
      await eraseCustomer(request, watched.erase);
      world.outside.failing = () => undefined;
      expect(written.slice(0, 2)).toEqual(['ledger update', 'customers update']);
      expect(written.slice(-7)).toEqual([
        'customers update',
        'login',
        'customers delete login',
        'customers update',
        'suppression',
        'customers delete customer',
        'ledger update',
      ]);
      expect(
        written
          .slice(2, -7)
          .filter((write) => /^customers (delete lookup|put)$/.test(write))
          .sort(),
      ).toEqual(['customers delete lookup', 'customers put']);
      expect(written.slice(2, -7).some((write) => /login$|customer$|ledger/.test(write))).toBe(false);
    });

    it('leaves a ledger entry even when nothing else is done any more', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const before = await storage.dump();
      let writes = 0;
      storage.inject(({ command }) => (command === 'TransactWriteItems' && ++writes > 1 ? 'crash-before' : undefined));
      await expect(eraseCustomer(request, world.deps.erase)).rejects.toThrow();
      storage.inject(undefined);
      const { gone, changed, made } = difference(before, await storage.dump());
      expect([gone, changed, made]).toMatchObject([[], [], [{ table: 'ledger', item: { scope: 'everything', requestId: request } }]]);
    });
  });

  describe('while a contract or a case runs', () => {
    it.each([
      ['the contract runs', undefined],
      ['it ends some day', '2026-07-02'],
    ])('refuses what that needs, leaves it visible, and says so: %s', async (_, endsOn) => {
      const person = await world.person();
      const { ticket, letterId } = await world.aCase(person.id);
      world.clock.at = morningOf(today);
      if (endsOn) await world.leave(person, endsOn);
      const before = await storage.dump();
      const request = await world.erased(person.id);
      const { gone, changed } = difference(before, await storage.dump());
      expect(kinds(gone)).toEqual({ 'tickets/login-ip': 1, 'tickets/login-time': 1 });
      expect(changed).toEqual([]);
      expect(request.outcome).toBe('partial');
      expect(linesOf(request)).toEqual({
        'case-notes refused': [1, '2030-04-01'],
        'business-letter refused': [2, '2033-01-01'],
        'voucher refused': [1, '2037-01-01'],
        'letter-centre refused': [1, ...(endsOn ? ['2033-01-01'] : [])],
        'login-ip deleted': [1],
        'login-time deleted': [1],
        'notification refused': [1, '2026-06-16'],
        'customer-master-data refused': [2, ...(endsOn ? ['2030-04-01'] : [])],
        'login-account refused': [2, ...(endsOn ? ['2027-01-03'] : [])],
        'rights-request retained': [1, '2030-01-01'],
        'idempotency refused': [endsOn ? 9 : 8, '2026-07-03'],
        'privacy-ledger retained': [1, '2026-08-16'],
      });
      expect(
        request
          .lines!.filter(({ result }) => result === 'refused')
          .every(({ ground }) => /, Art\. (6 Abs\. 1 Buchst\. [bf]|17 Abs\. 3 Buchst\. [be]) DSGVO \(/.test(ground!)),
      ).toBe(true);
      expect(await world.deps.customers.own(person.id)).toMatchObject({ status: 'active' });
      expect([await world.deps.tickets.ofCustomer(person.id, ticket.id), await world.deps.letters.ofCustomer(person.id, letterId!)]).not.toContain(undefined);
      expect((await storage.items('ledger'))[0]).toMatchObject({ scope: 'what-nothing-protects', lastEffectOn: today, dueOn: '2026-08-16' });
      expect(world.outside.logins.has(person.id)).toBe(true);
    });

    it('does the same while a case is open, and names no day where there is none yet', async () => {
      const { person } = await setUp();
      await world.openTicket(person.id, '2026-06-30T09:00:00Z');
      const request = await world.erased(person.id);
      expect(request.outcome).toBe('partial');
      expect(linesOf(request)).toMatchObject({
        'case-notes refused': [2],
        'business-letter refused': [3, '2033-01-01'],
        'letter-centre refused': [1],
        'login-account refused': [2],
      });
      expect(await world.deps.customers.own(person.id)).toMatchObject({ status: 'active' });
      expect(await refusal(world.openTicket(person.id))).toBe('done');
    });

    it('erases the rest when the person asks again afterwards, and tells of the first file, too', async () => {
      const person = await world.person();
      await world.aCase(person.id);
      world.clock.at = morningOf(today);
      const first = await world.erased(person.id);
      world.clock.at = morningOf('2027-02-01');
      await world.leave(person, '2027-01-31');
      const second = await world.erased(person.id);
      expect([first.outcome, second.outcome]).toEqual(['partial', 'complete']);
      expect(linesOf(second)).toEqual({
        'case-notes retained': [1, '2030-04-01'],
        'business-letter retained': [2, '2033-01-01'],
        'voucher retained': [1, '2037-01-01'],
        'letter-centre retained': [1, '2033-01-01'],
        'customer-master-data deleted': [2],
        'login-account deleted': [2],
        'rights-request retained': [2, '2031-01-01'],
        'notification deleted': [1],
        'idempotency deleted': [10],
        'tombstone retained': [1, '2027-03-19'],
        'privacy-ledger retained': [2, '2037-02-16'],
      });
      expect(await leftBehind(person)).toEqual([]);
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
      expect((await storage.items('ledger'))[0]).toMatchObject({ scope: 'what-nothing-protects' });
      await world.leave(person, '2026-06-30');
      await eraseCustomer(request, world.deps.erase);
      expect((await storage.items('ledger'))[0]).toMatchObject({ scope: 'everything', lastEffectOn: '2037-01-01', recordedOn: today });
      expect(await leftBehind(person)).toEqual([]);
    });
  });

  describe('hold and restriction', () => {
    it.each(['heldSince', 'restrictedSince'] as const)('keep what they protect, and the answer says so: %s', async (state) => {
      const { person, theirs } = await setUp();
      const marker = withText(await storage.dump(), person.id).find(({ item }) => item.kind === 'idempotency-marker')!.item;
      const message = (await storage.items('tickets')).find(({ type, pk }) => type === 'message' && pk === person.id)!;
      const protectedOnes = [
        ['tickets', ticketKey(person.id, theirs.ticket.id)],
        ['tickets', interactionKey(person.id, theirs.ticket.id, String(message.id))],
        ['letters', letterKey(person.id, theirs.letterId!)],
        ['idempotency', { pk: String(marker.pk), sk: String(marker.sk) }],
      ] as const;
      for (const [table, key] of protectedOnes) await world.protect(table, key, state);
      const read = () => Promise.all(protectedOnes.map(([table, key]) => storage.db.get(table, key)));
      const before = await read();
      const request = await world.erased(person.id);
      expect(await read()).toEqual(before);
      expect(request.outcome).toBe('partial');
      expect(linesOf(request)).toEqual({
        'case-notes protected': [1],
        'business-letter protected': [1],
        'business-letter retained': [1, '2033-01-01'],
        'voucher retained': [1, '2037-01-01'],
        'letter-centre protected': [1],
        'login-ip deleted': [1],
        'login-time deleted': [1],
        'notification deleted': [1],
        'customer-master-data deleted': [2],
        'login-account deleted': [2],
        'rights-request retained': [1, '2030-01-01'],
        'idempotency protected': [1],
        'idempotency deleted': [8],
        'tombstone retained': [1, '2026-08-16'],
        'privacy-ledger retained': [1, '2037-02-16'],
      });
      expect(
        request
          .lines!.filter(({ result }) => result === 'protected')
          .every(({ ground }) => ground === 'Einschränkung der Verarbeitung oder Löschsperre, Art. 18, Art. 17 Abs. 3 Buchst. e DSGVO'),
      ).toBe(true);
    });

    it('are respected when they come between reading and hiding', async () => {
      const { person, theirs } = await setUp();
      const request = await world.askForErasure(person.id);
      const { db } = storage;
      const key = letterKey(person.id, theirs.letterId!);
      const late = world.over({
        ...db,
        async commit(change) {
          if (change.writes.some((write) => 'update' in write && write.update.sk === key.sk)) await world.protect('letters', key, 'restrictedSince');
          return db.commit(change);
        },
      });
      await eraseCustomer(request, late.erase);
      expect(await db.get('letters', key)).not.toHaveProperty('retainedSince');
      expect(linesOf((await world.deps.erase.erasures.ofCustomer(person.id, request))!)).toMatchObject({ 'letter-centre protected': [1] });
    });

    it('keep master data and login as well; nobody writes for the person any more', async () => {
      const { person } = await setUp();
      for (const key of [customerKey(person.id), loginKey(person.id)]) await world.protect('customers', key, 'heldSince');
      const request = await world.erased(person.id);
      expect(linesOf(request)).toMatchObject({
        'customer-master-data protected': [1],
        'customer-master-data deleted': [1],
        'login-account protected': [1],
        'login-account deleted': [1],
      });
      expect(world.outside.logins.has(person.id)).toBe(true);
      expect(await refusal(world.openTicket(person.id))).toBe('conflict/customer-erased');
      expect(await world.deps.customers.own(person.id)).toBeUndefined();
    });
  });

  describe('afterwards', () => {
    it('refuses every writer, and shows nothing to anybody', async () => {
      const { person, theirs } = await setUp();
      const message = (await storage.items('tickets')).find(({ type, pk }) => type === 'message' && pk === person.id)!;
      const notification = (await storage.items('notifications')).find(({ pk }) => pk === person.id)!;
      await world.erased(person.id);
      const { tickets, letters, notifications, customers } = world.deps;
      const letterOf = (id = newId('let')) =>
        issued(
          { id, customerId: person.id, ticketId: theirs.ticket.id, issuedBy: 'agt_01' },
          claimSettlement,
          { sha256: 'ab'.repeat(32), sizeBytes: 1, versionId: 'v' },
          world.clock.at,
        );
      const event = letterIssued.make({ id: newId('evt'), aggregateId: newId('let'), at: world.clock.at, data: { category: 'claim' } });
      const plan = planned(event, { id: person.id, notifyBy: 'sms' }, world.clock.at);
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
        'erasure request': () => world.askForErasure(person.id),
        'erasure request of an officer': () => world.askForErasure(person.id, officer),
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
        'erasure request': 'not-found/no-such-customer',
        'erasure request of an officer': 'not-found/no-such-customer',
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

    it('answers a second request that came in before, and finds only what is kept', async () => {
      const { person } = await setUp();
      const [first, second] = [await world.askForErasure(person.id), await world.askForErasure(person.id, officer)];
      await eraseCustomer(first, world.deps.erase);
      await eraseCustomer(second, world.deps.erase);
      const answered = (await world.deps.erase.erasures.ofCustomer(person.id, second))!;
      expect(answered).toMatchObject({ outcome: 'complete', requestedBy: 'officer', answerMail: 'sent' });
      expect(linesOf(answered)).toEqual({
        'case-notes retained': [1, '2030-04-01'],
        'business-letter retained': [2, '2033-01-01'],
        'voucher retained': [1, '2037-01-01'],
        'letter-centre retained': [1, '2033-01-01'],
        'rights-request retained': [2, '2030-01-01'],
        'privacy-ledger retained': [2, '2037-02-16'],
      });
      expect(await leftBehind(person)).toEqual([]);
      expect(world.mails.map((mail) => mail.request.id)).toEqual([first, second]);
    });

    it('does two requests at the same time as well as one after the other', async () => {
      const { person } = await setUp();
      const requests = [await world.askForErasure(person.id), await world.askForErasure(person.id)];
      await Promise.all(requests.map((request) => eraseCustomer(request, world.deps.erase)));
      const answers = await Promise.all(requests.map((request) => world.deps.erase.erasures.ofCustomer(person.id, request)));
      expect(answers.map((one) => one!.status)).toEqual(['answered', 'answered']);
      // Each thing was deleted once, whoever did it.
      const deleted = answers
        .flatMap((one) => one!.lines!)
        .filter(({ result }) => result === 'deleted')
        .reduce<Record<string, number>>((sums, { class: cls, count }) => ({ ...sums, [cls]: (sums[cls] ?? 0) + count }), {});
      expect(deleted).toEqual({ 'login-ip': 1, 'login-time': 1, notification: 1, 'customer-master-data': 2, 'login-account': 2, idempotency: 10 });
      expect(await leftBehind(person)).toEqual([]);
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
    const post = (caller: Parameters<typeof requestErasure.handle>[0]['caller'], body: { customerId?: string }, key = newId('acc')) =>
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
      expect(await refusal(post({ id: person.id, roles: ['customer'] }, { customerId: person.id }))).toBe('invalid/invalid-body');
      expect(await refusal(post(officer, {}))).toBe('invalid/invalid-body');
      expect(await refusal(post(officer, { customerId: newId('cus') }))).toBe('not-found/no-such-customer');
      expect(await refusal(post(officer, { customerId: person.id }))).toBe('done');
      expect((await storage.items('privacy'))[0]).toMatchObject({ pk: person.id, requestedBy: 'officer', replyTo: person.contactPoints[0]!.address });
    });
  });

  describe('answer', () => {
    it('stays unknown when the worker ended between claiming and sending', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      let sent = 0;
      const dying = {
        ...world.deps.erase,
        sendAnswer: async () => {
          sent++;
          throw new Error('killed');
        },
      };
      await expect(eraseCustomer(request, dying)).rejects.toThrow('killed');
      // Whoever has it may still be at it.
      await expect(eraseCustomer(request, dying)).rejects.toMatchObject({ code: 'being-sent' });
      world.clock.at = new Date(world.clock.at.getTime() + 60_000);
      await eraseCustomer(request, dying);
      await eraseCustomer(request, dying);
      expect(sent).toBe(1);
      expect(await world.deps.erase.erasures.ofCustomer(person.id, request)).toMatchObject({ status: 'answered', answerMail: 'unknown' });
    });

    it.each(['sent', 'unknown', 'failed'] as const)('is recorded as the provider took it: %s', async (result) => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      await eraseCustomer(request, { ...world.deps.erase, sendAnswer: async () => result });
      expect((await world.deps.erase.erasures.ofCustomer(person.id, request))!.answerMail).toBe(result);
    });

    it('is sent once by workers at the same time', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      await Promise.allSettled([1, 2, 3].map(() => eraseCustomer(request, world.deps.erase)));
      expect(world.mails).toHaveLength(1);
      expect(await leftBehind(person)).toEqual([]);
    });

    it('is not given while something is left that should be gone', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const { db } = storage;
      // Somebody changes the customer's own item at the very moment it is to be deleted.
      const meddled = world.over({
        ...db,
        async commit(change) {
          const own = change.writes.find((write) => 'delete' in write && write.delete.sk === 'customer');
          if (own) await storage.put('customers', { ...(await db.get('customers', customerKey(person.id))), dueOn: '2030-03-31' });
          return db.commit(change);
        },
      });
      await expect(eraseCustomer(request, meddled.erase)).rejects.toMatchObject({ kind: 'unavailable', code: 'not-swept' });
      expect(world.mails).toEqual([]);
      await eraseCustomer(request, world.deps.erase);
      expect(await leftBehind(person)).toEqual([]);
      expect(await world.deps.erase.erasures.ofCustomer(person.id, request)).toMatchObject({ outcome: 'complete' });
    });

    it('waits for what can’t be deleted now, but nothing else does', async () => {
      const { person } = await setUp();
      const old = await world.aCase(person.id, { openedAt: '2015-02-01T09:00:00Z', letterAt: '2015-02-02T09:00:00Z', closedAt: '2015-02-04T09:00:00Z' });
      const request = await world.askForErasure(person.id);
      const file = letterFileKey(person.id, old.letterId!);
      world.outside.failing = (what) => (what === `file ${file}` ? new Error('AccessDenied') : undefined);
      await expect(eraseCustomer(request, world.deps.erase)).rejects.toThrow('AccessDenied');
      expect(await leftBehind(person)).toEqual(['customers/customer', 'customers/login', 'letters/letter']);
      world.outside.failing = () => undefined;
      await eraseCustomer(request, world.deps.erase);
      expect(await leftBehind(person)).toEqual([]);
      expect(world.outside.files.has(file)).toBe(false);
    });
  });

  describe('an index that lags', () => {
    it('is waited for: what it shows in the third pass only is found, too', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const { db } = storage;
      let walks = 0;
      const lagging = world.over({
        ...db,
        async *each(query) {
          if (query.index === 'by-subject' && query.table === 'idempotency' && ++walks < 3) return;
          yield* db.each(query);
        },
      });
      await eraseCustomer(request, lagging.erase);
      expect(await leftBehind(person)).toEqual([]);
      expect(linesOf((await world.deps.erase.erasures.ofCustomer(person.id, request))!)).toMatchObject({ 'idempotency deleted': [9] });
    });

    it('makes the answer wait when it shows something after the last pass', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const { db } = storage;
      let walks = 0;
      const lagging = world.over({
        ...db,
        async *each(query) {
          if (query.index === 'by-subject' && query.table === 'idempotency' && ++walks < 4) return;
          yield* db.each(query);
        },
      });
      await expect(eraseCustomer(request, lagging.erase)).rejects.toMatchObject({ kind: 'unavailable', code: 'not-swept' });
      expect(world.mails).toEqual([]);
      await eraseCustomer(request, lagging.erase);
      expect(await leftBehind(person)).toEqual([]);
      expect(world.mails).toHaveLength(1);
    });
  });

  describe('a deletion run at the same time', () => {
    it('and the erasure take each thing once, whoever is first', async () => {
      const { person } = await setUp();
      await world.aCase(person.id, {
        openedAt: '2015-02-01T09:00:00Z',
        letterAt: '2015-02-02T09:00:00Z',
        payoutAt: '2015-02-03T09:00:00Z',
        closedAt: '2015-02-04T09:00:00Z',
      });
      const request = await world.askForErasure(person.id);
      const before = await storage.dump();
      const [run] = await Promise.all([world.runOf(today, ['tickets', 'letters', 'notifications', 'idempotency']), eraseCustomer(request, world.deps.erase)]);
      expect(await leftBehind(person)).toEqual([]);
      const erasedCounts = await world.deps.erase.erasures.deleted({ customerId: person.id, id: request } as ErasureRequest);
      const sums: Record<string, number> = {};
      for (const { table, class: cls, counts } of [...run.lines, ...erasedCounts])
        sums[`${table}/${cls}`] = (sums[`${table}/${cls}`] ?? 0) + counts.deleted + counts.anonymised;
      const { gone } = difference(before, await storage.dump());
      const heads: Record<string, number> = { 'customers/customer-master-data': 1 };
      for (const { table, item } of gone) {
        const ending = headEnding(kindOf({ table, item }));
        if (!ending || ending.auxiliary) continue;
        const name = `${table}/${classOfItem(ending, item as never)}`;
        heads[name] = (heads[name] ?? 0) + 1;
      }
      expect(Object.fromEntries(Object.entries(sums).filter(([, count]) => count > 0))).toEqual(heads);
      expect(casesCounted(await storage.dump())).toEqual({ cells: 0, waiting: 1, pending: 0 });
      expect(world.queue.dead).toEqual([]);
    });
  });

  describe('many items', () => {
    it('are all found and counted', async () => {
      const { person } = await setUp();
      const at = '2026-06-30T09:00:00.000Z';
      const notification = (id: string) => ({
        pk: person.id,
        sk: `ntf#${id}`,
        kind: 'notification',
        id,
        about: { type: 'ticket', id: 'x' },
        channel: 'sms',
        template: 'new-letter',
        status: 'sent',
        plannedAt: at,
        gsi1pk: id,
        gsi1sk: 'notification',
        dueOn: '2026-09-29',
      });
      const marker = (key: string) => ({
        pk: `idm#${key}`,
        sk: 'marker',
        kind: 'idempotency-marker',
        bodyHash: 'x',
        salt: 'x',
        status: 201,
        madeId: 'x',
        gsi1pk: person.id,
        gsi1sk: `idm#${key}`,
        recordedAt: at,
        expiresAt: 1,
        dueOn: '2026-07-02',
      });
      await storage.put('notifications', ...Array.from({ length: 330 }, () => notification(newId('ntf'))));
      await storage.put('idempotency', ...Array.from({ length: 130 }, () => marker(newId('acc'))));
      const request = await world.erased(person.id);
      expect(linesOf(request)).toMatchObject({ 'notification deleted': [331], 'idempotency deleted': [139] });
      expect(await leftBehind(person)).toEqual([]);
    });
  });

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
        expect((await ofPerson(person)).filter(({ item }) => item.retainedSince !== undefined)).toEqual([]);
        expect((await storage.items('ledger'))[0]).toMatchObject({ scope: 'what-nothing-protects' });
      }
      return outcome!;
    };

    it('leaves nothing behind, at whichever call somebody else writes', async () => {
      const { person, theirs } = await setUp();
      const request = await world.askForErasure(person.id);
      const initial = { dump: await storage.dump(), outside: world.outside.state };
      const outcomes: Record<string, Record<string, number>> = {};
      for (const [name, write] of Object.entries(writers)) {
        const seen: Record<string, number> = (outcomes[name] = {});
        // At each call until the guard is closed and something was done; then here and there, and past the last.
        const closely = storage.engine === 'MiniStack' && (name === 'ticket' || name === 'letter');
        const turns = closely ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 40, 999] : [1, 6, 12, 999];
        for (const turn of turns) {
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
        fc.asyncProperty(names, fc.nat(15), async (some, delay) => {
          await world.clear();
          const { person, theirs } = await setUp();
          const request = await world.askForErasure(person.id);
          let calls = 0;
          let started: Promise<unknown> | undefined;
          const start = (): Promise<unknown> => Promise.allSettled(some.map((name) => writers[name]!(person, theirs)));
          const way = interposed(async () => {
            if (calls++ === delay) started = start();
          });
          await eraseCustomer(request, world.over(way).erase);
          await started;
          await settled(person, request);
        }),
        { numRuns: 10 },
      );
    });
  });
});
