import { describe, expect, it } from '@jest/globals';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { rateTicket } from '../../functions/tickets/rate-ticket.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { now, outcome, report, ticketWorld } from './ticket-world.ts';

describeStorage('what customers say of how it went, and who says it for them', (storage) => {
  const world = ticketWorld(storage);
  const deps = { ...world, staff: staffReader(storage.db), newId, newNumber: newTicketNumber, now: () => now };
  const none = { query: undefined, body: undefined, ifMatch: undefined };
  const customer = (id: string): Caller => ({ id, roles: ['customer'] });
  const agent: Caller = { id: newId('agt'), roles: ['agent'] };
  const rate = (id: string, ticketId: string, body: { score: number; comment?: string }, key = newId('acc')) =>
    rateTicket.handle({ ...none, caller: customer(id), params: { ticketId }, body, once: { key, body: JSON.stringify(body) } }, deps);
  const closedTicket = async (): Promise<Ticket> => {
    const ticket = await world.opened(await world.customer());
    expect(await world.close(ticket, 1)).toBe('done');
    return ticket;
  };
  const now_ = async ({ customerId, id }: Ticket) => (await world.tickets.ofCustomer(customerId, id))!;
  const steps = async (caller: Caller, ticketId: string) =>
    (await listInteractions.handle({ ...none, caller, params: { ticketId }, query: { limit: 25 }, once: undefined }, deps)).items;

  describe('satisfaction', () => {
    it('is a step of the case and stands on it, in one write; the version stays', async () => {
      const ticket = await closedTicket();
      const before = await now_(ticket);
      const { byCommand, result } = await storage.counted(() => rate(ticket.customerId, ticket.id, { score: 4 }));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      expect(result).toMatchObject({ by: { role: 'customer' }, content: { type: 'satisfaction', score: 4 } });
      expect(await now_(ticket)).toEqual({ ...before, satisfaction: 4 });
      expect((await steps(agent, ticket.id)).at(-1)).toMatchObject({ id: result.id, content: { score: 4 } });
      expect((await steps(customer(ticket.customerId), ticket.id)).at(-1)).toMatchObject({ id: result.id });
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.interaction-added', data: { type: 'satisfaction', by: 'customer' } });
    });

    it('is heard where something is written with it: it is unread', async () => {
      const ticket = await closedTicket();
      await rate(ticket.customerId, ticket.id, { score: 1, comment: 'Niemand rief zurück.' });
      expect(await now_(ticket)).toMatchObject({ satisfaction: 1, unreadMessages: 1, lastCustomerMessageAt: now.toISOString() });
      expect((await world.tickets.listUnread(undefined, 25)).items.map(({ id }) => id)).toContain(ticket.id);
    });

    it('may be said anew, and the last one counts; a repeat says nothing', async () => {
      const ticket = await closedTicket();
      const key = newId('acc');
      const first = await rate(ticket.customerId, ticket.id, { score: 1 }, key);
      await rate(ticket.customerId, ticket.id, { score: 5 });
      expect(await rate(ticket.customerId, ticket.id, { score: 1 }, key)).toMatchObject({ id: first.id });
      expect((await now_(ticket)).satisfaction).toBe(5);
      expect((await steps(agent, ticket.id)).filter(({ content }) => content.type === 'satisfaction')).toHaveLength(2);
    });

    it('is asked for after the end, and of one’s own case', async () => {
      const ticket = await world.opened(await world.customer());
      expect(await outcome(rate(ticket.customerId, ticket.id, { score: 5 }) as never)).toBe('conflict/ticket-not-closed');
      expect(await outcome(rate(await world.customer(), ticket.id, { score: 5 }) as never)).toBe('not-found/no-such-ticket');
      await world.close(ticket, 1);
      await world.customer({ restrictedSince: now.toISOString() }, ticket.customerId);
      expect(await rate(ticket.customerId, ticket.id, { score: 3 })).toMatchObject({ content: { score: 3 } });
      await world.customer({ status: 'erasing' }, ticket.customerId);
      expect(await outcome(rate(ticket.customerId, ticket.id, { score: 5 }) as never)).toBe('conflict/customer-erased');
    });
  });

  describe('somebody who reports for the customer', () => {
    it.each(['customer', 'agent'] as const)('is part of the report, handed in by the %s', async (role) => {
      const id = await world.customer();
      const reportedBy = { name: 'Änne Weiß', relation: 'parent', ground: 'minor', contact: 'abends' } as const;
      const body = { ...report, reportedBy, ...(role === 'agent' && { customerId: id }) };
      const caller = role === 'agent' ? agent : customer(id);
      const ticket = await openTicket.handle({ ...none, params: undefined, caller, body, once: { key: newId('acc'), body: '{}' } }, deps);
      const [first] = await steps(agent, ticket.id);
      expect(first!.content).toMatchObject({ type: 'report', reportedBy });
      expect((await world.stored(id))['correspondence']).toMatchObject([{ reportedBy }]);
    });
  });
});
