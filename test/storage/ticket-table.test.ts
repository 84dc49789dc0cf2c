import { describe, expect, it } from '@jest/globals';
import { newId } from '../../shared/id.ts';
import { reportContent, type Interaction } from '../../shared/tickets/interaction.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { assigned, closed, opened, type Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';
import { closing, message, note, now, once, outcome, payout, report, ticketTables, ticketWorld, trace } from './ticket-world.ts';

describeStorage('tickets', (storage) => {
  const world = ticketWorld(storage);
  const { tickets, workloads } = world;

  describe('opening', () => {
    const attempt = async (customerId: string, { by = { role: 'customer' }, ...over }: { key?: string; body?: string; by?: Interaction['by'] } = {}) => {
      const ticket = opened({ id: newId('tck'), number: newTicketNumber(now), customerId }, report, now);
      const first = world.step(ticket, reportContent(report, now), { by });
      return { ticket, result: await outcome(tickets.open(ticket, first, trace, once(ticket.id, { subjectId: customerId, ...over }), now)) };
    };

    it('writes ticket, report, login trace, event and marker in one call', async () => {
      const customerId = await world.customer();
      const { byCommand, result } = await storage.counted(() => attempt(customerId));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(result.result).toBe('done');
      const { id } = result.ticket;
      const stored = await world.stored(customerId);
      expect(Object.entries(stored).map(([kind, items]) => [kind, items.length])).toEqual(
        expect.arrayContaining([
          ['ticket', 1],
          ['correspondence', 1],
          ['login-ip', 1],
          ['login-time', 1],
        ]),
      );
      expect(stored['correspondence']![0]).toMatchObject({
        type: 'report',
        subject: report.subject,
        incident: report.incident,
        confirmedProfileVersion: 1,
        noticeShown: { ...report.noticeShown, at: now.toISOString() },
      });
      expect(await world.events(id)).toEqual([{ type: 'ticket.opened', data: { kind: 'bicycle-accident' } }]);
      const marker = (await storage.items('idempotency')).find(({ madeId }) => madeId === id);
      expect(marker).toMatchObject({ status: 201, gsi1pk: customerId });
    });

    it('gives everything the day on which it ends, each by its own class', async () => {
      const customerId = await world.customer();
      await world.opened(customerId);
      const days = Object.entries(await world.stored(customerId)).map(([kind, [item]]) => [kind, item!['dueOn']]);
      expect(Object.fromEntries(days)).toEqual({ ticket: '2030-04-01', correspondence: '2033-01-01', 'login-ip': '2026-04-15', 'login-time': '2026-06-14' });
    });

    it('tells the world no more than the kind, and never the customer', async () => {
      const customerId = await world.customer();
      const ticket = await world.opened(customerId);
      const told = (await storage.items('events')).filter(({ pk }) => pk === ticket.id);
      expect(JSON.stringify(told)).not.toContain(customerId);
    });

    it('is refused when the profile has changed, or the customer goes', async () => {
      const changed = await world.customer({ version: 2 });
      const erasing = await world.customer({ status: 'erasing' });
      const nobody = newId('cus');
      expect((await attempt(changed)).result).toBe('stale/profile-changed');
      expect((await attempt(erasing)).result).toBe('conflict/customer-erased');
      expect((await attempt(nobody)).result).toBe('conflict/customer-erased');
      for (const id of [changed, erasing, nobody]) expect(await world.stored(id)).toEqual({});
    });

    it('stores what somebody says whose data is restricted, while nobody reports for them', async () => {
      const restricted = await world.customer({ restrictedSince: now.toISOString() });
      expect((await attempt(restricted, { by: { role: 'agent', id: 'agt_01' } })).result).toBe('conflict/processing-restricted');
      expect(await world.stored(restricted)).toEqual({});
      expect((await attempt(restricted)).result).toBe('done');
    });

    it('happens once per key, also in parallel', async () => {
      const customerId = await world.customer();
      const key = newId('acc');
      const results = await Promise.all(Array.from({ length: 10 }, () => attempt(customerId, { key })));
      expect(results.map(({ result }) => result).toSorted()).toEqual(['done', ...Array.from({ length: 9 }, () => 'replayed')]);
      expect((await attempt(customerId, { key, body: '{"other":1}' })).result).toBe('unprocessable/idempotency-key-reused');
      expect((await world.stored(customerId))['ticket']).toHaveLength(1);
    });

    it.each(['crash-before', 'crash-after'] as const)('is whole or nothing: %s', async (failure) => {
      const customerId = await world.customer();
      const key = newId('acc');
      storage.inject(() => failure);
      await expect(attempt(customerId, { key })).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      const kinds = Object.keys(await world.stored(customerId)).length;
      expect(kinds).toBe(failure === 'crash-before' ? 0 : 4);
      expect((await attempt(customerId, { key })).result).toBe(failure === 'crash-before' ? 'done' : 'replayed');
      expect((await world.stored(customerId))['ticket']).toHaveLength(1);
    });
  });

  describe('reading', () => {
    it('finds a ticket in one read, and only its owner’s', async () => {
      const [paula, neighbour] = [await world.customer(), await world.customer()];
      const ticket = await world.opened(paula);
      const { byCommand, result } = await storage.counted(() => tickets.ofCustomer(paula, ticket.id));
      expect(byCommand).toEqual({ GetItem: 1 });
      expect(result).toEqual(ticket);
      expect(await tickets.ofCustomer(neighbour, ticket.id)).toBeUndefined();
      expect(await tickets.ofCustomer(paula, newId('tck'))).toBeUndefined();
      expect(await tickets.byId(ticket.id)).toEqual(ticket);
      expect(await tickets.byId(newId('tck'))).toBeUndefined();
    });

    it('hides what is kept for the law only', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      await world.mark(ticket, { retainedSince: now.toISOString() });
      expect(await tickets.ofCustomer(paula, ticket.id)).toBeUndefined();
      expect(await tickets.byId(ticket.id)).toBeUndefined();
      expect((await tickets.listOfCustomer(paula, 10)).items).toEqual([]);
      expect((await tickets.listOfAssignee(undefined, 'open', 100)).items.map(({ id }) => id)).not.toContain(ticket.id);
      expect(await world.add(ticket, message)).toBe('not-found/no-such-ticket');
      expect(await world.close(ticket, 1)).toBe('not-found/no-such-ticket');
    });

    it('shows a ticket that is restricted, and says so', async () => {
      const ticket = await world.opened(await world.customer());
      await world.mark(ticket, { restrictedSince: now.toISOString() });
      const seen = { ...ticket, restricted: true };
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual(seen);
      expect(await tickets.byId(ticket.id)).toEqual(seen);
      expect((await tickets.listOfCustomer(ticket.customerId, 10)).items).toEqual([seen]);
    });

    it('shows a ticket under a legal hold like any other', async () => {
      const ticket = await world.opened(await world.customer());
      await world.mark(ticket, { heldSince: now.toISOString() });
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual(ticket);
    });

    it('lists a customer’s tickets newest first, page by page, one query each', async () => {
      const [paula, neighbour] = [await world.customer(), await world.customer()];
      const made: Ticket[] = [];
      for (let count = 0; count < 7; count++) made.push(await world.opened(paula));
      await world.opened(neighbour);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const { byCommand, result } = await storage.counted(() => tickets.listOfCustomer(paula, 3, after));
        expect(byCommand).toEqual({ Query: 1 });
        seen.push(...result.items.map(({ id }) => id));
        after = result.next;
      } while (after);
      expect(seen).toEqual(made.map(({ id }) => id).toReversed());
    });

    it('lists what a clerk has, by status, newest first, one query a page', async () => {
      const [paula, clerk] = [await world.customer(), newId('agt')];
      const made: Ticket[] = [];
      for (let count = 0; count < 5; count++) made.push(await world.assignedTo(clerk, await world.opened(paula)));
      const [first] = made as [Ticket, ...Ticket[]];
      expect(await world.close(first, first.version)).toBe('done');
      const ids = ({ items }: { items: Ticket[] }) => items.map(({ id }) => id);
      const { byCommand, result: page } = await storage.counted(() => tickets.listOfAssignee(clerk, 'assigned', 3));
      expect(byCommand).toEqual({ Query: 1 });
      const rest = await tickets.listOfAssignee(clerk, 'assigned', 3, page.next);
      expect([...ids(page), ...ids(rest)]).toEqual(
        made
          .slice(1)
          .map(({ id }) => id)
          .toReversed(),
      );
      expect(rest.next).toBeUndefined();
      expect(ids(await tickets.listOfAssignee(clerk, 'closed', 3))).toEqual([first.id]);
      expect(ids(await tickets.listOfAssignee(newId('agt'), 'assigned', 3))).toEqual([]);
      const unassigned = await world.opened(paula);
      expect(ids(await tickets.listOfAssignee(undefined, 'open', 100))).toContain(unassigned.id);
    });
  });

  describe('assigning', () => {
    const assign = (ticket: Ticket, clerk: string, load: number | undefined) =>
      outcome(tickets.assign(assigned(ticket, clerk), world.step(ticket, { type: 'assignment', assignee: clerk }, { by: { role: 'system' } }), load, now));

    it('gives the ticket, counts the load and says so, in one call', async () => {
      const clerk = newId('agt');
      const ticket = await world.opened(await world.customer());
      const { byCommand, result } = await storage.counted(() => assign(ticket, clerk, undefined));
      expect([byCommand, result]).toEqual([{ TransactWriteItems: 1 }, 'done']);
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual({ ...ticket, status: 'assigned', assignee: clerk, version: 2 });
      expect(await workloads.workloads([clerk, newId('agt')])).toEqual(new Map([[clerk, 1]]));
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.assigned', data: { kind: 'bicycle-accident' } });
    });

    it('happens once: the second finds it done', async () => {
      const ticket = await world.opened(await world.customer());
      const [one, two] = [newId('agt'), newId('agt')];
      expect((await Promise.all([assign(ticket, one, undefined), assign(ticket, two, undefined)])).toSorted()).toEqual(['conflict/already-done', 'done']);
      const loads = await workloads.workloads([one, two]);
      expect([...loads.values()]).toEqual([1]);
    });

    it('is refused while the processing is restricted, of the case or of its person, and goes on under a legal hold', async () => {
      const [clerk, since] = [newId('agt'), now.toISOString()];
      const restricted = await world.opened(await world.customer());
      await world.mark(restricted, { restrictedSince: since });
      const anothers = await world.opened(await world.customer());
      await world.customer({ restrictedSince: since }, anothers.customerId);
      for (const ticket of [restricted, anothers]) expect(await assign(ticket, clerk, undefined)).toBe('conflict/processing-restricted');
      expect(await workloads.workloads([clerk])).toEqual(new Map());
      const held = await world.opened(await world.customer({ heldSince: since }));
      await world.mark(held, { heldSince: since });
      expect(await assign(held, clerk, undefined)).toBe('done');
    });

    it.each(['retainedSince', 'deletingSince'])('is over for a ticket that is hidden: %s', async (state) => {
      const ticket = await world.opened(await world.customer());
      await world.mark(ticket, { [state]: now.toISOString() });
      expect(await assign(ticket, newId('agt'), undefined)).toBe('conflict/already-done');
    });
  });

  describe('closing', () => {
    it('ends the case, frees the clerk and fixes the day on which it ends, in one call', async () => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      const lastInteractionId = await world.lastStep(ticket);
      const { byCommand, result } = await storage.counted(() => world.close(ticket, 2, { lastInteractionId }));
      expect([byCommand, result]).toEqual([{ TransactWriteItems: 1 }, 'done']);
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual({
        ...ticket,
        status: 'closed',
        outcome: 'settled',
        closedAt: now.toISOString(),
        // That it has ended is new for the customer.
        news: 1,
        newsUpTo: expect.stringMatching(/^int_/),
        version: 3,
      });
      expect((await world.stored(ticket.customerId))['ticket']![0]).toMatchObject({ dueOn: '2030-04-01', gsi2pk: `${clerk}#closed` });
      expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 0]]));
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.closed', data: { kind: 'bicycle-accident', outcome: 'settled' } });
    });

    it('of fifty at once under the same version one wins, the rest are stale, and nothing is lost', async () => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      const results = await Promise.all(Array.from({ length: 50 }, () => world.close(ticket, 2)));
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(results.filter((result) => result === 'stale/ticket-changed')).toHaveLength(49);
      expect((await world.stored(ticket.customerId))['note']!.filter(({ type }) => type === 'closing')).toHaveLength(1);
      expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 0]]));
      expect((await storage.items('idempotency')).filter(({ madeId, status }) => madeId === ticket.id && status === 200)).toHaveLength(1);
    });

    it('is stale for who did not see what the customer wrote last, and final for who did', async () => {
      const ticket = await world.opened(await world.customer());
      const [reportStep, key] = [await world.lastStep(ticket), newId('acc')];
      expect(await world.add(ticket, message, { role: 'customer' })).toBe('done');
      const before = await storage.dump();
      expect(await world.close(ticket, 1, { lastInteractionId: reportStep, key })).toBe('stale/newer-customer-message');
      expect(await storage.dump()).toEqual(before);
      // What staff write meanwhile, whoever closes need not have seen.
      const customersMessage = await world.lastStep(ticket);
      expect(await world.add(ticket, note)).toBe('done');
      expect(await world.close(ticket, 1, { lastInteractionId: customersMessage, key })).toBe('done');
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toMatchObject({ status: 'closed', unreadMessages: undefined });
      expect(await world.close(ticket, 1, { lastInteractionId: reportStep, key })).toBe('replayed');
      expect(await world.close(ticket, 2, { lastInteractionId: reportStep })).toBe('conflict/ticket-closed');
    });

    it('names a step of the case itself', async () => {
      const ticket = await world.opened(await world.customer());
      expect(await world.close(ticket, 1, { lastInteractionId: 'int_7ZZZZZZZZZZZZZZZZZZZZZZZZZ' })).toBe('invalid/invalid-body');
      expect(await world.close(ticket, 1)).toBe('done');
    });

    it('replays by its key, tells a stale version and a closed ticket apart', async () => {
      const ticket = await world.opened(await world.customer());
      const key = newId('acc');
      expect(await world.close(ticket, 7)).toBe('stale/ticket-changed');
      expect(await world.close(ticket, 1, { key })).toBe('done');
      expect(await world.close(ticket, 1, { key })).toBe('replayed');
      expect(await world.close(ticket, 1)).toBe('stale/ticket-changed');
      expect(await world.close(ticket, 2)).toBe('conflict/ticket-closed');
    });

    it('is refused while the processing is restricted, of the case or of its person', async () => {
      const ticket = await world.opened(await world.customer());
      await world.mark(ticket, { restrictedSince: now.toISOString(), heldSince: now.toISOString() });
      expect(await world.close(ticket, 1)).toBe('conflict/processing-restricted');
      const anothers = await world.opened(await world.customer());
      await world.customer({ restrictedSince: now.toISOString() }, anothers.customerId);
      expect(await world.close(anothers, 1)).toBe('conflict/processing-restricted');
      for (const { customerId, id } of [ticket, anothers]) expect(await tickets.ofCustomer(customerId, id)).toMatchObject({ status: 'open', version: 1 });
    });

    it.each(['retainedSince', 'deletingSince'])('does not find a ticket that is hidden, nor is anything added: %s', async (state) => {
      const ticket = await world.opened(await world.customer());
      await world.mark(ticket, { [state]: now.toISOString() });
      expect(await world.close(ticket, 1)).toBe('not-found/no-such-ticket');
      for (const content of [message, payout(1)]) expect(await world.add(ticket, content)).toBe('not-found/no-such-ticket');
    });

    it('goes on under a legal hold: the day is set, and the ticket stays out of the due index', async () => {
      const clerk = newId('agt');
      const ticket = await world.opened(await world.customer());
      const since = '2026-03-10T08:00:00.000Z';
      await world.mark(ticket, { heldSince: since, dueOn: '2026-01-01' });
      const given = await world.assignedTo(clerk, ticket);
      expect(await world.add(given, payout(84_000))).toBe('done');
      const key = newId('acc');
      expect([await world.close(given, 2, { key }), await world.close(given, 2, { key })]).toEqual(['done', 'replayed']);
      const [item] = (await world.stored(ticket.customerId))['ticket']!;
      expect(item).toMatchObject({ status: 'closed', assignee: clerk, heldSince: since, dueOn: '2030-04-01', paidCents: 84_000 });
      expect(Object.keys(item!)).not.toContain('duePk');
      expect(Object.keys(item!)).not.toContain('dueSk');
      expect(await workloads.workloads([clerk])).toEqual(new Map([[clerk, 0]]));
    });

    it('heeds a hold that is placed or lifted while it is written', async () => {
      const since = now.toISOString();
      for (const lifted of [false, true]) {
        const ticket = await world.opened(await world.customer());
        const [{ duePk, dueSk, ...item }] = (await world.stored(ticket.customerId))['ticket'] as [Record<string, unknown>];
        if (lifted) await storage.put('tickets', { ...item, heldSince: since });
        let writes = 0;
        const rival = {
          ...storage.db,
          // It is placed before the first write; or lifted before the second, when it has been seen.
          async commit(change: Parameters<typeof storage.db.commit>[0]) {
            if (++writes === (lifted ? 2 : 1)) await storage.put('tickets', lifted ? { ...item, duePk, dueSk } : { ...item, heldSince: since });
            return storage.db.commit(change);
          },
        };
        const racing = ticketTables(rival).tickets;
        const seen = { version: 1, lastInteractionId: await world.lastStep(ticket) };
        expect(await outcome(racing.close(closed(ticket, 'settled', now), world.step(ticket, closing), seen, once(ticket.id), now))).toBe('done');
        const [stored] = (await world.stored(ticket.customerId))['ticket']!;
        expect(stored).toMatchObject({ status: 'closed', dueOn: '2030-04-01' });
        expect([writes, 'duePk' in stored!, 'dueSk' in stored!, 'heldSince' in stored!]).toEqual(lifted ? [3, true, true, false] : [2, false, false, true]);
      }
    });

    it.each(['crash-before', 'crash-after'] as const)('is whole or nothing: %s', async (failure) => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      const key = newId('acc');
      const lastInteractionId = await world.lastStep(ticket);
      storage.inject(() => failure);
      await expect(world.close(ticket, 2, { key, lastInteractionId })).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      const happened = failure === 'crash-after';
      const closings = (await world.stored(ticket.customerId))['note']!.filter(({ type }) => type === 'closing');
      expect(closings).toHaveLength(happened ? 1 : 0);
      expect((await workloads.workloads([clerk])).get(clerk)).toBe(happened ? 0 : 1);
      expect((await tickets.ofCustomer(ticket.customerId, ticket.id))?.status).toBe(happened ? 'closed' : 'assigned');
      expect(await world.close(ticket, 2, { key })).toBe(happened ? 'replayed' : 'done');
      expect((await workloads.workloads([clerk])).get(clerk)).toBe(0);
    });
  });

  describe('costs', () => {
    it('calls as promised: one write to open, one read to read, one query to list', async () => {
      const paula = await world.customer();
      const capacity: Record<string, number> = {};
      const calls: Record<string, unknown> = {};
      const measure = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
        const { byCommand, capacity: units, result } = await storage.counted(work);
        capacity[what] = units;
        calls[what] = byCommand;
        return result;
      };
      const ticket = await measure('open', () => world.opened(paula));
      await measure('read', () => tickets.ofCustomer(paula, ticket.id));
      await measure('list', () => tickets.listOfCustomer(paula, 25));
      await measure('worklist', () => tickets.listOfAssignee(undefined, 'open', 1));
      const one = (command: string) => ({ [command]: 1 });
      expect(calls).toEqual({
        open: one('TransactWriteItems'),
        read: one('GetItem'),
        list: one('Query'),
        worklist: one('Query'),
      });
      // The emulator counts writes to indexes in a way of its own; Amazon's counts as Amazon bills.
      const asBilled = storage.engine === 'DynamoDB Local' ? capacity : pinned;
      expect(asBilled).toEqual(pinned);
    });
  });
});

/** Capacity units, on Amazon's DynamoDB Local. */
const pinned = { open: 28, read: 1, list: 1, worklist: 0.5 };
