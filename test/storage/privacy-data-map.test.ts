import { beforeEach, expect, it } from '@jest/globals';
import { leaves } from '../../proof/records.ts';
import { eventCatalogue } from '../../docs/events.ts';
import type { DomainEvent } from '../../events/event.ts';
import { getDataMap } from '../../functions/privacy/get-data-map.ts';
import { moveTicket } from '../../functions/tickets/move-ticket.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { documentReader } from '../../shared/documents/document-reader.ts';
import { letterReader } from '../../shared/letters/letter-reader.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import { newId } from '../../shared/id.ts';
import { feedbackOn } from '../../shared/letters/letter-feedback.ts';
import { letterFeedbackTable } from '../../shared/letters/letter-feedback-table.ts';
import { letterKey } from '../../shared/letters/letter-item.ts';
import { classifiedAttributes } from '../../shared/personal-data/classification.ts';
import { sourcesOf } from '../../shared/personal-data/deletion-rules.ts';
import type { DataMapEntry } from '../../shared/privacy/rights/data-map-entry.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { outboxEvent } from '../../shared/storage/event-item.ts';
import { outsideHoldings } from '../../shared/storage/outside-holdings.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { describeOnOneEngine } from './harness.ts';
import { importWorld, letterTo } from './import-fixtures.ts';
import { everything, kinds, withText, type Placed } from './dumps.ts';
import { morningOf, rules, unanswered } from './privacy-fixtures.ts';
import { taskWorld } from './task-fixtures.ts';

describeOnOneEngine('data map', (storage) => {
  const world = taskWorld(storage, { firstPartOnly: true });
  const imports = importWorld(storage, { firstPartOnly: true });
  beforeEach(() => world.clear());

  const mapOf = async (customerId: string, deps = world.deps.api): Promise<DataMapEntry[]> => {
    const answer = await getDataMap.handle({ ...unanswered, body: undefined, caller: { id: customerId, roles: ['customer'] }, once: undefined }, deps);
    return getDataMap.returns.parse(answer).entries as DataMapEntry[];
  };
  const ends = (map: readonly DataMapEntry[]): Record<string, unknown> =>
    Object.fromEntries(map.map(({ kind, state, count, endsOn, endsAfter }) => [state === 'in-use' ? kind : `${kind} ${state}`, [count, endsOn ?? endsAfter]]));

  /** Everything in the tables that is about a person: what has their id in it, and the events whose key is the id of something of theirs. */
  const allOf = async (customerId: string): Promise<Placed[]> => {
    const dump = await storage.dump();
    const own = withText(dump, customerId);
    const events = everything(dump).filter(({ item }) => item.kind === outboxEvent.kind && own.some((one) => one.item.id === item.pk));
    return [...own, ...events];
  };

  /** Has an end recorded, and taken back. */
  const leftByMistake = async (person: { id: string }): Promise<void> => {
    await world.leave(person, '2026-12-31');
    const mistaken = { change: 'reopened', reason: 'recorded-by-mistake' } as const;
    await world.deps.customers.changeRelationship(person.id, mistaken, { id: newId('rel'), by: 'agt_01', ifMatch: 2 }, world.clock.at);
  };

  /** Did not understand a letter. */
  const saidOfLetter = async ({ id: customerId }: { id: string }): Promise<void> => {
    const letter = (await storage.items('letters')).find(({ pk, kind }) => pk === customerId && kind === 'letter')!;
    const feedback = feedbackOn(
      { id: String(letter.id), customerId },
      { helpful: false, reason: 'not-understood', text: 'Was heißt Regress?' },
      world.clock.at,
    );
    const made = { request: { key: newId('acc'), body: '{}' }, status: 201, madeId: feedback.letterId, subjectId: customerId };
    await letterFeedbackTable({ db: storage.db, rules }).say(feedback, made, world.clock.at);
  };

  /** Is to get a letter that was printed elsewhere, whose file somebody looks for. */
  const printed = async (person: Customer): Promise<void> => {
    imports.clock.at = world.clock.at;
    await imports.announce(imports.saidOf(person, letterTo(person)));
    const later = new Date(world.clock.at.getTime() + 2 * 3_600_000);
    await wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now: () => later, log: memoryLog(), hasTime: () => true });
  };

  /** Has another e-mail address. */
  const corrected = async ({ id }: { id: string }): Promise<void> => {
    const before = (await world.deps.customers.own(id))!;
    const contactPoints = before.contactPoints.map((point) => (point.channel === 'email' ? { ...point, address: 'another@example.org' } : point));
    const customer = { ...before, contactPoints, version: before.version + 1 };
    const lookups = { insuranceNumber: newId('acc'), email: newId('acc'), phone: newId('acc') };
    await world.deps.customers.correct({ customer, fields: ['contactPoints'] }, lookups, { id: newId('cor'), by: 'agt_01' }, world.clock.at);
  };

  /** Had somebody else's case in their file. */
  const hadAnothers = async ({ id }: { id: string }): Promise<void> => {
    const caller: Caller = { id: 'agt_01', roles: ['agent'] };
    const ticket = await world.openTicket(id, undefined, undefined, { role: 'agent', id: caller.id });
    const body = { customerId: (await world.person()).id, reason: 'similar-name' as const };
    const request = { key: newId('acc'), body: '{}' };
    const reading = {
      customers: customerReader(storage.db),
      letterReader: letterReader(storage.db),
      documentReader: documentReader(storage.db),
      staff: staffReader(storage.db),
    };
    const deps = { ...world.deps, ...reading, newId, now: () => world.clock.at };
    await moveTicket.handle({ ...unanswered, params: { ticketId: ticket.id }, body, caller, once: request, ifMatch: 1 }, deps);
  };

  /** Has a task and time on a case, a stopwatch that runs for it, a reminder of it that has come up, and a document that the clock came by before it was looked at. */
  const withWork = async ({ id }: { id: string }): Promise<void> => {
    const ticket = await world.openTicket(id);
    const { id: ticketId } = ticket;
    const documentId = await world.announced(ticket);
    await world.add(ticketId, { title: 'Rechnung der Werkstatt prüfen' });
    await world.timed(ticket);
    await world.remind(ticketId, { at: '2026-03-30T07:00:00Z' });
    await world.wake('2026-03-30T07:01:00Z');
    const found = await world.deps.documents.whoseFileCame(id, documentId);
    await world.deps.documents.accept(found!, { id: newId('doc'), sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' }, world.clock.at);
  };

  it('shows every kind and every item there is of the person, the events that lead to them, and none of anybody else', async () => {
    const [person, neighbour] = [await world.person(), await world.person()];
    await world.aCase(person.id);
    await world.aCase(neighbour.id);
    await world.erased(person.id);
    const stored = await allOf(person.id);
    const counted = Object.fromEntries(
      (await mapOf(person.id)).map(({ kind, count }) => [`${storedItems.kinds.find((one) => one.kind === kind)!.table}/${kind}`, count]),
    );
    expect(Object.fromEntries(Object.entries(counted).sort(([a], [b]) => (a < b ? -1 : 1)))).toEqual(kinds(stored));
    expect(counted['events/event']).toBeGreaterThan(4);
  });

  it('reads events of every kind of thing that events tell of, but for staff’s, and runs, which are nobody’s', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    await withWork(person);
    await leftByMistake(person);
    await printed(person);
    // What an erasure takes at once leads to no event any more.
    const before = await allOf(person.id);
    await world.erased(person.id);
    const all = [...before, ...(await allOf(person.id))];
    const told = new Set(all.filter(({ item }) => item.kind === outboxEvent.kind).map(({ item }) => String(item.pk).slice(0, 3)));
    const published = new Set((await eventCatalogue()).map(({ example }) => (example as DomainEvent).aggregateId.slice(0, 3)));
    expect([...published].filter((prefix) => !told.has(prefix))).toEqual(['agt', 'run']);
    const events = (await mapOf(person.id)).find(({ kind }) => kind === outboxEvent.kind)!;
    expect(events).toMatchObject({ class: 'event', state: 'in-use', sources: [rules.event.terms[0].source] });
    expect(events.endsOn).toBeDefined();
    expect(events.attributes.map(({ what, art6 }) => [what, art6])).toContainEqual([expect.stringMatching(/^Kennung dessen/), '6(1)(f)']);
  });

  it('shows what lies outside the tables, with what is in it, of each that is there', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    await world.aCase(person.id);
    const outside = Object.fromEntries(
      (await mapOf(person.id)).flatMap(({ kind, outside: those }) => those.map((one) => [`${kind}: ${one.title}`, one] as const)),
    );
    const titles = { files: outsideHoldings['letter-files'].title, login: outsideHoldings.logins.title, list: outsideHoldings['mail-suppression'].title };
    expect(Object.entries(outside).map(([name, { count }]) => [name, count])).toEqual([
      [`customer: ${titles.list}`, 1],
      [`login: ${titles.login}`, 1],
      [`letter: ${titles.files}`, 2],
    ]);
    const inFiles = outside[`letter: ${titles.files}`]!.attributes;
    expect(inFiles).toContainEqual(expect.objectContaining({ what: expect.stringContaining('Text des Briefs'), special: 'health' }));
    expect(inFiles.map(({ what }) => what)).toContain('Name der Sachbearbeitung');
    expect(outside[`login: ${titles.login}`]!.attributes.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['E-Mail-Adresse', 'Kennwort (nur als Prüfwert)']),
    );
    expect(Object.values(outside).every(({ attributes }) => attributes.every(({ art6 }) => art6 !== 'none'))).toBe(true);
  });

  it('leaves a login to the issuer that keeps it', async () => {
    const person = await world.person();
    const entries = await mapOf(person.id, { ...world.deps.api, ownLogins: false });
    expect(entries.flatMap(({ outside }) => outside.map(({ title }) => title))).toEqual([outsideHoldings['mail-suppression'].title]);
  });

  it('marks what may tell of health', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    const marked = (await mapOf(person.id)).filter(({ attributes }) => attributes.some(({ special }) => special === 'health')).map(({ kind }) => kind);
    expect(marked.sort()).toEqual(['correspondence', 'note']);
  });

  it('covers every kind that can be somebody’s', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    await world.linked(person.id);
    await withWork(person);
    await leftByMistake(person);
    await corrected(person);
    await hadAnothers(person);
    const begun = { customerId: person.id, matter: 'theft' as const, savedAt: world.clock.at.toISOString(), text: { subject: 'Fahrrad weg' } };
    await world.deps.drafts.save(begun, world.clock.at);
    await saidOfLetter(person);
    await printed(person);
    await world.announced(await world.openTicket(person.id));
    const limit = { most: 1, per: 'day', caller: person.id, route: 'POST /v1/tickets', isCustomer: true } as const;
    await storage.db.commit({
      once: { request: { key: newId('acc'), body: '{}', limit }, status: 201, madeId: 'x', subjectId: person.id, now: world.clock.at },
      writes: [],
    });
    const before = await mapOf(person.id);
    await world.erased(person.id);
    const shown = new Set([...before, ...(await mapOf(person.id))].map(({ kind }) => kind));
    expect([...shown].sort()).toEqual(
      storedItems.kinds
        .filter(({ kind, foundBy }) => foundBy !== 'none' || kind === outboxEvent.kind)
        .map(({ kind }) => kind)
        .sort(),
    );
  });

  it('says of each what is known, what for and on which ground, all of it, in words', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    for (const { kind, title, class: cls, attributes, sources } of await mapOf(person.id)) {
      const declared = storedItems.kinds.find((one) => one.kind === kind)!;
      // Of what may be absent only what one of their items has.
      const items = (await allOf(person.id)).filter(({ item }) => item.kind === kind);
      const there = new Set(items.flatMap(({ item }) => [...leaves(item)].map(({ path }) => path)));
      const personal = classifiedAttributes(declared.schema).filter(({ path, classification }) => classification.subject !== 'none' && there.has(path));
      expect(personal.length).toBeGreaterThan(0);
      for (const {
        classification: { what, purpose, art6, special },
      } of personal)
        expect(attributes).toContainEqual({ what, purpose, art6, special });
      expect(attributes.every(({ what, art6 }) => /^\p{Lu}/u.test(what) && art6 !== 'none')).toBe(true);
      expect(new Set(attributes.map((one) => JSON.stringify(one))).size).toBe(attributes.length);
      expect([title, sources]).toEqual([declared.title, sourcesOf(rules[cls])]);
    }
  });

  it('dates what has a day, and names what the rest waits for', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    expect(ends(await mapOf(person.id))).toEqual({
      customer: [1, 'Ende der Kundenbeziehung'],
      login: [1, 'Ende der Kundenbeziehung'],
      'customer-lookup': [1, 'Ende der Kundenbeziehung'],
      'login-lookup': [1, 'Ende der Kundenbeziehung'],
      'phone-lookup': [1, 'Ende der Kundenbeziehung'],
      'email-lookup': [1, 'Ende der Kundenbeziehung'],
      ticket: [1, '2030-04-01'],
      'ticket-number': [1, '2030-04-01'],
      note: [2, '2030-04-01'],
      'time-entry': [2, '2030-04-01'],
      correspondence: [2, '2033-01-01'],
      payout: [1, '2037-01-01'],
      'login-ip': [1, '2026-04-15'],
      'login-time': [1, '2026-06-14'],
      letter: [1, 'Ende der Kundenbeziehung'],
      notification: [1, '2026-06-16'],
      'idempotency-marker': [7, '2026-03-22'],
      event: [7, '2026-04-20'],
    });
    await world.leave(person, '2026-12-31');
    expect(ends(await mapOf(person.id))).toMatchObject({
      customer: [1, '2030-04-01'],
      'customer-lookup': [1, '2030-04-01'],
      login: [1, '2027-07-01'],
      'login-lookup': [1, '2027-07-01'],
      letter: [1, '2033-01-01'],
    });
  });

  it('dates children by their own head: of an open case they wait, of a closed one they don’t', async () => {
    const person = await world.person();
    await world.aCase(person.id, { letterAt: undefined, payoutAt: undefined });
    await world.aCase(person.id, { closedAt: undefined, letterAt: undefined, payoutAt: undefined });
    const notes = (await mapOf(person.id)).filter(({ kind }) => ['ticket', 'note', 'time-entry'].includes(kind));
    expect(notes.map(({ kind, count, endsOn, endsAfter }) => [kind, count, endsOn ?? endsAfter]).sort()).toEqual([
      ['note', 1, 'Abschluss des Vorgangs'],
      ['note', 2, '2030-04-01'],
      ['ticket', 1, '2030-04-01'],
      ['ticket', 1, 'Abschluss des Vorgangs'],
      ['time-entry', 2, '2030-04-01'],
      ['time-entry', 2, 'Abschluss des Vorgangs'],
    ]);
  });

  it('says the last day where there are several', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    await world.aCase(person.id, {
      openedAt: '2027-01-02T09:00:00Z',
      letterAt: '2027-01-03T09:00:00Z',
      payoutAt: '2027-01-04T09:00:00Z',
      closedAt: '2027-01-05T09:00:00Z',
    });
    expect(ends(await mapOf(person.id))).toMatchObject({
      ticket: [2, '2031-04-01'],
      note: [4, '2031-04-01'],
      correspondence: [4, '2034-01-01'],
      payout: [2, '2038-01-01'],
    });
  });

  it.each(['heldSince', 'restrictedSince'] as const)('names no day for what is suspended, nor for its children: %s', async (state) => {
    const person = await world.person();
    const { ticket, letterId } = await world.aCase(person.id);
    await world.leave(person, '2026-12-31');
    await world.protect('tickets', ticketKey(person.id, ticket.id), state);
    await world.protect('letters', letterKey(person.id, letterId!), state);
    const map = await mapOf(person.id);
    expect(ends(map)).toMatchObject({
      'ticket deletion-suspended': [1, 'Abschluss des Vorgangs'],
      'note deletion-suspended': [2, 'Abschluss des Vorgangs'],
      'time-entry deletion-suspended': [2, 'Abschluss des Vorgangs'],
      'letter deletion-suspended': [1, 'Ende der Kundenbeziehung'],
      // What hangs on the case goes no sooner than it may.
      'correspondence deletion-suspended': [2, undefined],
    });
    expect(map.filter(({ state: shown }) => shown === 'deletion-suspended').every(({ endsOn }) => endsOn === undefined)).toBe(true);
    expect(
      map.some(({ kind, state: shown }) => ['ticket', 'letter', 'note', 'time-entry', 'correspondence', 'payout'].includes(kind) && shown === 'in-use'),
    ).toBe(false);
  });

  it('says of what is kept for the law only, and of its children, on which ground that is and until when', async () => {
    const person = await world.person();
    const { ticket, letterId } = await world.aCase(person.id);
    for (const [table, key] of [
      ['tickets', ticketKey(person.id, ticket.id)],
      ['letters', letterKey(person.id, letterId!)],
    ] as const)
      await storage.put(table, { ...(await storage.db.get(table, key)), retainedSince: '2026-04-01T09:00:00.000Z' });
    const map = await mapOf(person.id);
    const claims = 'Nur noch aufbewahrt: Geltendmachung oder Verteidigung von Rechtsansprüchen, Art. 17 Abs. 3 Buchst. e DSGVO';
    const duty = 'Nur noch aufbewahrt: Gesetzliche Aufbewahrungspflicht, Art. 17 Abs. 3 Buchst. b DSGVO';
    expect(map.filter(({ state }) => state === 'retained').map(({ kind, count, endsOn, ground }) => [kind, count, endsOn, ground])).toEqual([
      ['ticket', 1, '2030-04-01', claims],
      // The person's own use of it has ended, whenever the relationship does.
      ['letter', 1, '2033-01-01', duty],
      ['note', 2, '2030-04-01', claims],
      ['time-entry', 2, '2030-04-01', claims],
      ['ticket-number', 1, '2030-04-01', claims],
    ]);
    expect(map.filter(({ state, ground }) => (state === 'retained') !== (ground !== undefined))).toEqual([]);
    expect(map.find(({ kind }) => kind === 'letter')!.sources).toEqual(rules['letter-centre'].terms.map(({ source }) => source));
    expect(map.find(({ kind }) => kind === 'correspondence')).toMatchObject({ state: 'in-use' });
  });

  it('does not show what is on its way out', async () => {
    const person = await world.person();
    const { letterId } = await world.aCase(person.id);
    const item = await storage.db.get('letters', letterKey(person.id, letterId!));
    await storage.put('letters', { ...item, deletingSince: '2026-04-01T09:00:00.000Z' });
    expect((await mapOf(person.id)).map(({ kind }) => kind)).not.toContain('letter');
  });

  it('is there for somebody whose master data had its end, as long as anything is kept', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    await world.leave(person, '2026-03-31');
    await world.runOf('2030-04-01', storedItems.tablesWithDueDates, { everyPart: true });
    expect(await storage.db.get('customers', customerKey(person.id))).toBeUndefined();
    expect(ends(await mapOf(person.id))).toEqual({
      'correspondence retained': [2, '2033-01-01'],
      'letter retained': [1, '2033-01-01'],
      'payout retained': [1, '2037-01-01'],
    });
    await world.runOf('2037-01-01', ['tickets', 'letters']);
    await expect(mapOf(person.id)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
  });

  it('shows a request for erasure, and when its file goes', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    world.clock.at = morningOf('2026-07-01');
    await world.askForErasure(person.id);
    expect(ends(await mapOf(person.id))).toMatchObject({ 'erasure-request': [1, 'Beantwortung des Ersuchens'] });
    await world.erased(person.id);
    // Answered in part, since the contract runs: asked again it is the same request, and its file has no end yet.
    expect(ends(await mapOf(person.id))).toMatchObject({
      'erasure-request': [1, 'Beantwortung des Ersuchens'],
      'erasure-count': [2, 'Beantwortung des Ersuchens'],
      'ledger-entry': [1, 'letzte Wirkung des Eintrags'],
    });
  });

  it('is not there for somebody who is going, is erased, or unknown', async () => {
    const [going, erased] = [await world.person(), await world.person()];
    const item = await storage.db.get('customers', customerKey(going.id));
    await storage.put('customers', { ...item, status: 'erasing' });
    await world.aCase(erased.id);
    await world.leave(erased, '2026-03-31');
    world.clock.at = morningOf('2026-07-01');
    expect((await world.erased(erased.id)).outcome).toBe('complete');
    expect((await allOf(erased.id)).some(({ item: { retainedSince } }) => retainedSince !== undefined)).toBe(true);
    for (const id of [going.id, erased.id, 'cus_nobody']) await expect(mapOf(id)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
    // Also when the file of the request is gone, and something is still kept.
    await world.runOf('2036-12-31', ['tickets', 'letters', 'privacy', 'ledger']);
    expect(Object.keys(kinds(await allOf(erased.id)))).toEqual(['ledger/ledger-entry', 'tickets/payout']);
    await expect(mapOf(erased.id)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
  });

  it('tells all but the day of what cannot be dated', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    const before = await mapOf(person.id);
    const customer = (await storage.db.get('customers', customerKey(person.id)))!;
    await storage.put('customers', { ...customer, relationshipEndedOn: '9999-12-31' });
    const map = await mapOf(person.id);
    expect(map.map(({ kind, count }) => [kind, count])).toEqual(before.map(({ kind, count }) => [kind, count]));
    expect(map.find(({ kind }) => kind === 'customer')).toMatchObject({ endsAfter: 'Ende der Kundenbeziehung' });
  });

  it('stops at an item that nobody declared, instead of passing it over', async () => {
    const person = await world.person();
    await storage.put('tickets', { pk: person.id, sk: 'x', kind: 'mystery' });
    await expect(mapOf(person.id)).rejects.toThrow('An item of unknown kind lies in the table tickets');
    await expect(world.erased(person.id)).rejects.toThrow('An item of unknown kind lies in the table tickets');
    expect(() => storedItems.kindOf('letters', { pk: person.id, sk: 'x', kind: 'ticket' })).toThrow('table letters');
  });
});
