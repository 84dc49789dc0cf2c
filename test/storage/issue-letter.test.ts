import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allStores } from '../../shared/files/all-stores.ts';
import { removeOrphanFile } from '../../functions/files/remove-orphan-file.ts';
import { getLetterFile } from '../../functions/letters/get-letter-file.ts';
import { getLetter } from '../../functions/letters/get-letter.ts';
import { issueLetter } from '../../functions/letters/issue-letter.ts';
import { listLetters } from '../../functions/letters/list-letters.ts';
import { recordNotification } from '../../functions/letters/record-notification.ts';
import { notificationFailed } from '../../events/notification-failed.ts';
import { notificationSent } from '../../events/notification-sent.ts';
import { notificationUnknown } from '../../events/notification-unknown.ts';
import { pdfText } from '../../proof/pdf-text.ts';
import { newId } from '../../shared/id.ts';
import { shapeFor } from '../../shared/lambda/by-role.ts';
import type { Caller, Role } from '../../shared/lambda/caller.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { notificationReader } from '../../shared/notifications/notification-reader.ts';
import { customerItem } from './customer-item.ts';
import { describeOnOneEngine } from './harness.ts';
import { filesIn, issue, issueDeps, letterDeps, now, realPrinter, someCase, storedBytes, storedKeys, table, ticketItem, type Case } from './letter-fixtures.ts';
import { InjectedCrash } from './observed-client.ts';

describeOnOneEngine('issuing a letter', (storage) => {
  let bucket: string;
  let some: Case;

  beforeEach(async () => {
    await storage.clear();
    bucket = await storage.bucket();
    some = await someCase(storage);
  });

  const lettersThere = async (caller: Caller = some.customer) =>
    (
      await listLetters.handle(
        { query: { limit: 25 }, caller, params: undefined, body: undefined, once: undefined, ifMatch: undefined },
        letterDeps(storage, bucket),
      )
    ).items;
  const keyOf = (letterId: string) => letterFileKey(some.customerId, letterId);
  const remove = (key: string) => removeOrphanFile(key, { db: storage.db, stores: allStores, erasers: { 'letter-files': filesIn(storage, bucket) } });
  const cleanUp = async () => {
    for (const key of new Set(await storedKeys(storage, bucket))) await remove(key);
  };
  const reading = (letterId: string, caller: Caller) =>
    ({ params: { letterId }, caller, query: undefined, body: undefined, once: undefined, ifMatch: undefined }) as const;

  const fetching = (letterId: string, caller: Caller, disposition: 'attachment' | 'inline' = 'attachment') =>
    ({ ...reading(letterId, caller), query: { disposition } }) as const;

  it('shows it to its customer at once, and the file is the one that is recorded', async () => {
    const letter = await issue(some, issueDeps(storage, bucket, realPrinter), { key: 'k' });
    expect(issueLetter.returns.parse(letter)).toMatchObject({
      customerId: some.customerId,
      ticketId: some.ticketId,
      title: 'Abrechnung Ihres Schadens',
      issuedBy: some.clerk.id,
    });
    expect(await lettersThere()).toMatchObject([{ id: letter.id, issuedBy: undefined, openings: 0 }]);
    const file = await storedBytes(storage, bucket, keyOf(letter.id));
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    expect({ sha256: createHash('sha256').update(file).digest('hex'), sizeBytes: file.byteLength }).toEqual({
      sha256: letter.sha256,
      sizeBytes: letter.sizeBytes,
    });
  });

  it('is addressed to people as they are', async () => {
    const person = {
      salutation: 'frau',
      title: 'Dr.',
      givenName: undefined,
      familyName: '阮',
      latinName: { familyName: 'Nguyễn Ṕetrus' },
      organisation: 'Café Nø',
    };
    const address = { careOf: 'Familie Meier', street: '10 Downing Street', postalCode: 'SW1A 1AA', city: 'London', country: 'GB' };
    await storage.put('customers', { ...customerItem(some.customerId), ...person, address });
    const letter = await issue(some, issueDeps(storage, bucket, realPrinter), { key: 'k' });
    const text = (await pdfText(Buffer.from(await storedBytes(storage, bucket, keyOf(letter.id)))))!.normalize('NFC');
    for (const said of [
      'Café Nø',
      'Frau Dr. Nguyễn Ṕetrus',
      'c/o Familie Meier',
      'SW1A 1AA',
      'VEREINIGTES KÖNIGREICH',
      'Sehr geehrte Frau Dr. Nguyễn Ṕetrus,',
    ]) {
      expect(text).toContain(said);
    }
  });

  it.each([
    ['who logs in to it', 'by-email', true],
    ['nobody who has no login', 'none', false],
  ])('leads to the portal %s', async (_who, login, leads) => {
    await storage.put('customers', { ...customerItem(some.customerId), login });
    const deps = issueDeps(storage, bucket);
    const letter = await issue(some, { ...deps, sender: { ...deps.sender, portal: 'portal.example' } }, { key: 'k' });
    const content = (await storedBytes(storage, bucket, keyOf(letter.id))).toString();
    expect([content.includes('portal.example'), content.includes('im Kundenportal')]).toEqual([leads, leads]);
  });

  it('costs one round of reads and one write', async () => {
    let running = 0;
    let rounds = 0;
    const deps = issueDeps(storage, bucket);
    const together = async <T>(read: Promise<T>): Promise<T> => {
      if (running++ === 0) rounds++;
      return read.finally(() => running--);
    };
    const { byCommand } = await storage.counted(() =>
      issue(
        some,
        {
          ...deps,
          letters: { ...deps.letters, earlier: (...args) => together(deps.letters.earlier(...args)) },
          customers: { customer: (id) => together(deps.customers.customer(id)) },
          tickets: { ofCustomer: (...args) => together(deps.tickets.ofCustomer(...args)) },
          staff: { agent: (id) => together(deps.staff.agent(id)) },
        },
        { key: 'k' },
      ),
    );
    expect({ byCommand, rounds }).toEqual({ byCommand: { GetItem: 4, TransactWriteItems: 1 }, rounds: 1 });
    expect(await storedKeys(storage, bucket)).toHaveLength(1);
  });

  describe('again, with the same key', () => {
    it('gives the same letter, sets none and stores nothing, though the ticket was closed since', async () => {
      const first = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      await storage.put('tickets', ticketItem(some.customerId, some.ticketId, 'closed'));
      const render = () => Promise.reject(new Error('must not be set again'));
      expect(await issue(some, issueDeps(storage, bucket, { render }), { key: 'k' })).toEqual(first);
      expect(await storedKeys(storage, bucket)).toEqual([keyOf(first.id)]);
    });

    it('is refused with another body, and the letter that is there stays as it is', async () => {
      const first = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const before = await storedBytes(storage, bucket, keyOf(first.id));
      await expect(issue(some, issueDeps(storage, bucket), { key: 'k', body: 'b', incident: 'Diebstahl' })).rejects.toMatchObject({
        kind: 'unprocessable',
        code: 'idempotency-key-reused',
      });
      expect(await storedBytes(storage, bucket, keyOf(first.id))).toEqual(before);
      expect(await lettersThere()).toHaveLength(1);
    });

    it('makes one letter of requests at the same time; files that came to none are removed, its own is not', async () => {
      const made = await Promise.all(Array.from({ length: 4 }, () => issue(some, issueDeps(storage, bucket), { key: 'k' })));
      expect(new Set(made.map(({ id }) => id)).size).toBe(1);
      expect(await lettersThere()).toHaveLength(1);
      expect((await storage.items('events')).filter(({ type }) => type === 'letter.issued')).toHaveLength(1);
      await cleanUp();
      expect(await storedKeys(storage, bucket)).toEqual([keyOf(made[0]!.id)]);
    });
  });

  describe('when the process ends in between', () => {
    it('leaves nothing to be seen; the file goes by itself, and the same request makes the letter', async () => {
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? 'crash-before' : undefined));
      await expect(issue(some, issueDeps(storage, bucket), { key: 'k' })).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      expect(await lettersThere()).toEqual([]);
      expect(await storedKeys(storage, bucket)).toHaveLength(1);
      const letter = await issue(some, issueDeps(storage, bucket), { key: 'k', incident: 'Fahrradsturz' });
      await cleanUp();
      expect(await storedKeys(storage, bucket)).toEqual([keyOf(letter.id)]);
      const file = await storedBytes(storage, bucket, keyOf(letter.id));
      expect(createHash('sha256').update(file).digest('hex')).toBe(letter.sha256);
    });

    it('has made the letter, if it ended after the write', async () => {
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? 'crash-after' : undefined));
      await expect(issue(some, issueDeps(storage, bucket), { key: 'k' })).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      const [there] = await lettersThere();
      expect((await issue(some, issueDeps(storage, bucket), { key: 'k' })).id).toBe(there!.id);
      await cleanUp();
      expect(await storedKeys(storage, bucket)).toEqual([keyOf(there!.id)]);
    });
  });

  describe('is refused before anything is stored', () => {
    it.each([
      ['for a ticket of somebody else', 'no-such-ticket', async () => ({ ...some, ticketId: (await someCase(storage)).ticketId })],
      ['for nobody', 'no-such-ticket', async () => ({ ...some, customerId: newId('cus') })],
      [
        'for a ticket whose processing is restricted',
        'processing-restricted',
        async () => (await storage.put('tickets', { ...ticketItem(some.customerId, some.ticketId), restrictedSince: now.toISOString() }), some),
      ],
      ['for somebody who is being erased', 'customer-erased', async () => (await storage.put('customers', customerItem(some.customerId, 'erasing')), some)],
      ['by a clerk who is not on record', 'no-such-agent', async () => ({ ...some, clerk: { ...some.clerk, id: newId('agt') } })],
      [
        'by a clerk who has left, with a token that is still good',
        'no-such-agent',
        async () => (await storage.put('staff', { ...(await storage.db.get('staff', { pk: some.clerk.id, sk: 'agent' })), leftOn: '2026-01-02' }), some),
      ],
    ])('%s', async (_, code, of) => {
      await expect(issue(await of(), issueDeps(storage, bucket), { key: 'k' })).rejects.toMatchObject({ code });
      expect(await storedKeys(storage, bucket)).toEqual([]);
      expect(await storage.items('letters')).toEqual([]);
    });

    it('with text that cannot be printed, or a sum that cannot be, naming the field', async () => {
      await expect(issue(some, issueDeps(storage, bucket), { key: 'k', incident: 'Unfall 事故' })).rejects.toMatchObject({
        code: 'unsupported-character',
        fields: [{ field: 'body.values.incident' }],
      });
      const { example } = issueLetter;
      const body = { ...example!, customerId: some.customerId, ticketId: some.ticketId, values: { ...example!.values, deductible: 900_000 } };
      const request = { body, caller: some.clerk, once: { key: 'l', body: '' }, params: undefined, query: undefined, ifMatch: undefined } as const;
      await expect(issueLetter.handle(request, issueDeps(storage, bucket))).rejects.toMatchObject({
        code: 'total-too-low',
        fields: [{ field: 'body.values.items' }, { field: 'body.values.deductible' }],
      });
      expect(await storedKeys(storage, bucket)).toEqual([]);
    });
  });

  it('is done on a closed case too: what was left to say', async () => {
    await storage.put('tickets', ticketItem(some.customerId, some.ticketId, 'closed'));
    expect(await issue(some, issueDeps(storage, bucket), { key: 'k' })).toMatchObject({ ticketId: some.ticketId });
    expect(await storage.items('letters')).toHaveLength(1);
  });

  it('comes to nothing when an erasure begins meanwhile, and its file goes', async () => {
    const deps = issueDeps(storage, bucket);
    const render: typeof deps.render = async (content, date) => {
      await storage.put('customers', customerItem(some.customerId, 'erasing'));
      return deps.render(content, date);
    };
    await expect(issue(some, { ...deps, render }, { key: 'k' })).rejects.toMatchObject({ code: 'customer-erased' });
    await cleanUp();
    expect(await storedKeys(storage, bucket)).toEqual([]);
  });

  it.each([
    ['is restricted', 'processing-restricted', { restrictedSince: now.toISOString() }],
    ['is kept for the law only', 'no-such-ticket', { retainedSince: now.toISOString() }],
  ])('comes to nothing when its case %s meanwhile, and its file goes', async (_, code, change) => {
    const deps = issueDeps(storage, bucket);
    const render: typeof deps.render = async (content, date) => {
      await storage.put('tickets', { ...ticketItem(some.customerId, some.ticketId), ...change });
      return deps.render(content, date);
    };
    await expect(issue(some, { ...deps, render }, { key: 'k' })).rejects.toMatchObject({ code });
    expect(await storage.items('letters')).toEqual([]);
    await cleanUp();
    expect(await storedKeys(storage, bucket)).toEqual([]);
  });

  it('comes to nothing for somebody whose data is restricted, and its file goes', async () => {
    await storage.put('customers', { ...customerItem(some.customerId), restrictedSince: now.toISOString() });
    await expect(issue(some, issueDeps(storage, bucket), { key: 'k' })).rejects.toMatchObject({ code: 'processing-restricted' });
    expect(await storage.items('letters')).toEqual([]);
    await cleanUp();
    expect(await storedKeys(storage, bucket)).toEqual([]);
  });

  describe('removing a file without a letter', () => {
    const orphan = async () => {
      const key = letterFileKey(some.customerId, newId('let'));
      await filesIn(storage, bucket).keep(key, Buffer.from('%PDF-'), { fileName: 'brief.pdf', lockUntil: new Date('2033-01-01T00:00:00Z') });
      return key;
    };

    it('never removes one whose letter could not be looked up', async () => {
      const key = await orphan();
      storage.inject(() => new Error('no answer'));
      await expect(remove(key)).rejects.toThrow('no answer');
      expect(await storedKeys(storage, bucket)).toEqual([key]);
    });

    it.each(['retainedSince', 'heldSince', 'restrictedSince'])('keeps the file of a letter that is marked %s', async (attribute) => {
      const letter = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const [item] = await storage.items('letters');
      await storage.put('letters', { ...item, [attribute]: now.toISOString() });
      await remove(keyOf(letter.id));
      expect(await storedKeys(storage, bucket)).toEqual([keyOf(letter.id)]);
    });

    it('can be told twice', async () => {
      const key = await orphan();
      await remove(key);
      await remove(key);
      expect(await storedKeys(storage, bucket)).toEqual([]);
    });

    it('leaves alone what is no file of a store, and does not pass over what nobody should have put there', async () => {
      await remove('exports/x.zip');
      await expect(remove('letters/x.pdf')).rejects.toThrow('Not the key of a file');
    });
  });

  describe('reading it', () => {
    it('gives a customer the file, and records that they opened it', async () => {
      const { id, sha256, sizeBytes } = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const deps = letterDeps(storage, bucket, () => new Date());
      const answer = getLetterFile.returns.parse(await getLetterFile.handle(fetching(id, some.customer), deps));
      expect(answer).toMatchObject({ sha256, sizeBytes });
      const file = Buffer.from(await (await fetch(answer.url)).arrayBuffer());
      expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
      expect(await getLetter.handle(reading(id, some.customer), deps)).toMatchObject({ openings: 1, firstOpenedAt: expect.any(String) });
    });

    it('is shown by the browser where that is asked for, under a name that tells it from others, and is an opening too', async () => {
      const { id } = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const deps = letterDeps(storage, bucket, () => new Date());
      const linkTo = async (disposition: 'attachment' | 'inline') => new URL((await getLetterFile.handle(fetching(id, some.customer, disposition), deps)).url);
      const name = `brief-2026-11-15-${id.slice(-6).toLowerCase()}.pdf`;
      const [shown, saved] = [await linkTo('inline'), await linkTo('attachment')];
      // MiniStack takes the wish, signature and all, and heeds it only for what is no version: so what is asked is looked at.
      expect([shown, saved].map((url) => url.searchParams.get('response-content-disposition'))).toEqual([`inline;filename="${name}"`, null]);
      const [asked, usual] = await Promise.all([fetch(shown), fetch(saved)]);
      expect([asked.status, usual.headers.get('content-disposition')]).toEqual([200, `attachment; filename="${name}"`]);
      shown.searchParams.set('response-content-disposition', 'inline;filename="another.pdf"');
      expect((await fetch(shown)).status).toBe(403);
      expect(await getLetter.handle(reading(id, some.customer), deps)).toMatchObject({ openings: 2 });
    });

    it('gives a clerk the file, and records nothing', async () => {
      const { id } = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      await getLetterFile.handle(fetching(id, some.clerk), letterDeps(storage, bucket));
      expect(await getLetter.handle(reading(id, some.clerk), letterDeps(storage, bucket))).toMatchObject({ openings: 0, issuedBy: some.clerk.id });
    });

    it('is for nobody else', async () => {
      const { id } = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const { customer } = await someCase(storage);
      for (const refused of [
        getLetter.handle(reading(id, customer), letterDeps(storage, bucket)),
        getLetterFile.handle(fetching(id, customer), letterDeps(storage, bucket)),
      ]) {
        await expect(refused).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-letter' });
      }
      expect(await lettersThere(customer)).toEqual([]);
    });

    it('lists for a clerk the letters of the ticket they name', async () => {
      const { id } = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const list = (caller: Caller, ticketId: string) =>
        listLetters.handle(
          { query: { limit: 25, ticketId }, caller, params: undefined, body: undefined, once: undefined, ifMatch: undefined },
          letterDeps(storage, bucket),
        );
      expect((await list(some.clerk, some.ticketId)).items.map((letter) => letter.id)).toEqual([id]);
      const taken = (role: Role, query: object) => shapeFor(listLetters.query!, [role]).safeParse(query).success;
      expect([{}, { ticketId: some.ticketId }].map((query) => taken('agent', query))).toEqual([false, true]);
      expect([{}, { ticketId: some.ticketId }].map((query) => taken('customer', query))).toEqual([true, false]);
    });
  });

  describe('noting how telling the customer went', () => {
    const notification = async (about: { type: 'ticket' | 'letter'; id: string }) => {
      const id = newId('ntf');
      await storage.put('notifications', {
        pk: some.customerId,
        sk: `ntf#${id}`,
        kind: 'notification',
        id,
        about,
        ticketId: some.ticketId,
        channel: 'sms',
        template: 'new-letter',
        status: 'sent',
        plannedAt: now.toISOString(),
        gsi1pk: id,
        gsi1sk: 'notification',
        dueOn: '2027-02-14',
      });
      return id;
    };
    const data = { channel: 'sms' as const, template: 'new-letter' };
    const event = (type: 'sent' | 'unknown' | 'failed', aggregateId: string) => {
      const fields = { id: newId('evt'), aggregateId, at: now };
      if (type === 'failed') return notificationFailed.make({ ...fields, data: { ...data, code: 'refused' } });
      return (type === 'sent' ? notificationSent : notificationUnknown).make({ ...fields, data });
    };
    const record = (type: 'sent' | 'unknown' | 'failed', id: string) =>
      recordNotification(event(type, id), { letters: table(storage), notifications: notificationReader(storage.db) });

    it('is done once: repeats and late news are done already', async () => {
      const letter = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const id = await notification({ type: 'letter', id: letter.id });
      await record('unknown', id);
      await record('sent', id);
      for (const late of ['sent', 'unknown', 'failed'] as const) await expect(record(late, id)).rejects.toMatchObject({ code: 'already-done' });
      expect(await lettersThere()).toMatchObject([{ notification: { channel: 'sms', result: 'sent', at: now.toISOString() } }]);
    });

    it('is not for messages about tickets, waits for a notification not seen yet, and is done when the letter is gone', async () => {
      await record('sent', await notification({ type: 'ticket', id: some.ticketId }));
      await expect(record('sent', newId('ntf'))).rejects.toMatchObject({ kind: 'not-found' });
      await expect(record('sent', await notification({ type: 'letter', id: newId('let') }))).rejects.toMatchObject({ code: 'already-done' });
      expect(await storage.items('letters')).toEqual([]);
    });
  });
});
