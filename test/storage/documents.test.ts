import { beforeEach, describe, expect, it } from '@jest/globals';
import { waitsForScanner, type CheckDocumentDeps } from '../../functions/documents/check-document.ts';
import { redactDocument } from '../../functions/documents/redact-document.ts';
import { interactionsFor, shownTo } from '../../functions/tickets/views.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import { eicar, notScannedYet } from '../../shared/documents/check/malware.ts';
import { documentFileKey, mostDocuments, uploadKey } from '../../shared/documents/document.ts';
import { documentKey } from '../../shared/documents/document-item.ts';
import { tellingOf } from '../../shared/notifications/notification.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { medicalAid } from '../../shared/tickets/kinds/medical-aid.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { exif, jpeg, pdf } from '../unit/documents/made-files.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { digest } from './memory-files.ts';
import { documentWorld, saidOf } from './document-fixtures.ts';
import { describeStorage } from './harness.ts';
import { outcome, report } from './ticket-world.ts';

const photo = jpeg({ exif: exif({ orientation: 6, text: '50.9375 N, 6.9603 E' }) });

describeStorage('documents of a ticket', (storage) => {
  const world = documentWorld(storage);
  beforeEach(() => world.clear());
  const clear = () => {
    world.bytes.clear();
    world.signed.length = 0;
  };
  beforeEach(clear);
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);
  const stored = (customerId: string, id: string) => storage.db.get('documents', documentKey(customerId, id));
  const steps = async (ticket: Ticket, type = 'document') =>
    (await world.deps.interactions.interactions(ticket, 100)).items.filter(({ content }) => content.type === type);

  it('are announced, come, are looked at, and become part of the case, which its clerk sees', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const made = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'));
    expect(made).toMatchObject({
      ticketId: ticket.id,
      ticketNumber: ticket.number,
      state: 'awaited',
      fileName: 'Vorderrad Münsterbrücke.jpg',
      by: { role: 'customer' },
    });
    expect(world.signed).toEqual([
      { key: uploadKey(ticket.customerId, made.id), expected: { contentType: 'image/jpeg', sizeBytes: photo.length, sha256: digest(photo) } },
    ]);
    expect(await outcome(world.file(paula, ticket.id, made.id) as never)).toBe('not-found/document-not-available');

    world.clock.at = new Date('2026-03-15T09:31:00Z');
    await world.check(world.come(ticket.customerId, made.id, photo));
    const known = await world.document(paula, ticket.id, made.id);
    expect(known).toMatchObject({ state: 'available', checkedAt: '2026-03-15T09:31:00.000Z' });
    expect((await steps(ticket)).map(({ id, by, content }) => [id, by.role, content])).toEqual([
      [known.interactionId, 'customer', { type: 'document', documentId: made.id, filedUnder: ticket.id }],
    ]);
    expect(await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id))).toMatchObject({
      unreadMessages: 1,
      documents: 1,
      lastCustomerMessageId: known.interactionId,
    });
    const told = (await storage.items('events')).filter(({ pk }) => pk === ticket.id).map(({ type, data }) => [type, data]);
    expect(told).toContainEqual(['ticket.interaction-added', { type: 'document', by: 'customer' }]);

    // The file that came is gone; the one that is kept says nothing of where it was taken.
    const { file } = (await stored(ticket.customerId, made.id)) as { file: { id: string; sha256: string } };
    expect([...world.bytes.keys()]).toEqual([documentFileKey(ticket.customerId, file.id)]);
    const link = await world.file(paula, ticket.id, made.id);
    expect(link).toMatchObject({ sha256: file.sha256, url: `https://made-up.example/${documentFileKey(ticket.customerId, file.id)}?versionId=v1` });
    expect(file.sha256).not.toBe(digest(photo));
    expect(Buffer.from([...world.bytes.values()][0]!).includes('50.9375')).toBe(false);
    expect([...world.keptAs.values()].at(-1)).toEqual({
      contentType: 'image/jpeg',
      disposition: `attachment; filename="Vorderrad Munsterbrucke.jpg"; filename*=UTF-8''Vorderrad%20M%C3%BCnsterbr%C3%BCcke.jpg`,
    });
    expect(JSON.stringify(world.checkLog.lines)).not.toMatch(/Vorderrad|cus_/);
  });

  it.each([
    ['another one than was announced', 'image/jpeg', jpeg({ size: 9 }), 'not-as-announced'],
    ['something that harms', 'text/plain', eicar, 'malware'],
    ['what can do things by itself', 'application/pdf', pdf(['<< /S /JavaScript >>']), 'active-content'],
    ['another type', 'image/png', photo, 'not-of-its-type'],
  ] as const)('are refused with a reason: %s', async (_, type, came, reason) => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const { id } = await world.announce(paula, ticket.id, saidOf(reason === 'not-as-announced' ? photo : came, type));
    await world.check(world.come(ticket.customerId, id, came));
    const known = await world.document(paula, ticket.id, id);
    expect([known.state, known.refused?.for, known.refused?.problem.length]).toEqual(['refused', reason, expect.any(Number)]);
    expect([world.bytes.size, await steps(ticket)]).toEqual([0, []]);
    // Whoever sent it hears of it, once, and reads why on the case; its clerk sees it too.
    const { items } = await world.deps.interactions.interactions(ticket, 100);
    for (const caller of [paula, world.agent(await world.clerk())]) {
      const step = interactionsFor(caller, items).at(-1);
      expect(step).toMatchObject({
        by: { role: 'system' },
        content: { type: 'document-refused', documentId: id, refusedFor: reason, problem: known.refused?.problem },
      });
    }
    expect((await steps(ticket, 'document-refused')).length).toBe(1);
    const events = (await storage.items('events')).filter(({ pk, data }) => pk === ticket.id && (data as { type?: string }).type === 'document-refused');
    expect(events.map((event) => [event.type, event.data])).toEqual([['ticket.interaction-added', { type: 'document-refused', by: 'system' }]]);
    expect(tellingOf(events[0] as never)).toMatchObject({ template: 'new-message', gathers: true });
    expect(await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id))).not.toHaveProperty('unreadMessages');
    expect(await outcome(world.file(paula, ticket.id, id) as never)).toBe('not-found/document-not-available');
    // For a month whoever sent it can read why.
    expect(await stored(ticket.customerId, id)).toMatchObject({ dueOn: '2026-04-15' });
  });

  it('are announced once, however often that is asked, with a form each time as long as the file is awaited', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const once = { key: newId('acc'), body: '{"a":1}' };
    const made = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'), once);
    expect(await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'), once)).toEqual(made);
    await world.check(world.come(ticket.customerId, made.id, photo));
    const again = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'), once);
    expect([again.id, again.state, again.upload]).toEqual([made.id, 'available', undefined]);
    expect((await world.list(paula, ticket.id)).items).toHaveLength(1);
  });

  it('are looked at once, however often S3 tells, also at once, and wherever a worker ended', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const { id } = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'));
    const came = world.come(ticket.customerId, id, photo);
    const worker = world.workerOver(storage.db);
    // Ended once the file was kept, and again once it was part of the case.
    const ends = async (): Promise<never> => {
      throw new Error('ended');
    };
    await expect(world.check(came, { ...worker, documents: { ...worker.documents, accept: ends } })).rejects.toThrow('ended');
    await expect(world.check(came, { ...worker, uploads: { ...worker.uploads, remove: ends } })).rejects.toThrow('ended');
    await Promise.all([world.check(came), world.check(came), world.check(came)]);
    expect(await steps(ticket)).toHaveLength(1);
    const { file } = (await stored(ticket.customerId, id)) as { file: { id: string } };
    expect(world.bytes.has(documentFileKey(ticket.customerId, file.id))).toBe(true);
    expect(world.bytes.has(came.key)).toBe(false);
    // What the first worker kept is named by nothing, and taken away by who looks after files.
    expect(world.bytes.size).toBe(2);
  });

  it('of many at once who look, one makes it part of the case', async () => {
    const ticket = await aTicket();
    const { id } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(photo, 'image/jpeg'));
    const came = world.come(ticket.customerId, id, photo);
    const worker = world.workerOver(storage.db);
    const found = await worker.documents.whoseFileCame(ticket.customerId, id);
    const seen = {
      ...worker,
      documents: { ...worker.documents, whoseFileCame: async () => found },
      uploads: { ...worker.uploads, remove: async () => undefined },
    };
    await Promise.all(Array.from({ length: 6 }, () => world.check(came, seen)));
    expect(await steps(ticket)).toHaveLength(1);
    expect(await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id))).toMatchObject({ unreadMessages: 1, documents: 1 });
  });

  it('are a customer’s own: of somebody else, or another case, they are not there', async () => {
    const [ticket, other] = [await aTicket(), await aTicket()];
    const { id } = await world.sent(ticket, photo, 'image/jpeg');
    const stranger = world.customer(other.customerId);
    for (const tried of [
      world.list(stranger, ticket.id),
      world.document(stranger, ticket.id, id),
      world.file(stranger, ticket.id, id),
      world.announce(stranger, ticket.id, saidOf(photo, 'image/jpeg')),
    ])
      expect(await outcome(tried as never)).toBe('not-found/no-such-ticket');
    expect(await outcome(world.document(stranger, other.id, id) as never)).toBe('not-found/no-such-document');
    expect(await outcome(world.file(world.agent(await world.clerk()), other.id, id) as never)).toBe('not-found/no-such-document');
  });

  it('that tell of health are for agents with the skill', async () => {
    const customer = await world.person();
    const asked = { ...report, kind: medicalAid.name, incident: undefined, details: medicalAid.details!.example } as never;
    const ticket = await world.openTicket(customer.id, undefined, asked);
    const { id } = await world.sent(ticket, photo, 'image/jpeg');
    const [without, able] = [world.agent(await world.clerk(['claims'])), world.agent(await world.clerk(['health']))];
    for (const tried of [world.list(without, ticket.id), world.document(without, ticket.id, id), world.file(without, ticket.id, id)])
      expect(await outcome(tried as never)).toBe('forbidden/health-skill-required');
    expect(await outcome(world.announce(without, ticket.id, saidOf(photo, 'image/jpeg')) as never)).toBe('forbidden/health-skill-required');
    expect((await world.file(able, ticket.id, id)).sizeBytes).toBeGreaterThan(0);
    expect(await stored(customer.id, id)).toMatchObject({ special: 'health' });
  });

  it('are listed page by page, the newest first, whatever became of them', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const made = [
      await world.sent(ticket, photo, 'image/jpeg'),
      await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg')),
      await world.sent(ticket, eicar, 'text/plain'),
    ];
    const first = await world.list(paula, ticket.id, 2);
    const second = await world.list(paula, ticket.id, 2, first.next);
    expect([...first.items, ...second.items].map(({ id, state }) => [id, state])).toEqual([
      [made[2]!.id, 'refused'],
      [made[1]!.id, 'awaited'],
      [made[0]!.id, 'available'],
    ]);
    expect(second.next).toBeUndefined();
  });

  it('are as many on a ticket as it takes, and as many a day as a customer may send', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const key = ticketKey(ticket.customerId, ticket.id);
    await storage.put('tickets', { ...(await storage.db.get('tickets', key))!, documents: mostDocuments - 1 });
    expect((await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'))).state).toBe('awaited');
    await storage.put('tickets', { ...(await storage.db.get('tickets', key))!, documents: mostDocuments });
    expect(await outcome(world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg')) as never)).toBe('conflict/too-many-documents');
    const other = await world.openTicket(ticket.customerId);
    const tries = await Promise.all(Array.from({ length: 61 }, () => outcome(world.announce(paula, other.id, saidOf(photo, 'image/jpeg')) as never)));
    expect(tries.filter((one) => one === 'too-many/too-many-requests')).toHaveLength(2);
  });

  it('that a clerk sent and that are not taken are told to the clerk, on the case, and not to the customer', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const { id } = await world.announce(world.agent(clerk), ticket.id, saidOf(eicar, 'text/plain'));
    await world.check(world.come(ticket.customerId, id, eicar));
    expect((await steps(ticket, 'document-refused')).map(({ by, content }) => [by, content])).toEqual([
      [
        { role: 'agent', id: clerk },
        { type: 'document-refused', documentId: id, refusedFor: 'malware' },
      ],
    ]);
    const events = (await storage.items('events')).filter(({ pk, data }) => pk === ticket.id && (data as { type?: string }).type === 'document-refused');
    expect(events.map((event) => tellingOf(event as never))).toEqual([undefined]);
    const [paula, all] = [world.customer(ticket.customerId), (await world.deps.interactions.interactions(ticket, 100)).items];
    const seenBy = (caller: Caller) => interactionsFor(caller, all).filter(({ content }) => content.type === 'document-refused').length;
    expect([seenBy(world.agent(clerk)), seenBy(paula)]).toEqual([1, 0]);
    // Nor is it told by a page that ends at it.
    const shown = await world.deps.interactions.interactions(ticket, 100, undefined, shownTo(paula));
    expect(shown.items.map(({ content }) => content.type)).not.toContain('document-refused');
  });

  it('that are not taken are said so once, however often and by however many they are looked at', async () => {
    const ticket = await aTicket();
    const { id } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(eicar, 'text/plain'));
    const came = world.come(ticket.customerId, id, eicar);
    const worker = world.workerOver(storage.db);
    const found = await worker.documents.whoseFileCame(ticket.customerId, id);
    const seen = {
      ...worker,
      documents: { ...worker.documents, whoseFileCame: async () => found },
      uploads: { ...worker.uploads, remove: async () => undefined },
    };
    await Promise.all(Array.from({ length: 5 }, () => world.check(came, seen)));
    expect(await steps(ticket, 'document-refused')).toHaveLength(1);
  });

  it('that were announced at once become as many as a ticket takes, and of the others it is said that it takes no more', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const key = ticketKey(ticket.customerId, ticket.id);
    await storage.put('tickets', { ...(await storage.db.get('tickets', key))!, documents: mostDocuments - 2 });
    const made = await Promise.all(Array.from({ length: 5 }, () => world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'))));
    await Promise.all(made.map(({ id }) => world.check(world.come(ticket.customerId, id, photo))));
    const { items } = await world.list(paula, ticket.id);
    expect(items.map(({ state, refused }) => refused?.for ?? state).toSorted()).toEqual([
      'available',
      'available',
      'too-many-documents',
      'too-many-documents',
      'too-many-documents',
    ]);
    expect(await storage.db.get('tickets', key)).toMatchObject({ documents: mostDocuments });
  });

  it('come to restricted cases from the customer, and from nobody else', async () => {
    const ticket = await aTicket();
    const key = ticketKey(ticket.customerId, ticket.id);
    await storage.put('tickets', { ...(await storage.db.get('tickets', key))!, restrictedSince: '2026-03-15T09:00:00.000Z' });
    const { state } = await world.sent(ticket, photo, 'image/jpeg');
    expect(state).toBe('available');
    expect(await outcome(world.announce(world.agent(await world.clerk()), ticket.id, saidOf(photo, 'image/jpeg')) as never)).toBe(
      'conflict/processing-restricted',
    );
  });

  it('that never came go after a day, with what lies there of them; what is kept stays as long as the message that it is', async () => {
    const ticket = await aTicket();
    const { id: lost } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(photo, 'image/jpeg'));
    const { key } = world.come(ticket.customerId, lost, photo);
    const { id } = await world.sent(ticket, photo, 'image/jpeg');
    expect([await stored(ticket.customerId, lost), await stored(ticket.customerId, id)]).toMatchObject([{ dueOn: '2026-03-17' }, { dueOn: '2033-01-01' }]);
    await world.runOf('2026-03-18', ['documents']);
    expect([await stored(ticket.customerId, lost), world.outside.files.has(key)]).toEqual([undefined, false]);
    expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'available' });
  });

  describe('that came and cannot be looked at', () => {
    const failing: CheckDocumentDeps['scan'] = async () => {
      throw new Error('out of order');
    };
    const silent: CheckDocumentDeps['scan'] = async () => {
      throw notScannedYet();
    };
    const told = () => storage.items('events').then((events) => events.filter(({ type }) => type === 'document.look-due').map(({ pk }) => pk));
    const wakeAt = async (at: string) => {
      world.clock.at = new Date(at);
      await wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now: world.now, log: memoryLog(), hasTime: () => true });
    };

    it.each([
      ['its check failed', failing],
      ['its scanner says nothing', silent],
    ])('outlive the day of their announcement, and are looked at again: %s', async (_, scan) => {
      const ticket = await aTicket();
      const paula = world.customer(ticket.customerId);
      const { id } = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'));
      const came = world.come(ticket.customerId, id, photo);
      const worker = { ...world.workerOver(storage.db), scan };
      await expect(world.check(came, worker)).rejects.toThrow();
      await expect(world.check(came, worker)).rejects.toThrow();
      expect(await world.document(paula, ticket.id, id)).toMatchObject({ state: 'received', receivedAt: '2026-03-15T09:30:00.000Z' });
      expect(await stored(ticket.customerId, id)).toMatchObject({ dueOn: '2026-04-15' });
      await world.runOf('2026-03-20', ['documents']);
      expect(world.bytes.has(came.key)).toBe(true);
      // Redriven once the reason is mended.
      await world.check(came);
      expect(await world.document(paula, ticket.id, id)).toMatchObject({ state: 'available' });
      expect(await stored(ticket.customerId, id)).not.toHaveProperty('wakeAt');
      expect(world.bytes.has(came.key)).toBe(false);
    });

    it('are found by the clock where nobody was told of them, or whoever was ended without a word', async () => {
      const ticket = await aTicket();
      const paula = world.customer(ticket.customerId);
      const { id } = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'));
      world.come(ticket.customerId, id, photo);
      await wakeAt('2026-03-15T09:59:59Z');
      expect(await told()).toEqual([]);
      await wakeAt('2026-03-15T10:00:00Z');
      expect(await told()).toEqual([id]);
      // That it is there is known before anybody looks into it, and may end over that.
      let known: unknown;
      const scan: typeof failing = async (file) => {
        known = await stored(ticket.customerId, id);
        return failing(file);
      };
      await expect(world.look(id, { ...world.workerOver(storage.db), scan })).rejects.toThrow('out of order');
      expect(known).toMatchObject({ state: 'received', wakeAt: '2026-03-15T10:30:00.000Z' });
      await wakeAt('2026-03-15T10:30:00Z');
      expect(await told()).toEqual([id, id]);
      await world.look(id);
      expect(await world.document(paula, ticket.id, id)).toMatchObject({ state: 'available' });
      expect(await steps(ticket)).toHaveLength(1);
      expect(await outcome(world.look(id) as never)).toBe('conflict/already-done');
    });

    it('that never came are looked for as long as they may come, and no longer', async () => {
      const ticket = await aTicket();
      const { id } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(photo, 'image/jpeg'));
      await wakeAt('2026-03-15T10:00:00Z');
      await world.look(id);
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'awaited', wakeAt: '2026-03-15T10:30:00.000Z', dueOn: '2026-03-17' });
      await wakeAt('2026-03-16T11:00:00Z');
      expect(await stored(ticket.customerId, id)).not.toHaveProperty('wakeAt');
    });

    it('are refused some days before they would go, and whoever sent them hears of it', async () => {
      const ticket = await aTicket();
      const paula = world.customer(ticket.customerId);
      const { id } = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'));
      const came = world.come(ticket.customerId, id, photo);
      const notScanning = {
        ...world.workerOver(storage.db),
        scan: async (): Promise<never> => {
          throw new Error('GuardDuty could not scan a file');
        },
      };
      await expect(world.check(came, notScanning)).rejects.toThrow('could not scan');
      world.clock.at = new Date('2026-04-11T09:30:00Z');
      await expect(world.look(id, notScanning)).rejects.toThrow('could not scan');
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'received', dueOn: '2026-04-15' });
      world.clock.at = new Date('2026-04-12T09:30:00Z');
      const held = { ...(await stored(ticket.customerId, id))!, heldSince: '2026-04-01T09:00:00.000Z' };
      await storage.put('documents', held);
      await expect(world.look(id, notScanning)).rejects.toThrow('could not scan');
      const { heldSince: _, ...free } = held;
      await storage.put('documents', free);
      await world.look(id, notScanning);
      expect(await world.document(paula, ticket.id, id)).toMatchObject({ state: 'refused', refused: { for: 'not-checked' } });
      expect((await steps(ticket, 'document-refused')).map(({ by, content }) => [by.role, content])).toEqual([
        ['system', { type: 'document-refused', documentId: id, refusedFor: 'not-checked' }],
      ]);
      expect(world.bytes.size).toBe(0);
    });

    it('are looked at again where the time was lost before, and not said to be too much', async () => {
      const ticket = await aTicket();
      const { id } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(photo, 'image/jpeg'));
      const came = world.come(ticket.customerId, id, photo);
      await expect(world.check(came, { ...world.workerOver(storage.db), hasTime: () => false })).rejects.toThrow('No time');
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'received' });
      await world.check(came);
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'available' });
    });

    it('let somebody hear of a scanner that is silent for an hour', async () => {
      const ticket = await aTicket();
      const { id } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(photo, 'image/jpeg'));
      world.come(ticket.customerId, id, photo);
      const worker = { ...world.workerOver(storage.db), scan: silent };
      const lines = () => world.checkLog.lines.filter(({ code }) => code === waitsForScanner).length;
      const before = lines();
      world.clock.at = new Date('2026-03-15T10:29:59Z');
      await world.look(id, worker);
      expect(lines()).toBe(before);
      world.clock.at = new Date('2026-03-15T10:30:00Z');
      await world.look(id, worker);
      expect(lines()).toBe(before + 1);
    });
  });

  describe('whose case changed between announcement and check', () => {
    const change = async (ticket: Ticket, states: object) => {
      const key = ticketKey(ticket.customerId, ticket.id);
      await storage.put('tickets', { ...(await storage.db.get('tickets', key))!, ...states });
    };
    const byClerk = async (ticket: Ticket) => {
      const { id } = await world.announce(world.agent(await world.clerk()), ticket.id, saidOf(photo, 'image/jpeg'));
      return { id, came: world.come(ticket.customerId, id, photo) };
    };

    it('wait, sent by a clerk, while the case is restricted, and come into it once that is lifted', async () => {
      const ticket = await aTicket();
      const { id, came } = await byClerk(ticket);
      await change(ticket, { restrictedSince: '2026-03-15T09:00:00.000Z' });
      await world.check(came);
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'received', dueOn: '2026-04-15', wakeAt: expect.any(String) });
      await world.look(id);
      expect([world.bytes.has(came.key), await steps(ticket)]).toEqual([true, []]);
      await change(ticket, { restrictedSince: undefined });
      await world.look(id);
      expect([await stored(ticket.customerId, id), (await steps(ticket)).length]).toMatchObject([{ state: 'available' }, 1]);
    });

    it.each([
      ['is kept for the law only', { retainedSince: '2026-03-15T09:00:00.000Z' }],
      ['is on its way out', { deletingSince: '2026-03-15T09:00:00.000Z' }],
    ])('are not kept where it %s, and nothing of them lies there', async (_, states) => {
      const ticket = await aTicket();
      const { id, came } = await byClerk(ticket);
      await change(ticket, states);
      await world.check(came);
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'refused', refusedFor: 'ticket-gone' });
      expect(world.bytes.has(came.key)).toBe(false);
    });

    it('are not kept where their person is being erased, and nothing of them lies there', async () => {
      const ticket = await aTicket();
      const { came } = await byClerk(ticket);
      const key = customerKey(ticket.customerId);
      await storage.put('customers', { ...(await storage.db.get('customers', key))!, status: 'erasing' });
      await world.check(came);
      expect(world.bytes.has(came.key)).toBe(false);
    });

    it('are looked at anew where the document was held meanwhile', async () => {
      const ticket = await aTicket();
      const { id, came } = await byClerk(ticket);
      const worker = world.workerOver(storage.db);
      const before = await worker.documents.whoseFileCame(ticket.customerId, id);
      await storage.put('documents', { ...(await stored(ticket.customerId, id))!, heldSince: '2026-03-15T09:00:00.000Z' });
      const seen = { ...worker, documents: { ...worker.documents, whoseFileCame: async () => before } };
      expect(await outcome(world.check(came, seen) as never)).toBe('conflict/changed-meanwhile');
      await world.check(came);
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'available', heldSince: '2026-03-15T09:00:00.000Z' });
    });
  });

  describe('are taken out of a case by an officer', () => {
    const officer = newId('agt');

    it('with their name at once and their file soon after, and a step that says who did it and why', async () => {
      const ticket = await aTicket();
      const paula = world.customer(ticket.customerId);
      const { id, interactionId } = await world.sent(ticket, photo, 'image/jpeg');
      const [fileKey] = [...world.bytes.keys()];
      const once = { key: newId('acc'), body: '{}' };
      const taken = await world.redact(officer, ticket.id, id, 'card-number', once);
      expect(taken).toMatchObject({ state: 'redacted', redacted: { for: 'card-number', at: '2026-03-15T09:30:00.000Z' } });
      expect(JSON.stringify(await storage.items('documents'))).not.toContain('Vorderrad');
      expect((await world.document(paula, ticket.id, id)).fileName).toBeUndefined();
      expect(await outcome(world.file(paula, ticket.id, id) as never)).toBe('not-found/document-not-available');
      // Whatever happens to who does it: the file is named until it is gone, and the clock comes by.
      expect(await stored(ticket.customerId, id)).toMatchObject({ file: { id: expect.any(String) }, wakeAt: '2026-03-15T09:30:00.000Z' });
      await world.look(id);
      expect([world.bytes.has(fileKey!), world.outside.files.has(fileKey!)]).toEqual([false, false]);
      expect(await stored(ticket.customerId, id)).not.toHaveProperty('file');
      expect(await stored(ticket.customerId, id)).not.toHaveProperty('wakeAt');
      expect(await outcome(world.look(id) as never)).toBe('conflict/already-done');

      expect(await world.redact(officer, ticket.id, id, 'card-number', once)).toMatchObject({ state: 'redacted' });
      expect(await outcome(world.redact(officer, ticket.id, id, 'other') as never)).toBe('conflict/already-redacted');
      expect((await steps(ticket, 'document-redaction')).map(({ by, content }) => [by, content])).toEqual([
        [
          { role: 'officer', id: officer },
          { type: 'document-redaction', documentId: id, redacts: interactionId, ground: 'card-number' },
        ],
      ]);
      const { items } = await world.deps.interactions.interactions(ticket, 100);
      expect(interactionsFor(paula, items).some(({ content }) => content.type === 'document-redaction')).toBe(false);
      expect((await steps(ticket)).map(({ content }) => content)).toMatchObject([{ documentId: id }]);
      expect(await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id))).toMatchObject({ documents: 0 });
      expect(await stored(ticket.customerId, id)).toMatchObject({ dueOn: '2033-01-01' });
    });

    it.each([
      ['the ticket', 'tickets'],
      ['the document', 'documents'],
    ] as const)('not while %s is held as evidence, and nobody else does it', async (_, table) => {
      const ticket = await aTicket();
      const { id } = await world.sent(ticket, photo, 'image/jpeg');
      const key = table === 'tickets' ? ticketKey(ticket.customerId, ticket.id) : documentKey(ticket.customerId, id);
      await storage.put(table, { ...(await storage.db.get(table, key))!, heldSince: '2026-03-15T09:00:00.000Z' });
      expect(await outcome(world.redact(officer, ticket.id, id, 'other') as never)).toBe('conflict/held-as-evidence');
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'available', fileName: 'Vorderrad Münsterbrücke.jpg' });
      expect(redactDocument.allow).toEqual(['officer']);
    });

    it('only what is there: neither what is awaited, nor another ticket’s', async () => {
      const [ticket, other] = [await aTicket(), await aTicket()];
      const { id } = await world.announce(world.customer(ticket.customerId), ticket.id, saidOf(photo, 'image/jpeg'));
      expect(await outcome(world.redact(officer, ticket.id, id, 'other') as never)).toBe('not-found/document-not-available');
      expect(await outcome(world.redact(officer, other.id, id, 'other') as never)).toBe('not-found/no-such-document');
    });

    it('and their file goes with their person where nobody had come by for it, although what is said of it is kept for the law', async () => {
      const ticket = await aTicket();
      const { id } = await world.sent(ticket, photo, 'image/jpeg');
      const [fileKey] = [...world.bytes.keys()];
      await world.redact(officer, ticket.id, id, 'wrongly-sent-health-data');
      await world.closeTicket(ticket, '2026-03-15T10:00:00Z');
      await world.leave({ id: ticket.customerId }, '2026-03-14');
      await world.erased(ticket.customerId);
      expect(await stored(ticket.customerId, id)).toMatchObject({ state: 'redacted', retainedSince: expect.any(String) });
      expect(await outcome(world.look(id) as never)).toBe('not-found/no-such-document');
      expect(world.outside.files.has(fileKey!)).toBe(false);
    });

    it('once, of many at once', async () => {
      const ticket = await aTicket();
      const { id } = await world.sent(ticket, photo, 'image/jpeg');
      const tries = await Promise.all(Array.from({ length: 5 }, () => outcome(world.redact(officer, ticket.id, id, 'other') as never)));
      expect(tries.filter((one) => one === 'conflict/already-redacted')).toHaveLength(4);
      expect(await steps(ticket, 'document-redaction')).toHaveLength(1);
    });
  });

  it('that come once nobody waits for them any more are deleted', async () => {
    const ticket = await aTicket();
    const came = world.come(ticket.customerId, newId('doc'), photo);
    await world.check(came);
    expect(world.bytes.size).toBe(0);
  });

  it('go with their person, in whatever state, and with all that lies there of them', async () => {
    const ticket = await aTicket();
    const paula = world.customer(ticket.customerId);
    const { id: waited } = await world.announce(paula, ticket.id, saidOf(photo, 'image/jpeg'));
    const awaited = world.come(ticket.customerId, waited, photo);
    const kept = await world.sent(ticket, photo, 'image/jpeg');
    await world.sent(ticket, eicar, 'text/plain');
    // Uploaded by hand under the person, and named by nothing.
    world.outside.files.add(uploadKey(ticket.customerId, newId('doc')));
    await world.closeTicket(ticket, '2026-03-15T10:00:00Z');
    await world.leave({ id: ticket.customerId }, '2026-03-14');
    await world.erased(ticket.customerId);
    // What came in is kept by the law, as messages are; nothing else of it is there.
    const left = (await storage.items('documents')).map(({ id, state }) => [id, state]);
    const { file } = (await stored(ticket.customerId, kept.id)) as { file: { id: string } };
    expect(left).toEqual([[kept.id, 'available']]);
    expect([...world.outside.files].filter((name) => /^(uploads|documents)/.test(name))).toEqual([documentFileKey(ticket.customerId, file.id)]);
    expect(world.outside.files.has(awaited.key)).toBe(false);
    expect(await outcome(world.document(paula, ticket.id, kept.id) as never)).toBe('not-found/no-such-ticket');
  });
});
