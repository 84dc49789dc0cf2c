import { beforeEach, describe, expect, it } from '@jest/globals';
import { hearCustomer } from '../../functions/tickets/hear-customer.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { reopenTicket } from '../../functions/tickets/reopen-ticket.ts';
import { resumeTicket } from '../../functions/tickets/resume-ticket.ts';
import { takeTicket } from '../../functions/tickets/take-ticket.ts';
import { waitFor } from '../../functions/tickets/wait-for.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { remove } from '../../shared/storage/item-writes.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketKey, ticketKind, worklist } from '../../shared/tickets/ticket-item.ts';
import type { Ticket, WaitingFor } from '../../shared/tickets/ticket.ts';
import { workloadKey, workloadKind } from '../../shared/tickets/workload-item.ts';
import { failpoint } from './failpoints.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const days = (count: number): number => count * 24 * 3_600_000;

describeStorage('a case that waits, ends, and goes on', (storage) => {
  const world = privacyWorld(storage);
  const now = () => world.clock.at;
  const at = () => now().toISOString();
  beforeEach(() => world.clear());

  const deps = { ...world.over(storage.db), staff: staffReader(storage.db), newId, newNumber: newTicketNumber, now };
  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const once = (key = newId('acc')) => ({ key, body: '{}' });
  const asAgent = (id: string): Caller => ({ id, roles: ['agent'] });
  const asCustomer = (id: string): Caller => ({ id, roles: ['customer'] });

  const wait = ({ id }: Ticket, who: WaitingFor, ifMatch: number, key?: string) =>
    answerOf(waitFor.handle({ ...nothing, params: { ticketId: id }, body: { waitingFor: who }, caller: asAgent('agt_01'), once: once(key), ifMatch }, deps));
  const resume = ({ id }: Ticket, ifMatch: number) =>
    answerOf(resumeTicket.handle({ ...nothing, params: { ticketId: id }, body: {}, caller: asAgent('agt_01'), once: once(), ifMatch }, deps));
  const reopen = ({ id }: Ticket, caller: Caller, ifMatch: number, key?: string) =>
    answerOf(reopenTicket.handle({ ...nothing, params: { ticketId: id }, body: {}, caller, once: once(key), ifMatch }, deps));

  const current = async ({ customerId, id }: Ticket): Promise<Ticket> => (await deps.tickets.ofCustomer(customerId, id))!;
  const item = ({ customerId, id }: Ticket) => storage.db.get('tickets', ticketKey(customerId, id));
  const loadOf = async (clerk: string) => (await deps.workloads.workloads([clerk])).get(clerk);
  const contents = async (ticket: Ticket) => (await deps.interactions.interactions(ticket, 100)).items.map(({ content }) => content);
  const writes = (ticket: Ticket, text: string) => world.append(ticket, at(), { type: 'message', text }, { by: { role: 'customer' } });
  const closes = async (ticket: Ticket) => world.closeTicket(await current(ticket), at());
  const reads = async (ticket: Ticket) => {
    const last = (await deps.interactions.interactions(ticket, 100)).items.at(-1)!;
    await deps.tickets.markRead(ticket, last.id);
  };
  const hear = ({ id }: Ticket, eventId = newId('evt')) => answerOf(hearCustomer({ id: eventId, aggregateId: id }, deps));

  async function withClerk(): Promise<{ clerk: string; ticket: Ticket }> {
    const clerk = await world.clerk();
    return { clerk, ticket: await world.assignTo(clerk, await world.openTicket((await world.person()).id), at()) };
  }

  async function ended(): Promise<{ clerk: string; ticket: Ticket }> {
    const { clerk, ticket } = await withClerk();
    await world.closeTicket(ticket, at());
    return { clerk, ticket: await current(ticket) };
  }

  describe('waiting', () => {
    it('says for whom, stays with its clerk and in their count, and is over when they go on', async () => {
      const { clerk, ticket } = await withClerk();
      expect(await wait(ticket, 'expert', 2)).toMatchObject({ status: 'waiting', waitingFor: 'expert', assignee: clerk, version: 3 });
      expect(await item(ticket)).toMatchObject({ gsi2pk: worklist('waiting', clerk) });
      expect(await wait(ticket, 'customer', 3)).toMatchObject({ waitingFor: 'customer', version: 4 });
      expect(await resume(ticket, 4)).toMatchObject({ status: 'assigned', waitingFor: undefined, version: 5 });
      expect(await item(ticket)).not.toHaveProperty('waitingFor');
      expect(await loadOf(clerk)).toBe(1);
      expect((await contents(ticket)).slice(-3)).toEqual([
        { type: 'waiting', waitingFor: 'expert' },
        { type: 'waiting', waitingFor: 'customer' },
        { type: 'resumption', cause: 'agent' },
      ]);
    });

    it('is refused with what to do: nobody has it, it has ended, it waits for nobody, it was changed since', async () => {
      const free = await world.openTicket((await world.person()).id);
      expect(await wait(free, 'customer', 1)).toBe('conflict/ticket-unassigned');
      const { ticket } = await withClerk();
      expect(await resume(ticket, 2)).toBe('conflict/ticket-not-waiting');
      expect(await wait(ticket, 'customer', 1)).toBe('stale/ticket-changed');
      const { ticket: gone } = await ended();
      expect(await wait(gone, 'customer', 3)).toBe('conflict/ticket-closed');
    });

    it('repeated under one key is one step, whatever became of it since', async () => {
      const { ticket } = await withClerk();
      const key = newId('acc');
      await wait(ticket, 'customer', 2, key);
      await resume(ticket, 3);
      expect(await wait(ticket, 'customer', 2, key)).toMatchObject({ status: 'assigned', version: 4 });
      expect((await contents(ticket)).filter(({ type }) => type === 'waiting')).toHaveLength(1);
    });

    it('for the same again changes nothing, whatever version was seen', async () => {
      const { ticket } = await withClerk();
      expect(await wait(ticket, 'expert', 2)).toMatchObject({ version: 3 });
      expect(await wait(ticket, 'expert', 2)).toMatchObject({ status: 'waiting', version: 3 });
      expect((await contents(ticket)).filter(({ type }) => type === 'waiting')).toHaveLength(1);
    });

    it('ends for the new clerk of a case that is handed over, and with the case', async () => {
      const { ticket } = await withClerk();
      await wait(ticket, 'customer', 2);
      const other = await world.clerk();
      const taken = takeTicket.handle(
        { ...nothing, params: { ticketId: ticket.id }, body: { assignee: other }, caller: asAgent(other), once: undefined, ifMatch: 3 },
        deps,
      );
      expect(await taken).toMatchObject({ status: 'assigned', assignee: other });
      expect(await item(ticket)).not.toHaveProperty('waitingFor');
      await wait(ticket, 'customer', 4);
      await world.closeTicket(await current(ticket), at());
      expect(await item(ticket)).not.toHaveProperty('waitingFor');
    });
  });

  describe('what the customer writes', () => {
    it('ends the waiting for them, once, and no other', async () => {
      const { ticket } = await withClerk();
      await wait(ticket, 'expert', 2);
      await writes(ticket, 'Gibt es etwas Neues?');
      expect(await hear(ticket)).toBe('conflict/already-done');
      await reads(ticket);
      await wait(ticket, 'customer', 3);
      // Heard late: it had been read when the waiting began.
      expect(await hear(ticket)).toBe('conflict/already-done');
      world.clock.at = new Date(now().getTime() + 60_000);
      await writes(ticket, 'Anbei die Rechnung.');
      const event = newId('evt');
      expect(await hear(ticket, event)).toBeUndefined();
      expect(await hear(ticket, event)).toBe('conflict/already-done');
      expect(await current(ticket)).toMatchObject({ status: 'assigned', unreadMessages: 1 });
      expect((await contents(ticket)).at(-1)).toEqual({ type: 'resumption', cause: 'customer-message' });
    });

    it('is read before a clerk waits for more of it: an answer that came first would end no waiting', async () => {
      const { ticket } = await withClerk();
      await writes(ticket, 'Anbei die Rechnung.');
      expect(await wait(ticket, 'customer', 2)).toBe('conflict/unread-messages');
      expect(await wait(ticket, 'expert', 2)).toMatchObject({ waitingFor: 'expert' });
      await reads(ticket);
      expect(await wait(ticket, 'customer', 3)).toMatchObject({ waitingFor: 'customer' });
    });

    it('ends the waiting also when it was read before it was heard', async () => {
      const { ticket } = await withClerk();
      await wait(ticket, 'customer', 2);
      world.clock.at = new Date(now().getTime() + 60_000);
      await writes(ticket, 'Anbei die Rechnung.');
      await reads(ticket);
      expect(await hear(ticket)).toBeUndefined();
      expect(await current(ticket)).toMatchObject({ status: 'assigned', waitingSince: undefined });
    });

    it('reopens nothing that was closed with it in view, however late or often it is heard', async () => {
      const { ticket } = await withClerk();
      await writes(ticket, 'Danke, das war alles.');
      world.clock.at = new Date(now().getTime() + 60_000);
      await closes(ticket);
      expect(await hear(ticket)).toBe('conflict/already-done');
      world.clock.at = new Date(now().getTime() + days(400));
      expect(await hear(ticket)).toBe('conflict/already-done');
      expect(await current(ticket)).toMatchObject({ status: 'closed', followedUpBy: undefined });
    });

    it('lets a closed case go on with its clerk within the period of its kind, and the days of its end are taken back', async () => {
      const { clerk, ticket } = await withClerk();
      await world.closeTicket(ticket, at());
      expect(await item(ticket)).toMatchObject({ dueOn: '2030-04-01' });
      world.clock.at = new Date(now().getTime() + days(365));
      await writes(ticket, 'Der Rahmen ist doch gebrochen.');
      expect(await hear(ticket)).toBeUndefined();
      expect(await current(ticket)).toMatchObject({ status: 'assigned', assignee: clerk, closedAt: undefined, outcome: undefined, unreadMessages: 1 });
      // As of a case that might end today, until a run asks again.
      expect(await item(ticket)).toMatchObject({ dueOn: '2031-04-01', dueSk: `2031-04-01#${ticket.id}`, gsi2pk: worklist('assigned', clerk) });
      expect(await loadOf(clerk)).toBe(1);
      expect((await contents(ticket)).at(-1)).toEqual({ type: 'reopening', cause: 'customer-message' });
      expect(await hear(ticket)).toBe('conflict/already-done');
    });

    it('after it opens a case that follows up, once, with all that they wrote since', async () => {
      const { ticket } = await ended();
      world.clock.at = new Date(now().getTime() + days(365) + 1);
      await writes(ticket, 'Noch eine Frage.');
      await writes(ticket, 'Und noch eine.');
      await Promise.all([hear(ticket), hear(ticket)]);
      await writes(ticket, 'Zuletzt dies.');
      await hear(ticket);
      const { followedUpBy, status, version } = await current(ticket);
      expect({ status, version }).toEqual({ status: 'closed', version: ticket.version });
      const next = (await deps.tickets.ofCustomer(ticket.customerId, followedUpBy!))!;
      expect(next).toMatchObject({ matter: ticket.matter, status: 'open', unreadMessages: 3, version: 1 });
      // Behind all that was there: whoever has seen that has not seen them.
      expect(await contents(next)).toEqual([
        { type: 'follow-up', followUpOf: ticket.id },
        { type: 'message', text: 'Noch eine Frage.' },
        { type: 'message', text: 'Und noch eine.' },
        { type: 'message', text: 'Zuletzt dies.' },
      ]);
      // They are to be read there and nowhere else.
      expect(await current(ticket)).toMatchObject({ unreadMessages: undefined });
      const theirs = await storage.items('tickets');
      expect(theirs.filter(({ pk, kind }) => pk === ticket.customerId && kind === 'ticket')).toHaveLength(2);
      expect((await storage.items('events')).filter(({ pk, type }) => pk === next.id && type === 'ticket.opened')).toHaveLength(1);
    });

    it('opens another case when the one that followed up is gone', async () => {
      const { ticket } = await ended();
      world.clock.at = new Date(now().getTime() + days(366));
      await writes(ticket, 'Noch eine Frage.');
      await hear(ticket);
      const gone = (await current(ticket)).followedUpBy!;
      await storage.db.commit({ writes: [remove(ticketKind, ticketKey(ticket.customerId, gone))] });
      await writes(ticket, 'Und noch eine.');
      await hear(ticket);
      const { followedUpBy } = await current(ticket);
      expect(followedUpBy).not.toBe(gone);
      expect(await contents((await deps.tickets.ofCustomer(ticket.customerId, followedUpBy!))!)).toEqual([
        { type: 'follow-up', followUpOf: ticket.id },
        { type: 'message', text: 'Und noch eine.' },
      ]);
    });

    it('leaves a comment unread where it was written, which is no message', async () => {
      const { ticket } = await ended();
      world.clock.at = new Date(now().getTime() + days(366));
      const rating = { type: 'satisfaction' as const, score: 2, comment: 'Das hat lange gedauert.' };
      const step = { id: newId('int'), ticketId: ticket.id, at: at(), by: { role: 'customer' as const }, content: rating };
      await deps.satisfaction.rate(ticket, step, { request: once(), status: 201, madeId: step.id }, now());
      await writes(ticket, 'Noch eine Frage.');
      await hear(ticket);
      expect(await current(ticket)).toMatchObject({ unreadMessages: 2 });
    });

    it('is brought whole also when the worker was ended at any call', async () => {
      const process = failpoint(storage, world);
      for (let call = 1; ; call++) {
        await world.clear();
        const { ticket } = await ended();
        world.clock.at = new Date(now().getTime() + days(366));
        await writes(ticket, 'Noch eine Frage.');
        process.arm(call);
        const died = await hear(ticket).then(
          () => false,
          () => true,
        );
        process.arm();
        await hear(ticket);
        const { followedUpBy } = await current(ticket);
        const next = (await deps.tickets.ofCustomer(ticket.customerId, followedUpBy!))!;
        expect((await contents(next)).map(({ type }) => type).toSorted()).toEqual(['follow-up', 'message']);
        expect(await current(ticket)).toMatchObject({ unreadMessages: undefined });
        if (!died) return;
      }
    });
  });

  describe('reopening', () => {
    it('is for the customer and for agents, under the version that they saw, once', async () => {
      const { clerk, ticket } = await ended();
      const key = newId('acc');
      expect(await reopen(ticket, asCustomer(ticket.customerId), 2)).toBe('stale/ticket-changed');
      expect(await reopen(ticket, asCustomer(ticket.customerId), 3, key)).toMatchObject({ status: 'assigned', version: 4 });
      expect(await reopen(ticket, asCustomer(ticket.customerId), 3, key)).toMatchObject({ status: 'assigned', version: 4 });
      expect(await reopen(ticket, asAgent(clerk), 4)).toBe('conflict/ticket-not-closed');
      expect(await loadOf(clerk)).toBe(1);
      await world.closeTicket(await current(ticket), at());
      expect(await reopen(ticket, asAgent(clerk), 5)).toMatchObject({ status: 'assigned', assignee: clerk });
    });

    it('is over after the period of its kind', async () => {
      const { clerk, ticket } = await ended();
      world.clock.at = new Date(now().getTime() + days(365) + 1);
      expect(await reopen(ticket, asAgent(clerk), 3)).toBe('conflict/reopening-period-over');
    });

    it.each([
      ['has left', false],
      ['left so long ago that nothing is known of them', true],
    ])('looks for somebody else where its clerk %s', async (_, deleted) => {
      const { clerk, ticket } = await ended();
      await world.dismiss(clerk);
      await deps.workloads.leave(clerk, now());
      if (deleted) await storage.db.commit({ writes: [remove(workloadKind, workloadKey(clerk))] });
      expect(await reopen(ticket, asCustomer(ticket.customerId), 3)).toMatchObject({ status: 'open' });
      expect(await item(ticket)).toMatchObject({ gsi2pk: worklist('open', undefined), wakeAt: at() });
      expect(await item(ticket)).not.toHaveProperty('assignee');
    });

    it('is told, and shown to the customer', async () => {
      const { ticket } = await ended();
      await reopen(ticket, asCustomer(ticket.customerId), 3);
      expect((await storage.items('events')).filter(({ pk }) => pk === ticket.id).map(({ type }) => type)).toContain('ticket.reopened');
      const page = await listInteractions.handle(
        { ...nothing, params: { ticketId: ticket.id }, query: { limit: 25 }, caller: asCustomer(ticket.customerId) },
        deps,
      );
      expect(page.items.at(-1)?.content).toEqual({ type: 'reopening', cause: 'customer' });
    });
  });
});
