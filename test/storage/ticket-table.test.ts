import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import type { Interaction, InteractionContent } from '../../shared/tickets/interaction.ts';
import { reportContent } from '../../shared/tickets/interaction.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { assigned, closed, opened, type Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { InjectedCrash } from './observed-client.ts';
import { now, once, report, ticketWorld, trace } from './ticket-world.ts';

const message: InteractionContent = { type: 'message', text: 'Das Gutachten liegt bei.' };
const note: InteractionContent = { type: 'internal-note', text: 'Rückfrage beim Gutachter.' };
const payout = (amountCents: number): InteractionContent => ({ type: 'payout', amountCents, reference: 'SB-2026-1', paidOn: '2026-03-15' });
const closing: InteractionContent = { type: 'closing', outcome: 'settled' };

/** What came of an attempt: `done`, `replayed`, or the refusal. */
const outcome = async (work: Promise<{ earlier?: unknown } | void>): Promise<string> => {
  try {
    return (await work)?.earlier ? 'replayed' : 'done';
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind}/${error.code}`;
    throw error;
  }
};

describeStorage('tickets', (storage) => {
  const world = ticketWorld(storage);
  const { tickets } = world;

  describe('opening', () => {
    const attempt = async (customerId: string, over: { key?: string; body?: string } = {}) => {
      const ticket = opened(newId('tck'), customerId, report, now);
      const first = world.step(ticket, reportContent(report, now), { by: { role: 'customer' } });
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
      const [item] = (await world.stored(paula))['ticket']!;
      await storage.put('tickets', { ...item, retainedSince: now.toISOString() });
      expect(await tickets.ofCustomer(paula, ticket.id)).toBeUndefined();
      expect(await tickets.byId(ticket.id)).toBeUndefined();
      expect((await tickets.listOfCustomer(paula, 10)).items).toEqual([]);
      expect((await tickets.listOfAssignee(undefined, 'open', 100)).items.map(({ id }) => id)).not.toContain(ticket.id);
      expect(await outcome(tickets.append(ticket, world.step(ticket, message), undefined, now))).toBe('not-found/no-such-ticket');
      const done = closed(ticket, 'settled', now);
      expect(await outcome(tickets.close(done, world.step(ticket, closing), 1, once(ticket.id), now))).toBe('not-found/no-such-ticket');
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
      await tickets.close(closed(first, 'settled', now), world.step(first, closing), first.version, once(first.id), now);
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

  describe('adding', () => {
    it('writes step, time and event in one call, and leaves the version alone', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const step = world.step(ticket, { type: 'call-note', text: 'Angerufen.', direction: 'outbound' }, { minutesSpent: 12 });
      const { byCommand, result } = await storage.counted(() => tickets.append(ticket, step, once(step.id, { subjectId: paula }), now));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(result).toEqual({});
      const read = await storage.counted(() => tickets.interaction(ticket, step.id));
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
      await tickets.append(ticket, step, undefined, now);
      const item = (await world.stored(paula))[kind]!.find(({ id }) => id === step.id);
      expect(item!['dueOn']).toBe(dueOn);
      expect((await tickets.interaction(ticket, step.id)).content).toEqual(content);
    });

    it('is refused on what is closed, missing or somebody else’s, and for somebody who goes', async () => {
      const [paula, neighbour, leaving] = [await world.customer(), await world.customer(), await world.customer()];
      const ticket = await world.opened(paula);
      const left = await world.opened(leaving);
      const add = (target: { id: string; customerId: string }) => outcome(tickets.append(target, world.step(target, message), once('int_x'), now));
      expect(await add({ id: newId('tck'), customerId: paula })).toBe('not-found/no-such-ticket');
      expect(await add({ id: ticket.id, customerId: neighbour })).toBe('not-found/no-such-ticket');
      await storage.put('customers', { pk: leaving, sk: 'customer', status: 'erasing', version: 1 });
      expect(await add(left)).toBe('conflict/customer-erased');
      await tickets.close(closed(ticket, 'rejected', now), world.step(ticket, closing), 1, once(ticket.id), now);
      expect(await add(ticket)).toBe('conflict/ticket-closed');
    });

    it('loses nothing when fifty write at once', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      const steps = Array.from({ length: 50 }, (_, index) => world.step(ticket, index % 2 ? message : note, { minutesSpent: index }));
      expect(await Promise.all(steps.map((step) => outcome(tickets.append(ticket, step, once(step.id), now))))).toEqual(steps.map(() => 'done'));
      const { items } = await tickets.interactions(ticket, 100);
      expect(items.slice(1)).toEqual(steps);
      expect(await world.events(ticket.id)).toHaveLength(51);
    });

    it('by a worker happens once however often it is tried, also on a closed ticket', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      await tickets.close(closed(ticket, 'rejected', now), world.step(ticket, closing), 1, once(ticket.id), now);
      const step = world.step(ticket, { type: 'notification', channel: 'email', template: 'confirmation', result: 'sent' }, { by: { role: 'system' } });
      expect(await outcome(tickets.note(ticket, step, now))).toBe('done');
      expect(await Promise.all([1, 2, 3].map(() => outcome(tickets.note(ticket, step, now))))).toEqual([
        'conflict/already-done',
        'conflict/already-done',
        'conflict/already-done',
      ]);
      expect((await tickets.interactions(ticket, 100)).items.filter(({ id }) => id === step.id)).toHaveLength(1);
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
            await tickets.append(ticket, step, made, now);
          } catch (error) {
            if (!(error instanceof InjectedCrash)) throw error;
            await insist();
          }
        };
        await insist();
      }
      storage.inject(undefined);
      expect((await tickets.interactions(ticket, 100)).items.slice(1)).toEqual(steps);
      expect(await world.events(ticket.id)).toHaveLength(21);
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
            const page = await tickets.interactions(ticket, limit, after);
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
      expect((await storage.counted(() => tickets.interactions(ticket, 25))).byCommand).toEqual({ Query: 1 });
    });

    it('does not find a step that is not there, or is kept for the law only', async () => {
      const paula = await world.customer();
      const ticket = await world.opened(paula);
      await expect(tickets.interaction(ticket, newId('int'))).rejects.toEqual(new DomainError('not-found', 'no-such-interaction'));
      const [item] = (await world.stored(paula))['correspondence']!;
      await storage.put('tickets', { ...item, retainedSince: now.toISOString() });
      await expect(tickets.interaction(ticket, String(item!['id']))).rejects.toEqual(new DomainError('not-found', 'no-such-interaction'));
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
      expect(await tickets.workloads([clerk, newId('agt')])).toEqual(new Map([[clerk, 1]]));
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.assigned', data: { kind: 'bicycle-accident' } });
    });

    it('happens once: the second finds it done', async () => {
      const ticket = await world.opened(await world.customer());
      const [one, two] = [newId('agt'), newId('agt')];
      expect((await Promise.all([assign(ticket, one, undefined), assign(ticket, two, undefined)])).toSorted()).toEqual(['conflict/already-done', 'done']);
      const loads = await tickets.workloads([one, two]);
      expect([...loads.values()]).toEqual([1]);
    });

    it('is not done on an old count: of ten at once one gets through, and the rest see the load changed', async () => {
      const clerk = newId('agt');
      const paula = await world.customer();
      const made = await Promise.all(Array.from({ length: 10 }, () => world.opened(paula)));
      const results = await Promise.all(made.map((ticket) => assign(ticket, clerk, undefined)));
      expect(results.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'conflict/workload-changed'), 'done']);
      expect(await tickets.workloads([clerk])).toEqual(new Map([[clerk, 1]]));
    });
  });

  describe('closing', () => {
    const close = (ticket: Ticket, versionSeen: number, over: { key?: string } = {}) => {
      const done = closed({ ...ticket, version: versionSeen }, 'settled', now);
      return outcome(
        tickets.close(
          done,
          world.step(ticket, closing, { minutesSpent: 5 }),
          versionSeen,
          once(ticket.id, { status: 200, ...(over.key && { key: over.key }) }),
          now,
        ),
      );
    };

    it('ends the case, frees the clerk and fixes the day on which it ends, in one call', async () => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      const { byCommand, result } = await storage.counted(() => close(ticket, 2));
      expect([byCommand, result]).toEqual([{ TransactWriteItems: 1 }, 'done']);
      expect(await tickets.ofCustomer(ticket.customerId, ticket.id)).toEqual({
        ...ticket,
        status: 'closed',
        outcome: 'settled',
        closedAt: now.toISOString(),
        version: 3,
      });
      expect((await world.stored(ticket.customerId))['ticket']![0]).toMatchObject({ dueOn: '2030-04-01', gsi2pk: `${clerk}#closed` });
      expect(await tickets.workloads([clerk])).toEqual(new Map([[clerk, 0]]));
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.closed', data: { kind: 'bicycle-accident', outcome: 'settled' } });
    });

    it('of fifty at once under the same version one wins, the rest are stale, and nothing is lost', async () => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      const results = await Promise.all(Array.from({ length: 50 }, () => close(ticket, 2)));
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(results.filter((result) => result === 'stale/ticket-changed')).toHaveLength(49);
      expect((await world.stored(ticket.customerId))['note']!.filter(({ type }) => type === 'closing')).toHaveLength(1);
      expect(await tickets.workloads([clerk])).toEqual(new Map([[clerk, 0]]));
      expect((await storage.items('idempotency')).filter(({ madeId, status }) => madeId === ticket.id && status === 200)).toHaveLength(1);
    });

    it('replays by its key, tells a stale version and a closed ticket apart', async () => {
      const ticket = await world.opened(await world.customer());
      const key = newId('acc');
      expect(await close(ticket, 7)).toBe('stale/ticket-changed');
      expect(await close(ticket, 1, { key })).toBe('done');
      expect(await close(ticket, 1, { key })).toBe('replayed');
      expect(await close(ticket, 1)).toBe('stale/ticket-changed');
      expect(await close(ticket, 2)).toBe('conflict/ticket-closed');
    });

    const marked = async (ticket: Ticket, over: object) => {
      const { duePk: _pk, dueSk: _sk, ...item } = (await world.stored(ticket.customerId))['ticket']![0]!;
      await storage.put('tickets', { ...item, ...over });
    };

    it('is refused while the processing is restricted', async () => {
      const ticket = await world.opened(await world.customer());
      await marked(ticket, { restrictedSince: now.toISOString(), heldSince: now.toISOString() });
      expect(await close(ticket, 1)).toBe('conflict/ticket-locked');
    });

    it.each(['retainedSince', 'deletingSince'])('does not find a ticket that is hidden, nor is anything added: %s', async (state) => {
      const ticket = await world.opened(await world.customer());
      await marked(ticket, { [state]: now.toISOString() });
      expect(await close(ticket, 1)).toBe('not-found/no-such-ticket');
      for (const content of [message, payout(1)])
        expect(await outcome(tickets.append(ticket, world.step(ticket, content), undefined, now))).toBe('not-found/no-such-ticket');
    });

    it('goes on under a legal hold: the day is set, and the ticket stays out of the due index', async () => {
      const clerk = newId('agt');
      const ticket = await world.opened(await world.customer());
      const since = '2026-03-10T08:00:00.000Z';
      await marked(ticket, { heldSince: since, dueOn: '2026-01-01' });
      const given = await world.assignedTo(clerk, ticket);
      await tickets.append(given, world.step(given, payout(84_000)), undefined, now);
      const key = newId('acc');
      expect([await close(given, 2, { key }), await close(given, 2, { key })]).toEqual(['done', 'replayed']);
      const [item] = (await world.stored(ticket.customerId))['ticket']!;
      expect(item).toMatchObject({ status: 'closed', assignee: clerk, heldSince: since, dueOn: '2030-04-01', paidCents: 84_000 });
      expect(Object.keys(item!)).not.toContain('duePk');
      expect(Object.keys(item!)).not.toContain('dueSk');
      expect(await tickets.workloads([clerk])).toEqual(new Map([[clerk, 0]]));
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
        const racing = ticketTable({ db: rival, rules: deletionRules('insurer'), newId });
        expect(await outcome(racing.close(closed(ticket, 'settled', now), world.step(ticket, closing), 1, once(ticket.id), now))).toBe('done');
        const [stored] = (await world.stored(ticket.customerId))['ticket']!;
        expect(stored).toMatchObject({ status: 'closed', dueOn: '2030-04-01' });
        expect([writes, 'duePk' in stored!, 'dueSk' in stored!, 'heldSince' in stored!]).toEqual(lifted ? [3, true, true, false] : [2, false, false, true]);
      }
    });

    it('does not race with writing: a message is before the end, or refused', async () => {
      const ticket = await world.opened(await world.customer());
      const steps = Array.from({ length: 10 }, () => world.step(ticket, message));
      const [end, ...written] = await Promise.all([close(ticket, 1), ...steps.map((step) => outcome(tickets.append(ticket, step, once(step.id), now)))]);
      expect(end).toBe('done');
      const stored = (await tickets.interactions(ticket, 100)).items.map(({ id }) => id);
      for (const [index, result] of written.entries()) {
        expect(['done', 'conflict/ticket-closed']).toContain(result);
        expect(stored.includes(steps[index]!.id)).toBe(result === 'done');
      }
    });

    it.each(['crash-before', 'crash-after'] as const)('is whole or nothing: %s', async (failure) => {
      const clerk = newId('agt');
      const ticket = await world.assignedTo(clerk, await world.opened(await world.customer()));
      const key = newId('acc');
      storage.inject(() => failure);
      await expect(close(ticket, 2, { key })).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      const happened = failure === 'crash-after';
      const closings = (await world.stored(ticket.customerId))['note']!.filter(({ type }) => type === 'closing');
      expect(closings).toHaveLength(happened ? 1 : 0);
      expect((await tickets.workloads([clerk])).get(clerk)).toBe(happened ? 0 : 1);
      expect((await tickets.ofCustomer(ticket.customerId, ticket.id))?.status).toBe(happened ? 'closed' : 'assigned');
      expect(await close(ticket, 2, { key })).toBe(happened ? 'replayed' : 'done');
      expect((await tickets.workloads([clerk])).get(clerk)).toBe(0);
    });

    it('loses no payout: each that races with assignment and end is counted, or refused', async () => {
      const amounts = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(amounts, fc.boolean(), async (cents, replayed) => {
          const ticket = await world.opened(await world.customer());
          const pay = async (amount: number) => {
            const step = world.step(ticket, payout(amount));
            const made = once(step.id);
            const results = [await outcome(tickets.append(ticket, step, made, now))];
            if (replayed) results.push(await outcome(tickets.append(ticket, step, made, now)));
            return results[0];
          };
          const [given, ...before] = await Promise.all([world.assignedTo(newId('agt'), ticket), ...cents.map(pay)]);
          expect(before.every((result) => result === 'done')).toBe(true);
          const [end, ...results] = await Promise.all([close(given, 2), ...cents.map(pay)]);
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

  describe('costs', () => {
    it('calls as promised: one write to open, one to add, one read to read, one query to list', async () => {
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
      const step = world.step(ticket, message, { minutesSpent: 3 });
      await measure('add', () => tickets.append(ticket, step, once(step.id, { subjectId: paula }), now));
      await measure('read', () => tickets.ofCustomer(paula, ticket.id));
      await measure('list', () => tickets.listOfCustomer(paula, 25));
      await measure('worklist', () => tickets.listOfAssignee(undefined, 'open', 1));
      await measure('steps', () => tickets.interactions(ticket, 25));
      const one = (command: string) => ({ [command]: 1 });
      expect(calls).toEqual({
        open: one('TransactWriteItems'),
        add: one('TransactWriteItems'),
        read: one('GetItem'),
        list: one('Query'),
        worklist: one('Query'),
        steps: one('Query'),
      });
      // The emulator counts writes to indexes in a way of its own; Amazon's counts as Amazon bills.
      const asBilled = storage.engine === 'DynamoDB Local' ? capacity : pinned;
      expect(asBilled).toEqual(pinned);
    });
  });
});

/** Capacity units, on Amazon's DynamoDB Local. */
const pinned = { open: 24, add: 18, read: 1, list: 1, worklist: 0.5, steps: 1 };
