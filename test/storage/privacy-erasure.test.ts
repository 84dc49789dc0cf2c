import { beforeEach, describe, expect, it } from '@jest/globals';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { getErasureRequest } from '../../functions/privacy/get-erasure-request.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import { newId } from '../../shared/id.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import type { Day } from '../../shared/personal-data/calendar.ts';
import { deletionClasses, type DeletionClass } from '../../shared/personal-data/deletion-rules.ts';
import type { ErasureLine, ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { dueKeys } from '../../shared/storage/due-index.ts';
import { keyOf } from '../../shared/storage/item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import type { Change } from '../../shared/storage/transact.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import {
  classIn,
  counted,
  difference,
  effectOf,
  headIn,
  isHead,
  kinds,
  names,
  ofPerson,
  lastingWith,
  theItem,
  withChildren,
  withText,
  without,
} from './dumps.ts';
import { countsByClass, erasureScene, isRecord, linesOf, today, withEffect } from './erasure-scene.ts';
import { describeOnOneEngine } from './harness.ts';
import { officer, rules, unanswered } from './privacy-fixtures.ts';

/** A case of long ago: the law asks for nothing of it any more. */
const longAgo = { openedAt: '2015-02-01T09:00:00Z', letterAt: '2015-02-02T09:00:00Z', payoutAt: '2015-02-03T09:00:00Z', closedAt: '2015-02-04T09:00:00Z' };

describeOnOneEngine('erasure', (storage) => {
  const { world, setUp, speaksOf, leftBehind } = erasureScene(storage);
  beforeEach(() => world.clear());

  /** What an erasure does that has been asked for already. */
  const erasing = (request: string) => effectOf(storage, () => eraseCustomer(request, world.deps.erase));
  const answered = async ({ id }: { id: string }, request: string): Promise<ErasureRequest> => (await world.deps.erase.erasures.ofCustomer(id, request))!;

  describe('what it does', () => {
    it('takes what nothing protects, hides and dates the rest, and touches nobody else', async () => {
      const { person, neighbour } = await setUp();
      const request = await world.askForErasure(person.id);
      const neighbours = await speaksOf(neighbour);
      const { before, after, gone, changed, made } = await erasing(request);

      const theirs = ofPerson(before, person);
      const lookup = theItem(before, 'customer-lookup', ({ gsi1pk }) => gsi1pk === person.id);
      expect(names(gone)).toEqual(names(without(withEffect(before, theirs, 'delete'), [lookup])));
      expect(Object.keys(kinds(gone))).toEqual(
        expect.arrayContaining([
          'customers/customer',
          'customers/login',
          'customers/login-lookup',
          'idempotency/idempotency-marker',
          'notifications/notification',
          'tickets/login-ip',
          'tickets/login-time',
        ]),
      );
      const kept = withEffect(before, theirs, 'retain').filter(isHead);
      expect(names(changed.filter((one) => !isRecord(one)))).toEqual(names(kept));
      expect(changed.every((one) => isRecord(one) || one.item.retainedSince === world.clock.at.toISOString())).toBe(true);
      expect(Object.fromEntries(changed.map((one) => [one.item.kind, one.item.dueOn]))).toMatchObject({
        letter: '2033-01-01',
        correspondence: '2033-01-01',
        payout: '2037-01-01',
        ticket: '2030-04-01',
      });
      // In the place of the lookup lies a tombstone, which tells nobody's name.
      expect(theItem(after, 'tombstone').item).toMatchObject({ pk: lookup.item.pk, sk: lookup.item.sk, dueOn: '2026-08-16' });
      const { 'privacy/erasure-count': counts, ...rest } = kinds(made);
      expect(rest).toEqual({ 'ledger/ledger-entry': 1 });
      const taken = new Set([...gone, lookup].filter(isHead).map((one) => `${one.table} ${classIn(before, one)}`));
      expect(counts).toBe(taken.size + 1);
      const left = theItem(after, 'erasure-count', (item) => item.tombstones !== undefined).item;
      expect([left.class, left.table, left.tombstones, left.deleted]).toEqual(['tombstone', 'customers', 1, undefined]);
      expect(await leftBehind(person)).toEqual([]);
      expect(await speaksOf(neighbour)).toEqual(neighbours);
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
      const dueOn = async (kind: string) => theItem(await storage.dump(), kind, ({ pk }) => pk === person.id).item.dueOn;
      expect([await dueOn('ticket'), await dueOn('letter')]).toEqual(['2030-04-01', '2033-01-01']);
      const goesOn = async (day: Day, table: TableName, kind: string) => {
        const { gone } = await effectOf(storage, () => world.runOf(day, [table]));
        return gone.filter(({ item }) => item.kind === kind && item.pk === person.id).length;
      };
      expect([await goesOn('2030-03-31', 'tickets', 'ticket'), await goesOn('2030-04-01', 'tickets', 'ticket')]).toEqual([0, 1]);
      expect([await goesOn('2032-12-31', 'letters', 'letter'), await goesOn('2033-01-01', 'letters', 'letter')]).toEqual([0, 1]);
    });

    it.each([
      ['ten-years', '2036-06-21'],
      ['thirty-years', '2056-06-21'],
      ['money-laundering', '2032-01-01'],
    ] as const)('keeps a case of %s, with its letters, as long as was chosen', async (retention, end) => {
      const { person } = await setUp();
      const { ticket, letterId } = await world.aCase(person.id);
      await world.chooseRetention(ticket, retention);
      const { gone, after } = await erasing(await world.askForErasure(person.id));
      expect(gone.filter(({ item }) => item.id === ticket.id)).toEqual([]);
      const [kept, letter] = [ticket.id, letterId].map((id) => theItem(after, id === ticket.id ? 'ticket' : 'letter', (item) => item.id === id).item);
      expect([kept!.dueOn, kept!.retainedSince]).toEqual([end, expect.any(String)]);
      expect([letter!.dueOn, letter!.retainedSince]).toEqual([end > '2033-01-01' ? end : '2033-01-01', expect.any(String)]);
    });

    it('takes at once what the law asks for no longer, with its file; a case of one person makes no figure', async () => {
      const { person } = await setUp();
      const old = await world.aCase(person.id, longAgo);
      const { before, gone } = await erasing(await world.askForErasure(person.id));
      const ticket = theItem(before, 'ticket', ({ id }) => id === old.ticket.id);
      const goesToo = [...withChildren(before, ticket), ...lastingWith(before, ticket)];
      expect(Object.keys(kinds(goesToo))).toEqual(
        expect.arrayContaining(['letters/letter', 'tickets/correspondence', 'tickets/note', 'tickets/payout', 'tickets/ticket', 'tickets/time-entry']),
      );
      const lookup = theItem(before, 'customer-lookup', ({ gsi1pk }) => gsi1pk === person.id);
      expect(names(gone)).toEqual(names(without([...withEffect(before, ofPerson(before, person), 'delete'), ...goesToo], [lookup])));
      expect(world.outside.files.has(letterFileKey(person.id, old.letterId!))).toBe(false);
      expect(await storage.items('statistics')).toEqual([]);
    });

    it('takes files of the person that no item names, whoever left them there, and nobody else’s', async () => {
      const { person, neighbour, theirs } = await setUp();
      const orphans = [letterFileKey(person.id, newId('let')), letterFileKey(neighbour.id, newId('let'))];
      for (const key of orphans) world.outside.files.add(key);
      const before = world.outside.state.files;
      await world.erased(person.id);
      expect(world.outside.state.files).toEqual(before.filter((key) => key !== orphans[0]));
      expect(world.outside.files.has(letterFileKey(person.id, theirs.letterId!))).toBe(true);
    });

    it('answers by class, with ground and end', async () => {
      const { person } = await setUp();
      const id = await world.askForErasure(person.id);
      const before = await storage.dump();
      await eraseCustomer(id, world.deps.erase);
      const request = await answered(person, id);
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
      const evidence = 'Nachweis, dass gelöscht wurde und gelöscht bleibt, Art. 5 Abs. 2, Art. 24 DSGVO';
      /** Of each class: what became of it, on which ground, and until when; worked out by hand. */
      const became: Partial<Record<DeletionClass, [ErasureLine['result'], string?, Day?]>> = {
        'case-notes': ['retained', claims, '2030-04-01'],
        'business-letter': ['retained', duty, '2033-01-01'],
        voucher: ['retained', duty, '2037-01-01'],
        'letter-centre': ['retained', duty, '2033-01-01'],
        'login-ip': ['deleted'],
        'login-time': ['deleted'],
        notification: ['deleted'],
        'customer-master-data': ['deleted'],
        'login-account': ['deleted'],
        'rights-request': ['retained', claims, '2030-01-01'],
        idempotency: ['deleted'],
        tombstone: ['retained', evidence, '2026-08-16'],
        'privacy-ledger': ['retained', evidence, '2037-02-16'],
      };
      const counts: Record<string, number> = {
        ...countsByClass(before, ofPerson(before, person)),
        // Its own records: file, ledger entry, and what stands for the number.
        'rights-request': 1,
        tombstone: 1,
        'privacy-ledger': 1,
      };
      expect(request.lines!.map(({ class: cls, count }) => [cls, count])).toEqual(
        deletionClasses.flatMap((cls) => (cls in counts ? [[cls, counts[cls]]] : [])),
      );
      for (const line of request.lines!.filter(({ class: cls }) => became[cls])) {
        const [result, ground, endsOn] = became[line.class]!;
        const sources = rules[line.class].terms.map(({ source }) => source).join('; ');
        expect(line).toEqual({
          class: line.class,
          title: rules[line.class].title,
          result,
          count: counts[line.class],
          ...(ground && { ground: `${ground} (${sources})` }),
          ...(endsOn && { endsOn }),
        });
      }
      expect(Object.keys(became).filter((cls) => !(cls in counts))).toEqual([]);
      // The master data and the login are one each, however many items find them.
      expect(linesOf(request)).toMatchObject({ 'customer-master-data deleted': [1], 'login-account deleted': [1] });

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

    it('leaves nothing of the person at all when the last end has come, not even a figure', async () => {
      const { person, neighbour } = await setUp();
      const { lines } = await world.erased(person.id);
      const tables = ['customers', 'tickets', 'letters', 'privacy', 'ledger', 'events'] as const;
      const days = [...new Set(lines!.flatMap(({ endsOn }) => endsOn ?? []))].sort();
      expect(days).toEqual(expect.arrayContaining(['2026-08-16', '2030-01-01', '2030-04-01', '2033-01-01', '2037-01-01', '2037-02-16']));
      for (const day of days) {
        await world.runOf(day, tables, { everyPart: day === '2026-08-16' });
        const dump = await storage.dump();
        const classes = withText(dump, person.id).flatMap((one) => (headIn(dump, one) ? [classIn(dump, one)] : []));
        const ended = lines!.filter(({ endsOn }) => endsOn !== undefined && endsOn <= day).map(({ class: cls }) => cls);
        expect(classes.filter((cls) => ended.includes(cls))).toEqual([]);
      }
      expect(await speaksOf(person)).toEqual([]);
      expect((await storage.items('customers')).filter(({ kind }) => kind === 'tombstone')).toEqual([]);
      const words = [person.contactPoints[0]!.address, person.insuranceNumber];
      expect(withText(await storage.dump(), ...words).filter(({ item }) => item.pk !== neighbour.id)).toEqual([]);
      expect(world.outside.state.files.filter((key) => key.includes(person.id))).toEqual([]);
      expect(await storage.items('statistics')).toEqual([]);
    });
  });

  describe('order', () => {
    it('is ledger, guard, everything, login, and the customer last', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const written: string[] = [];
      const { db } = storage;
      const wordOf = (write: Change['writes'][number]): string[] => {
        if ('check' in write || write.table === 'privacy') return [];
        return [`${write.table} ${'delete' in write ? `delete ${write.delete.sk.split('#')[0]!}` : 'update' in write ? 'update' : 'put'}`];
      };
      const watched = world.over({
        ...db,
        async commit(change) {
          const done = await db.commit(change);
          written.push(...change.writes.flatMap(wordOf));
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

    it('takes everything else where an item has no end that can be told, and the rest once it is mended', async () => {
      const { person } = await setUp();
      const request = await world.askForErasure(person.id);
      const letter = (await storage.items('letters')).find(({ kind, pk }) => kind === 'letter' && pk === person.id)!;
      await storage.put('letters', { ...letter, issuedAt: 'gestern' });
      await expect(eraseCustomer(request, world.deps.erase)).rejects.toThrow();
      const left = (await storage.dump()).customers!.filter(({ pk }) => pk === person.id).map(({ kind }) => kind);
      expect(left.toSorted()).toEqual(['customer', 'login']);
      const held = (await storage.db.get('letters', keyOf(letter)))!;
      await storage.put('letters', { ...held, issuedAt: letter.issuedAt });
      await eraseCustomer(request, world.deps.erase);
      expect((await storage.items('customers')).filter(({ pk }) => pk === person.id)).toEqual([]);
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
      const markers = ofPerson(await storage.dump(), person).filter(({ table }) => table === 'idempotency').length;
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
      expect(linesOf(await answered(person, request))).toMatchObject({ 'idempotency deleted': [markers] });
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
      await world.aCase(person.id, longAgo);
      const request = await world.askForErasure(person.id);
      const before = await storage.dump();
      const [run] = await Promise.all([world.runOf(today, ['tickets', 'letters', 'notifications', 'idempotency']), eraseCustomer(request, world.deps.erase)]);
      expect(await leftBehind(person)).toEqual([]);
      const erasedCounts = await world.deps.erase.erasures.deleted({ customerId: person.id, id: request } as ErasureRequest);
      const sums: Record<string, number> = {};
      for (const { table, class: cls, counts } of [...run.lines, ...erasedCounts])
        sums[`${table}/${cls}`] = (sums[`${table}/${cls}`] ?? 0) + counts.deleted + counts.auxiliary;
      const { gone } = difference(before, await storage.dump());
      expect(Object.fromEntries(Object.entries(sums).filter(([, count]) => count > 0))).toEqual(
        // Where the lookup was lies a tombstone: that is gone as well.
        counted(
          [...gone.filter(isHead), theItem(before, 'customer-lookup', ({ gsi1pk }) => gsi1pk === person.id)].map(
            (one) => `${one.table}/${classIn(before, one)}`,
          ),
        ),
      );
      expect(await storage.items('statistics')).toEqual([]);
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
      const id = await world.askForErasure(person.id);
      const before = await storage.dump();
      await eraseCustomer(id, world.deps.erase);
      const { notification: notifications, idempotency: markers } = countsByClass(before, ofPerson(before, person));
      expect([notifications! > 330, markers! > 130]).toEqual([true, true]);
      expect(linesOf(await answered(person, id))).toMatchObject({ 'notification deleted': [notifications], 'idempotency deleted': [markers] });
      expect(await leftBehind(person)).toEqual([]);
    });
  });
});
