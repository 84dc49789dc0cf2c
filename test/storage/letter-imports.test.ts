import { beforeEach, describe, expect, it } from '@jest/globals';
import { importGivenUp } from '../../functions/letters/check-import.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { importKey, importPlaceKey } from '../../shared/letters/imports/import-item.ts';
import { quarantineKey } from '../../shared/letters/imports/import-state.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { tellingOf } from '../../shared/notifications/notification.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { medicalAid } from '../../shared/tickets/kinds/medical-aid.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { describeStorage } from './harness.ts';
import { importWorld, letterTo, oms } from './import-fixtures.ts';
import { outcome, report } from './ticket-world.ts';

describeStorage('letters that were printed elsewhere', (storage) => {
  const world = importWorld(storage);
  beforeEach(() => world.clear());
  beforeEach(() => {
    world.bytes.clear();
    world.signed.length = 0;
    world.importLog.lines.length = 0;
  });
  const clerk = async (skills?: Parameters<typeof world.clerk>[0]): Promise<Caller> => ({ id: await world.clerk(skills), roles: ['agent'] });
  const stored = (customerId: string, id: string) => storage.db.get('letters', importKey(customerId, id));
  const letterOf = async (customerId: string) => (await world.deps.letters.listOfCustomer(customerId, 10)).items;
  const events = async (type: string) => (await storage.items('events')).filter((event) => event.type === type);
  const days = (count: number) => (world.clock.at = new Date(Date.parse('2026-11-15T10:00:00Z') + count * 24 * 3_600_000));
  beforeEach(() => void days(0));
  /** To somebody else, by its window. */
  const misdirected = async (customer: Customer) => letterTo({ ...customer, familyName: 'Sommerfeld' });

  it('are announced, come, are looked at, and lie in the letter centre, byte for byte', async () => {
    const paula = await world.person();
    const file = letterTo(paula);
    const said = world.saidOf(paula, file, { issuedOn: '2026-11-13', actBy: '2026-12-01', sheets: 2 });
    const made = await world.announce(said);
    expect(made).toMatchObject({
      status: 'awaiting-file',
      reference: said.reference,
      customerId: paula.id,
      upload: { fields: { key: quarantineKey(paula.id, made.id) } },
    });
    expect(world.signed).toEqual([
      { key: quarantineKey(paula.id, made.id), expected: { contentType: 'application/pdf', sizeBytes: file.length, sha256: said.sha256 } },
    ]);
    expect(JSON.stringify(await stored(paula.id, made.id))).not.toContain(said.recipient.familyName);

    await world.check(world.come(paula.id, made.id, file));
    const known = await world.get(made.id);
    expect(known).toMatchObject({
      status: 'published',
      pages: 1,
      letter: { publishedAt: '2026-11-15T10:00:00.000Z' },
      warnings: [{ code: 'fonts-not-embedded' }, { code: 'not-tagged' }, { code: 'no-title' }],
    });
    const [letter] = await letterOf(paula.id);
    expect(letter).toMatchObject({
      id: known.letter!.id,
      importId: made.id,
      title: 'Ihre Beitragsrechnung',
      topic: 'annual-premium-invoice',
      issuedOn: '2026-11-13',
      actBy: '2026-12-01',
      sheets: 2,
      post: 'replaced',
      issuedBy: '4oms',
      sha256: said.sha256,
    });
    expect(letter).not.toHaveProperty('ticketId');
    expect(Buffer.from(world.bytes.get(letterFileKey(paula.id, letter!.id))!).equals(file)).toBe(true);
    expect(world.keptAs.get(letterFileKey(paula.id, letter!.id))).toMatchObject({ lockUntil: new Date('2033-01-01T00:00:00Z') });
    expect([...world.bytes.keys()]).toEqual([letterFileKey(paula.id, letter!.id)]);
    expect((await events('letter.issued')).map(({ pk }) => pk)).toEqual([letter!.id]);
  });

  it('are one, however often they are handed in and their file is told of', async () => {
    const paula = await world.person();
    const file = letterTo(paula);
    const said = world.saidOf(paula, file);
    const all = await Promise.all([world.announce(said), world.announce(said), world.announce(said)]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const { id } = all[0];
    const came = world.come(paula.id, id, file);
    await Promise.allSettled([world.check(came), world.check(came)]);
    await world.check(came);
    expect(await letterOf(paula.id)).toHaveLength(1);
    const again = await world.announce(said);
    expect(again).toMatchObject({ id, status: 'published' });
    expect(again).not.toHaveProperty('upload');
  });

  it.each([
    ['another file', async (_other: Customer) => ({ sha256: 'cd'.repeat(32) })],
    [
      'another customer',
      async (other: Customer) => ({ recipient: { customerId: other.id, familyName: other.familyName, postalCode: other.address.postalCode } }),
    ],
  ])('whose reference was used for %s are refused', async (what, change) => {
    const paula = await world.person();
    const said = world.saidOf(paula, letterTo(paula));
    await world.announce(said);
    await expect(world.announce({ ...said, ...(await change(await world.person())) })).rejects.toMatchObject({
      code: 'reference-used',
      fields: [{ field: 'body.reference', problem: `was used for ${what}: give each letter a reference of its own` }],
    });
    // Another sender's references are its own.
    expect((await world.announce(said, { ...oms, id: '5other' })).id).not.toBe((await world.announce(said)).id);
  });

  describe('are for somebody who', () => {
    it('is found by their number as well', async () => {
      const paula = await world.person();
      const { familyName, address } = paula;
      const said = world.saidOf(paula, letterTo(paula), { recipient: { insuranceNumber: paula.insuranceNumber, familyName, postalCode: address.postalCode } });
      expect(await world.announce(said)).toMatchObject({ customerId: paula.id });
    });

    it.each([
      ['nobody knows', 'recipient-unknown', async () => ({ customerId: newId('cus') })],
      ['nobody has the number of', 'recipient-unknown', async () => ({ insuranceNumber: 'K-2026-999999' })],
    ])('%s: not', async (_what, code, who) => {
      const paula = await world.person();
      const recipient = { ...(await who()), familyName: 'Sommer', postalCode: '50667' };
      expect(await outcome(world.announce(world.saidOf(paula, letterTo(paula), { recipient })))).toBe(`unprocessable/${code}`);
    });

    it('has another name: not, and nothing is said of them', async () => {
      const paula = await world.person();
      const recipient = { customerId: paula.id, familyName: 'Sommerfeld', postalCode: '01067' };
      const refused = world.announce(world.saidOf(paula, letterTo(paula), { recipient }));
      await expect(refused).rejects.toMatchObject({
        code: 'recipient-differs',
        fields: [{ field: 'body.recipient.familyName' }, { field: 'body.recipient.postalCode' }],
      });
      expect((await storage.items('letters')).filter(({ kind }) => kind !== 'letter')).toEqual([]);
    });

    it('has no login: not', async () => {
      const paula = await world.person({ login: 'none' });
      expect(await outcome(world.announce(world.saidOf(paula, letterTo(paula))))).toBe('unprocessable/recipient-without-portal');
    });

    it('was erased: not, by their number too', async () => {
      const paula = await world.person();
      await world.leave(paula, '2026-11-14');
      days(60);
      await world.erased(paula.id);
      const said = world.saidOf(paula, letterTo(paula));
      const byNumber = { insuranceNumber: paula.insuranceNumber, familyName: paula.familyName, postalCode: paula.address.postalCode };
      expect(await outcome(world.announce({ ...said, recipient: byNumber }))).toBe('unprocessable/recipient-erased');
    });
  });

  it('belong to a case, which takes note of them; not to somebody else’s', async () => {
    const paula = await world.person();
    const ticket = await world.openTicket(paula.id);
    await world.handedIn(paula, letterTo(paula), { ticketId: ticket.id });
    const [letter] = await letterOf(paula.id);
    expect(letter).toMatchObject({ ticketId: ticket.id, ticketNumber: ticket.number });
    expect(await world.deps.tickets.ofCustomer(paula.id, ticket.id)).toMatchObject({ answeredAt: '2026-11-15T10:00:00.000Z' });
    const other = await world.person();
    expect(await outcome(world.announce(world.saidOf(other, letterTo(other), { ticketId: ticket.id })))).toBe('unprocessable/no-such-ticket');
  });

  it('that are no PDF, or another file than was announced, are refused, with what to do', async () => {
    const paula = await world.person();
    const refused = await world.handedIn(paula, Buffer.from('GIF89a'));
    expect(refused).toMatchObject({ status: 'refused', refusals: [{ code: 'not-a-pdf', whatToDo: { de: expect.stringContaining('kein PDF') } }] });
    const { id } = await world.announce(world.saidOf(paula, letterTo(paula)));
    await world.check(world.come(paula.id, id, letterTo(paula)));
    expect(await world.get(id)).toMatchObject({ status: 'refused', refusals: [{ code: 'checksum-differs' }] });
    expect(world.bytes.size).toBe(0);
    expect(await letterOf(paula.id)).toEqual([]);
  });

  describe('to somebody else by their window', () => {
    const inReview = async () => {
      const paula = await world.person();
      const { id, status } = await world.handedIn(paula, await misdirected(paula));
      expect(status).toBe('needs-review');
      return { paula, id };
    };

    it('wait for somebody, who sees them in a list, and the file', async () => {
      const { paula, id } = await inReview();
      const agent = await clerk();
      expect(await world.reviews(agent)).toMatchObject({ items: [{ id, reasons: [{ code: 'recipient-differs' }] }] });
      expect(await world.file(id, agent)).toMatchObject({ url: expect.stringContaining(quarantineKey(paula.id, id)) });
      expect(await letterOf(paula.id)).toEqual([]);
    });

    it('are published by them as they came, once', async () => {
      const { paula, id } = await inReview();
      const agent = await clerk();
      await Promise.allSettled([world.decide(id, { decision: 'publish' }, agent), world.decide(id, { decision: 'publish' }, agent)]);
      expect(await world.decide(id, { decision: 'publish' }, agent)).toMatchObject({ status: 'published', decided: { decision: 'publish', by: agent.id } });
      const letters = await letterOf(paula.id);
      expect(letters).toMatchObject([{ importId: id }]);
      expect(await world.reviews(agent)).toMatchObject({ items: [] });
      expect(world.bytes.has(quarantineKey(paula.id, id))).toBe(false);
      // Who decided is nothing for the sender.
      expect((await world.get(id)).decided).not.toHaveProperty('by');
      const other = await clerk();
      expect(await outcome(world.decide(id, { decision: 'refuse', reason: 'wrong-recipient' }, other) as never)).toBe('conflict/import-not-in-review');
    });

    it('or are refused, and their file goes', async () => {
      const { paula, id } = await inReview();
      const agent = await clerk();
      expect(await world.decide(id, { decision: 'refuse', reason: 'wrong-recipient' }, agent)).toMatchObject({
        status: 'refused',
        decided: { reason: 'wrong-recipient' },
      });
      expect(world.bytes.size).toBe(0);
      expect(await letterOf(paula.id)).toEqual([]);
      expect(await outcome(world.file(id, agent) as never)).toBe('conflict/import-not-in-review');
      expect(await stored(paula.id, id)).toMatchObject({ dueOn: '2026-12-16' });
    });

    it('are given up, and somebody hears of it, when nobody decides for six days', async () => {
      const { paula, id } = await inReview();
      days(5.9);
      await world.look(id);
      expect(await world.get(id)).toMatchObject({ status: 'needs-review' });
      days(6);
      await world.look(id);
      expect(await world.get(id)).toMatchObject({ status: 'refused', refusals: [{ code: 'not-decided' }] });
      expect(world.bytes.size).toBe(0);
      expect(world.importLog.lines.filter(({ code }) => code === importGivenUp)).toHaveLength(1);
      expect(await stored(paula.id, id)).not.toHaveProperty('wakeAt');
    });
  });

  it('that a customer has already wait for somebody', async () => {
    const paula = await world.person();
    const file = letterTo(paula);
    const first = await world.handedIn(paula, file);
    expect(await world.handedIn(paula, file)).toMatchObject({ status: 'needs-review', reasons: [{ code: 'duplicate-content' }] });
    // What was withdrawn is not there any more.
    await world.withdraw(first.id, 'wrong-content');
    expect(await world.handedIn(paula, file)).toMatchObject({ status: 'published' });
  });

  it('about somebody’s health are looked at by who may', async () => {
    const paula = await world.person();
    const aid = { ...report, kind: medicalAid.name, incident: undefined, details: medicalAid.details!.example } as never;
    const ticket = await world.openTicket(paula.id, undefined, aid);
    const { id } = await world.handedIn(paula, await misdirected(paula), { ticketId: ticket.id });
    const without = await clerk(['claims']);
    expect((await world.reviews(without)).items).toEqual([]);
    expect((await world.reviews(await clerk(['health']))).items).toHaveLength(1);
    expect(await outcome(world.get(id, without) as never)).toBe('forbidden/health-skill-required');
    expect(await outcome(world.file(id, without) as never)).toBe('forbidden/health-skill-required');
    expect(await outcome(world.decide(id, { decision: 'publish' }, without) as never)).toBe('forbidden/health-skill-required');
    await world.decide(id, { decision: 'publish' }, await clerk(['health']));
    expect((await letterOf(paula.id))[0]).toMatchObject({ special: 'health' });
  });

  describe('once published', () => {
    it('are withdrawn: hidden from their customer, who hears of it only if they had opened it', async () => {
      const [paula, emil] = [await world.person(), await world.person()];
      const [read, unread] = [await world.handedIn(paula, letterTo(paula)), await world.handedIn(emil, letterTo(emil))];
      const [letter] = await letterOf(paula.id);
      await world.deps.letters.recordOpening(letter!, world.now());
      expect(await world.get(read.id)).toMatchObject({ letter: { firstOpenedAt: '2026-11-15T10:00:00.000Z' } });
      for (const { id } of [read, unread])
        expect(await world.withdraw(id, 'wrong-content')).toMatchObject({ status: 'withdrawn', withdrawn: { reason: 'wrong-content' } });
      for (const { id } of [paula, emil]) expect(await letterOf(id)).toEqual([]);
      expect(await world.deps.letters.ofCustomer(paula.id, letter!.id)).toBeUndefined();
      expect(await outcome(world.deps.letters.recordOpening(letter!, world.now()) as never)).toBe('not-found/no-such-letter');
      expect(await world.deps.letters.byId(letter!.id)).toMatchObject({ withdrawn: { reason: 'wrong-content' } });
      expect(await letterReader(storage.db).letter(letter!.id)).toMatchObject({ withdrawn: { reason: 'wrong-content' } });
      const told = await events('letter.withdrawn');
      expect(told.map(({ pk, data }) => [pk, data]).sort()).toEqual(
        [
          [letter!.id, { opened: 'yes', reason: 'wrong-content' }],
          [unread.letter!.id, { opened: 'no', reason: 'wrong-content' }],
        ].sort(),
      );
      expect(told.map((event) => tellingOf(event as never)?.template).filter(Boolean)).toEqual(['letter-withdrawn']);
      // The file is kept as long as the law asks for it.
      expect(world.bytes.has(letterFileKey(paula.id, letter!.id))).toBe(true);
    });

    it('are withdrawn once, and no other sender’s', async () => {
      const paula = await world.person();
      const { id } = await world.handedIn(paula, letterTo(paula));
      expect(await outcome(world.withdraw(id, 'sent-twice', { ...oms, id: '5other' }) as never)).toBe('not-found/no-such-import');
      expect(await outcome(world.get(id, { ...oms, id: '5other' }) as never)).toBe('not-found/no-such-import');
      await world.withdraw(id, 'sent-twice');
      expect(await world.withdraw(id, 'sent-twice')).toMatchObject({ status: 'withdrawn' });
      expect(await outcome(world.withdraw(id, 'wrong-content') as never)).toBe('conflict/import-not-published');
      expect(await events('letter.withdrawn')).toHaveLength(1);
    });
  });

  describe('are looked at by the clock', () => {
    const wake = () => wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now: world.now, log: memoryLog(), hasTime: () => true });

    it('where nobody was told that their file came', async () => {
      const paula = await world.person();
      const file = letterTo(paula);
      const { id } = await world.announce(world.saidOf(paula, file));
      world.come(paula.id, id, file);
      await world.look(id);
      expect(await world.get(id)).toMatchObject({ status: 'published' });
      expect(await outcome(world.look(id) as never)).toBe('conflict/already-done');
    });

    it('expire after a day without a file, and go after thirty', async () => {
      const paula = await world.person();
      const { id } = await world.announce(world.saidOf(paula, letterTo(paula)));
      days(0.9);
      await world.look(id);
      expect(await world.get(id)).toMatchObject({ status: 'awaiting-file' });
      days(1);
      await world.look(id);
      expect(await world.get(id)).toMatchObject({ status: 'expired' });
      expect(await stored(paula.id, id)).toMatchObject({ dueOn: '2026-12-16' });
    });

    it('are woken for that', async () => {
      const paula = await world.person();
      const { id } = await world.announce(world.saidOf(paula, letterTo(paula)));
      const woken = async () => (await events('letter-import.look-due')).map(({ pk }) => pk);
      days(59 / 60 / 24);
      await wake();
      expect(await woken()).toEqual([]);
      days(1 / 24);
      await wake();
      expect(await woken()).toEqual([id]);
      // It sleeps on until its file may come no more.
      expect((await stored(paula.id, id))!.wakeAt).toBe('2026-11-16T10:00:00.000Z');
    });
  });

  it('wait while the data of their customer is restricted, and are published once that is lifted', async () => {
    const paula = await world.person();
    const file = letterTo(paula);
    const { id } = await world.announce(world.saidOf(paula, file));
    const key = customerKey(paula.id);
    const before = (await storage.db.get('customers', key))!;
    await storage.put('customers', { ...before, restrictedSince: '2026-11-15T09:00:00.000Z' });
    await world.check(world.come(paula.id, id, file));
    expect(await world.get(id)).toMatchObject({ status: 'checking' });
    expect(await letterOf(paula.id)).toEqual([]);
    await storage.put('customers', before);
    await world.look(id);
    expect(await world.get(id)).toMatchObject({ status: 'published' });
  });

  it('go with an erasure, wherever they are, and nothing of theirs stays but the letter that the law keeps', async () => {
    const paula = await world.person();
    await world.handedIn(paula, letterTo(paula));
    const { id } = await world.handedIn(paula, await misdirected(paula));
    const awaited = await world.announce(world.saidOf(paula, letterTo(paula)));
    world.come(paula.id, awaited.id, letterTo(paula));
    await world.erased(paula.id);
    expect((await storage.items('letters')).filter(({ kind }) => kind !== 'letter')).toEqual([]);
    expect(await storage.db.get('letters', importPlaceKey(id))).toBeUndefined();
    expect([...world.outside.files].filter((key) => key.startsWith('quarantine/'))).toEqual([]);
    // A file that is told of late is looked at by nobody.
    await world.check(world.come(paula.id, awaited.id, letterTo(paula)));
    expect([...world.bytes.keys()].filter((key) => key.startsWith('quarantine/') && key.includes(awaited.id))).toEqual([]);
  });
});
