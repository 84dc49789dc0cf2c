import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import type { Interaction, InteractionContent } from '../../shared/tickets/interaction.ts';
import { describeStorage } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';
import { message, note, now, once, outcome, payout, ticketWorld } from './ticket-world.ts';

describeStorage('steps of a case', (storage) => {
  const world = ticketWorld(storage);
  const { tickets, interactions } = world;

  describe('adding', () => {
    it('writes step, time and event in one call, and leaves the version alone', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const step = world.step(ticket, { type: 'call-note', text: 'Angerufen.', direction: 'outbound' }, { minutesSpent: 12 });
      const { byCommand, result } = await storage.counted(() => interactions.append(ticket, step, once(step.id, { subjectId: paula }), now));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(result).toEqual({});
      const read = await storage.counted(() => interactions.interaction(ticket, step.id));
      expect(read).toMatchObject({ byCommand: { Query: 1 }, result: step });
      expect(await tickets.ofCustomer(paula, ticket.id)).toEqual(ticket);
      expect((await world.stored(paula))['time-entry']).toEqual([expect.objectContaining({ interactionId: step.id, minutes: 12, byId: 'agt_01' })]);
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.interaction-added', data: { type: 'call-note', by: 'agent' } });
    });

    const kinds: [InteractionContent, string, string | undefined][] = [
      [message, 'correspondence', '2033-01-01'],
      [{ type: 'notification', channel: 'sms', template: 'letter-waiting', result: 'sent' }, 'correspondence', '2033-01-01'],
      [payout(84_000), 'payout', '2037-01-01'],
      [note, 'note', undefined],
    ];
    it.each(kinds)('stores by class: %j', async (content, kind, dueOn) => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const step = world.step(ticket, content);
      await interactions.append(ticket, step, undefined, now);
      const item = (await world.stored(paula))[kind]!.find(({ id }) => id === step.id);
      expect(item!['dueOn']).toBe(dueOn);
      expect((await interactions.interaction(ticket, step.id)).content).toEqual(content);
    });

    it('names in the voucher of a payout whom it went to, and in no other step', async () => {
      const ticket = await world.opened(await world.customer());
      const payee = { name: 'Paula Sommer', iban: 'DE89370400440532013000' };
      await interactions.append(ticket, world.step(ticket, payout(84_000), { payee }), undefined, now);
      await interactions.append(ticket, world.step(ticket, message), undefined, now);
      const stored = await world.stored(ticket.customerId);
      expect(stored['payout']).toMatchObject([{ amountCents: 84_000, payee }]);
      expect(stored['correspondence']!.some((item) => 'payee' in item)).toBe(false);
    });

    it('is refused on what is missing or somebody else’s, and for somebody who goes; a payout also on what is closed', async () => {
      const [paula, neighbour, leaving] = [await world.customer(), await world.customer(), await world.customer()];
      const ticket = await world.opened(paula);
      const left = await world.opened(leaving);
      const add = (target: { id: string; customerId: string }) => world.add(target, message);
      expect(await add({ id: newId('tck'), customerId: paula })).toBe('not-found/no-such-ticket');
      expect(await add({ id: ticket.id, customerId: neighbour })).toBe('not-found/no-such-ticket');
      await world.customer({ status: 'erasing' }, leaving);
      expect(await add(left)).toBe('conflict/customer-erased');
      expect(await world.close(ticket, 1)).toBe('done');
      expect(await world.add(ticket, payout(1))).toBe('conflict/ticket-closed');
    });

    it.each(['the case', 'its person'])('stores only what is said and noted, and nothing of staff, while the processing is restricted of %s', async (what) => {
      const ticket = await world.opened(await world.customer());
      const restricted = { restrictedSince: now.toISOString() };
      await (what === 'the case' ? world.mark(ticket, restricted) : world.customer(restricted, ticket.customerId));
      for (const content of [message, note, payout(1)]) expect(await world.add(ticket, content)).toBe('conflict/processing-restricted');
      const told: InteractionContent = { type: 'notification', channel: 'sms', template: 'confirmation', result: 'sent' };
      expect(await world.add(ticket, message, { role: 'customer' })).toBe('done');
      expect(await outcome(interactions.note(ticket, world.step(ticket, told, { by: { role: 'system' } }), now))).toBe('done');
      expect((await interactions.interactions(ticket, 10)).items.map(({ content, by }) => [content.type, by.role])).toEqual([
        ['report', 'customer'],
        ['message', 'customer'],
        ['notification', 'system'],
      ]);
    });

    it('goes on under a legal hold', async () => {
      const held = { heldSince: now.toISOString() };
      const ticket = await world.opened(await world.customer(held));
      await world.mark(ticket, held);
      for (const content of [message, note, payout(84_000)]) expect(await world.add(ticket, content)).toBe('done');
      expect((await world.stored(ticket.customerId))['ticket']![0]).toMatchObject({ ...held, paidCents: 84_000 });
    });

    it('loses nothing when fifty write at once', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const steps = Array.from({ length: 50 }, (_, index) => world.step(ticket, index % 2 ? message : note, { minutesSpent: index }));
      expect(await Promise.all(steps.map((step) => outcome(interactions.append(ticket, step, once(step.id), now))))).toEqual(steps.map(() => 'done'));
      const { items } = await interactions.interactions(ticket, 100);
      expect(items.slice(1)).toEqual(steps);
      expect(await world.events(ticket.id)).toHaveLength(51);
    });

    it('by a worker happens once however often it is tried, also on a closed ticket', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      expect(await world.close(ticket, 1)).toBe('done');
      const step = world.step(ticket, { type: 'notification', channel: 'email', template: 'confirmation', result: 'sent' }, { by: { role: 'system' } });
      expect(await outcome(interactions.note(ticket, step, now))).toBe('done');
      expect(await Promise.all([1, 2, 3].map(() => outcome(interactions.note(ticket, step, now))))).toEqual([
        'conflict/already-done',
        'conflict/already-done',
        'conflict/already-done',
      ]);
      expect((await interactions.interactions(ticket, 100)).items.filter(({ id }) => id === step.id)).toHaveLength(1);
    });

    it('has one effect each under throttling, conflicts and lost answers, however often the caller repeats it', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const steps = Array.from({ length: 20 }, () => world.step(ticket, message));
      const failures = ['throttle', 'conflict', 'crash-before', 'crash-after', 'lost-answer'] as const;
      storage.inject(({ number }) => (number % 3 === 0 ? failures[(number / 3) % failures.length] : undefined));
      for (const step of steps) {
        const made = once(step.id);
        const insist = async (): Promise<void> => {
          try {
            await interactions.append(ticket, step, made, now);
          } catch (error) {
            if (!(error instanceof InjectedCrash)) throw error;
            await insist();
          }
        };
        await insist();
      }
      storage.inject(undefined);
      expect((await interactions.interactions(ticket, 100)).items.slice(1)).toEqual(steps);
      expect(await world.events(ticket.id)).toHaveLength(21);
    });
  });

  describe('while the case ends', () => {
    it('does not race with the customer: whatever they write is stored, and either seen by who ended it or unread', async () => {
      for (let round = 0; round < 6; round++) {
        const ticket = await world.opened(await world.customer());
        const lastInteractionId = await world.lastStep(ticket);
        const [end, said] = await Promise.all([world.close(ticket, 1, { lastInteractionId }), world.add(ticket, message, { role: 'customer' })]);
        expect(['done', 'stale/newer-customer-message']).toContain(end);
        expect(said).toBe('done');
        expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toMatchObject({ status: end === 'done' ? 'closed' : 'open', unreadMessages: 1 });
      }
    });

    it('loses no payout: each that races with assignment and end is counted, or refused', async () => {
      const amounts = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(amounts, fc.boolean(), async (cents, replayed) => {
          const ticket = await world.opened(await world.customer());
          const pay = async (amount: number) => {
            const step = world.step(ticket, payout(amount));
            const made = once(step.id);
            const results = [await outcome(interactions.append(ticket, step, made, now))];
            if (replayed) results.push(await outcome(interactions.append(ticket, step, made, now)));
            return results[0];
          };
          const [given, ...before] = await Promise.all([world.assignedTo(newId('agt'), ticket), ...cents.map(pay)]);
          expect(before.every((result) => result === 'done')).toBe(true);
          const [end, ...results] = await Promise.all([world.close(given, 2), ...cents.map(pay)]);
          expect(end).toBe('done');
          const counted = cents.filter((_, index) => results[index] === 'done');
          expect(results.every((result) => result === 'done' || result === 'conflict/ticket-closed')).toBe(true);
          const stored = await world.stored(ticket.customerId);
          const sum = (all: readonly unknown[]) => all.reduce<number>((total, amount) => total + Number(amount), 0);
          expect(stored['ticket']![0]!['paidCents']).toBe(sum(cents) + sum(counted));
          expect(sum(stored['payout']!.map(({ amountCents }) => amountCents))).toBe(sum(cents) + sum(counted));
        }),
        { numRuns: 12 },
      );
    });
  });

  describe('what the customer writes', () => {
    const byCustomer = { role: 'customer' } as const;

    it('is unread, and counted, until a clerk has read it', async () => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      expect((await tickets.listUnread(clerk, 10)).items).toEqual([]);
      for (const _ of [1, 2]) expect(await world.add(ticket, message, byCustomer)).toBe('done');
      const said = { lastCustomerMessageAt: now.toISOString(), lastCustomerMessageId: await world.lastStep(ticket) };
      const unread = { ...ticket, ...said, unreadMessages: 2 };
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual(unread);
      expect((await tickets.listUnread(clerk, 10)).items).toEqual([unread]);
      await tickets.markRead(ticket, await world.lastStep(ticket));
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual({ ...unread, unreadMessages: undefined });
      expect((await tickets.listUnread(clerk, 10)).items).toEqual([]);
    });

    it('is not read by who saw less, or names a step of another case, or may not work on it', async () => {
      const ticket = await world.opened(await world.customer());
      const another = await world.opened(ticket.customerId);
      const reportOnly = await world.lastStep(ticket);
      await world.add(ticket, message, byCustomer);
      const markRead = (lastInteractionId: string) => outcome(tickets.markRead(ticket, lastInteractionId));
      expect(await markRead(reportOnly)).toBe('stale/newer-customer-message');
      await world.add(another, message, byCustomer);
      expect(await markRead(await world.lastStep(another))).toBe('invalid/invalid-body');
      await world.mark(ticket, { restrictedSince: now.toISOString() });
      expect(await markRead(await world.lastStep(ticket))).toBe('conflict/processing-restricted');
      await world.mark(ticket, { deletingSince: now.toISOString() });
      expect(await markRead(await world.lastStep(ticket))).toBe('not-found/no-such-ticket');
      expect(await outcome(tickets.markRead({ id: newId('tck'), customerId: ticket.customerId }, reportOnly))).toBe('not-found/no-such-ticket');
    });

    it('orders a worklist, in which a case without a message stands by its opening', async () => {
      const [clerk, paula] = [newId('agt'), await world.customer()];
      const cases = [];
      for (let count = 0; count < 3; count++) cases.push(await world.assignedTo(clerk, await world.opened(paula)));
      const [first, second, third] = cases as [(typeof cases)[0], (typeof cases)[0], (typeof cases)[0]];
      for (const [ticket, minute] of [
        [second, '2026-03-15T09:40:00.000Z'],
        [first, '2026-03-15T09:41:00.000Z'],
      ] as const) {
        await interactions.append(ticket, world.step(ticket, message, { at: minute, by: byCustomer }), undefined, now);
      }
      const ids = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id);
      const { byCommand, result: page } = await storage.counted(() => tickets.listByMessage(clerk, 'assigned', 2));
      expect(byCommand).toEqual({ Query: 1, BatchGetItem: 1 });
      expect(ids(page)).toEqual([first.id, second.id]);
      expect(ids(await tickets.listByMessage(clerk, 'assigned', 2, page.next))).toEqual([third.id]);
      const unread = await tickets.listUnread(clerk, 1);
      expect([ids(unread), ids(await tickets.listUnread(clerk, 5, unread.next))]).toEqual([[first.id], [second.id]]);
    });

    it('is taken on a closed ticket, keeps a day of its own, and comes to its last clerk; the end of the case stays', async () => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      expect(await world.close(ticket, 2)).toBe('done');
      const [before] = (await world.stored(ticket.customerId))['ticket']!;
      const later = world.step(ticket, message, { at: '2027-02-01T09:00:00.000Z', by: byCustomer });
      await interactions.append(ticket, later, undefined, new Date('2027-02-01T09:00:00Z'));
      const stored = await world.stored(ticket.customerId);
      expect(stored['ticket']![0]).toMatchObject({ status: 'closed', dueOn: before!['dueOn'], closedAt: before!['closedAt'], version: before!['version'] });
      expect(stored['correspondence']!.find(({ id }) => id === later.id)).toMatchObject({ dueOn: '2034-01-01' });
      expect((await tickets.listUnread(clerk, 10)).items).toMatchObject([{ id: ticket.id, status: 'closed', unreadMessages: 1 }]);
    });

    it('can be answered on a closed ticket, with call notes and messages; payouts are over', async () => {
      const ticket = await world.opened(await world.customer());
      expect(await world.close(ticket, 1)).toBe('done');
      for (const content of [message, note, { type: 'call-note', text: 'Angerufen.', direction: 'outbound' } as const]) {
        expect(await world.add(ticket, content)).toBe('done');
      }
      expect(await world.add(ticket, payout(1))).toBe('conflict/ticket-closed');
    });
  });

  describe('paging through the steps of a case', () => {
    it('shows each once, in order, with its time, wherever a page is cut, and skips what is kept for the law only', async () => {
      const plans = fc.record({
        steps: fc.array(fc.record({ timed: fc.boolean(), retained: fc.boolean(), kind: fc.constantFrom('note', 'message') }), { maxLength: 12 }),
        limit: fc.integer({ min: 1, max: 6 }),
      });
      await fc.assert(
        fc.asyncProperty(plans, async ({ steps, limit }) => {
          const ticket = { id: newId('tck'), customerId: newId('cus') };
          const frame = { ...ticket, ticketId: ticket.id, pk: ticket.customerId, at: now.toISOString(), byRole: 'agent', byId: 'agt_01' };
          const expected: Interaction[] = [];
          for (const { timed, retained, kind } of steps) {
            const isNote = kind === 'note';
            const step = world.step(ticket, isNote ? note : message, timed ? { minutesSpent: 3 } : {});
            const sk = `int#${ticket.id}#${step.id}`;
            const { customerId: _, ...item } = {
              ...frame,
              id: step.id,
              sk,
              ...step.content,
              kind: isNote ? 'note' : 'correspondence',
              ...(!isNote && { dueOn: '2033-01-01' }),
            };
            await storage.put('tickets', { ...item, ...(retained && { retainedSince: now.toISOString() }) });
            if (timed)
              await storage.put('tickets', {
                pk: frame.pk,
                sk: `${sk}#time`,
                kind: 'time-entry',
                ticketId: ticket.id,
                interactionId: step.id,
                minutes: 3,
                byId: 'agt_01',
              });
            if (!retained) expected.push(step);
          }
          const seen: Interaction[] = [];
          let after: string | undefined;
          for (let pages = 0; ; pages++) {
            expect(pages).toBeLessThanOrEqual(steps.length + 1);
            const page = await interactions.interactions(ticket, limit, after);
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items);
            if (!page.next) break;
            after = page.next;
          }
          expect(seen).toEqual(expected);
        }),
        { numRuns: 25 },
      );
    });

    it('takes one query a page', async () => {
      const ticket = await world.opened(await world.customer());
      expect((await storage.counted(() => interactions.interactions(ticket, 25))).byCommand).toEqual({ Query: 1 });
    });

    it('does not find a step that is not there, or is kept for the law only', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      await expect(interactions.interaction(ticket, newId('int'))).rejects.toEqual(new DomainError('not-found', 'no-such-interaction'));
      const [item] = (await world.stored(paula))['correspondence']!;
      await storage.put('tickets', { ...item, retainedSince: now.toISOString() });
      await expect(interactions.interaction(ticket, String(item!['id']))).rejects.toEqual(new DomainError('not-found', 'no-such-interaction'));
    });
  });

  it('costs as promised: one write to add, one query to read a page', async () => {
    const paula = await world.customer();
    const ticket = await world.opened(paula);
    const adding = (answeredAt?: string) => {
      const step = world.step(ticket, message, { minutesSpent: 3 });
      return storage.counted(() => interactions.append({ ...ticket, answeredAt }, step, once(step.id, { subjectId: paula }), now));
    };
    const [first, add] = [await adding(), await adding(now.toISOString())];
    const steps = await storage.counted(() => interactions.interactions(ticket, 25));
    expect([first.byCommand, add.byCommand, steps.byCommand]).toEqual([{ TransactWriteItems: 1 }, { TransactWriteItems: 1 }, { Query: 1 }]);
    // The emulator counts writes to indexes in a way of its own; Amazon's counts as Amazon bills. The first answer stands on the case.
    const wanted = { first: 28, add: 28, steps: 1 };
    if (storage.engine === 'DynamoDB Local') expect({ first: first.capacity, add: add.capacity, steps: steps.capacity }).toEqual(wanted);
  });
});
