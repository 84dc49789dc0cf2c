import { beforeEach, expect, it } from '@jest/globals';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { hearCustomer } from '../../functions/tickets/hear-customer.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { reopenTicket } from '../../functions/tickets/reopen-ticket.ts';
import { withdrawTicket } from '../../functions/tickets/withdraw-ticket.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { waits, type Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { taskWorld } from './task-fixtures.ts';
import { outcome, report } from './ticket-world.ts';

const at = '2026-03-16T09:00:00.000Z';

describeStorage('a customer who takes back what they reported', (storage) => {
  const world = taskWorld(storage);
  const { now } = world;
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(at);
  });

  const deps = { ...world.deps, customers: customerReader(storage.db), staff: staffReader(storage.db), newId, newNumber: newTicketNumber, now };
  const none = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const once = (key = newId('acc')) => ({ key, body: '{}' });
  const by = (id: string): Caller => ({ id, roles: ['customer'] });
  const agent: Caller = { id: newId('agt'), roles: ['agent'] };
  const item = ({ customerId, id }: Ticket) => storage.db.get('tickets', ticketKey(customerId, id));
  const withdraw = (ticket: Ticket, { body = {}, version = ticket.version, key }: { body?: { reason?: string }; version?: number; key?: string } = {}) =>
    withdrawTicket.handle({ ...none, params: { ticketId: ticket.id }, body, caller: by(ticket.customerId), once: once(key), ifMatch: version }, deps);
  const refusal = (ticket: Ticket, also: Parameters<typeof withdraw>[1] = {}) => outcome(withdraw(ticket, also));
  const opened = async (kind: 'theft' | 'liability' = 'theft') => world.openTicket((await world.person()).id, at, { ...report, kind });
  async function given(): Promise<{ clerk: string; ticket: Ticket }> {
    const clerk = await world.clerk();
    return { clerk, ticket: await world.assignTo(clerk, await opened(), at) };
  }
  const steps = async (caller: Caller, ticketId: string) =>
    (await listInteractions.handle({ ...none, caller, params: { ticketId }, query: { limit: 25 } }, deps)).items;

  it('ends it, with a step that says why and that both sides see; its retention runs from then', async () => {
    const ticket = await opened();
    const closed = await opened();
    world.clock.at = new Date('2031-03-17T09:00:00.000Z');
    await world.closeTicket(closed, now().toISOString());
    const { result, byCommand } = await storage.counted(() => withdraw(ticket, { body: { reason: 'Das Rad ist wieder da.' } }));
    expect(byCommand).toEqual({ GetItem: 1, TransactWriteItems: 1 });
    expect(result).toMatchObject({ status: 'closed', outcome: 'withdrawn', closedAt: now().toISOString(), version: 2 });
    const after = await item(ticket);
    expect(after).toMatchObject({ status: 'closed', outcome: 'withdrawn' });
    expect([after!.queuePk, after!.wakePk]).toEqual([undefined, undefined]);
    expect(after!.dueOn).toBe((await item(closed))!.dueOn);
    expect(after!.dueOn! > '2034').toBe(true);
    for (const caller of [agent, by(ticket.customerId)]) {
      expect((await steps(caller, ticket.id)).at(-1)).toMatchObject({
        by: { role: 'customer' },
        content: { type: 'withdrawal', text: 'Das Rad ist wieder da.' },
      });
    }
  });

  it('comes up before whoever has it, once, and takes it out of their count', async () => {
    const { clerk, ticket } = await given();
    const counted = await world.deps.workloads.workloads([clerk]);
    const key = newId('acc');
    await withdraw(ticket, { key });
    expect(await withdraw(ticket, { key })).toMatchObject({ outcome: 'withdrawn' });
    expect((await world.inbox(clerk)).items).toMatchObject([
      { what: 'reminder', ticketNumber: ticket.number, reminder: { cause: 'withdrawn', forAgent: clerk } },
    ]);
    expect((await world.deps.workloads.workloads([clerk])).get(clerk)).toBe(counted.get(clerk)! - 1);
  });

  it('comes up before all where its clerk has left', async () => {
    const { clerk, ticket } = await given();
    await world.dismiss(clerk);
    await withdraw(ticket);
    const all = await world.clerk();
    const inboxes = await Promise.all((['everybody', 'team'] as const).map(async (of) => (await world.inbox(all, of)).items));
    expect(inboxes.flat()).toMatchObject([{ reminder: { cause: 'withdrawn' } }]);
  });

  it('ends what waits for somebody likewise', async () => {
    const { ticket } = await given();
    const waiting = waits(ticket, 'expert', now());
    const step = {
      id: newId('int'),
      ticketId: ticket.id,
      at,
      by: { role: 'agent' as const, id: agent.id },
      content: { type: 'waiting' as const, waitingFor: 'expert' as const },
    };
    await world.deps.tickets.setState(waiting, step, { request: once(), status: 200, madeId: ticket.id }, now());
    expect(await withdraw(waiting)).toMatchObject({ status: 'closed', outcome: 'withdrawn', waitingFor: undefined });
  });

  it('leaves nothing unread that was written before, and what is heard late reopens nothing; what is written later does', async () => {
    const ticket = await opened();
    const write = async (text: string) =>
      addInteraction.handle({ ...none, params: { ticketId: ticket.id }, body: { type: 'message', text }, caller: by(ticket.customerId), once: once() }, deps);
    const hear = () => outcome(hearCustomer({ id: newId('evt'), aggregateId: ticket.id }, deps));
    await write('Ich ziehe das zurück.');
    await withdraw(ticket);
    expect((await item(ticket))!.unreadMessages).toBeUndefined();
    expect(await hear()).toBe('conflict/already-done');
    world.clock.at = new Date(Date.parse(at) + 60_000);
    await write('Doch nicht.');
    expect(await hear()).toBe('done');
    expect(await item(ticket)).toMatchObject({ status: 'open' });
  });

  it('is taken back by reopening: it is due as before, and nothing of it is lost', async () => {
    const { ticket } = await given();
    const { dueOn } = (await item(ticket))!;
    await withdraw(ticket);
    const reopened = await reopenTicket.handle(
      { ...none, params: { ticketId: ticket.id }, body: {}, caller: by(ticket.customerId), once: once(), ifMatch: 3 },
      deps,
    );
    expect(reopened).toMatchObject({ status: 'assigned', outcome: undefined });
    expect((await item(ticket))!.dueOn).toBe(dueOn);
    expect((await steps(agent, ticket.id)).map(({ content }) => content.type)).toEqual(
      expect.arrayContaining(['report', 'assignment', 'withdrawal', 'reopening']),
    );
    expect(await withdraw(ticket, { version: 4 })).toMatchObject({ outcome: 'withdrawn' });
  });

  it('is refused a second time, and of what has ended otherwise, with what to do', async () => {
    const ticket = await opened();
    await withdraw(ticket);
    expect(await refusal(ticket, { version: 2 })).toBe('conflict/already-withdrawn');
    const settled = await opened();
    await world.closeTicket(settled, at);
    expect(await refusal(settled, { version: 2 })).toBe('conflict/ticket-closed');
    await expect(withdraw(settled, { version: 2 })).rejects.toMatchObject({
      fields: [{ field: 'path.ticketId', problem: expect.stringContaining('interactions') }],
    });
  });

  it('is refused under another version, and of two at once one is', async () => {
    const ticket = await opened();
    expect(await refusal(ticket, { version: 7 })).toBe('stale/ticket-changed');
    const both = await Promise.all([refusal(ticket), refusal(ticket)]);
    expect(both.filter((one) => one === 'done')).toHaveLength(1);
  });

  it('is refused once money has gone out, but not where all of it came back', async () => {
    const { ticket } = await given();
    const pay = (body: object) => addInteraction.handle({ ...none, params: { ticketId: ticket.id }, body: body as never, caller: agent, once: once() }, deps);
    const { id: payoutId } = await pay({ type: 'payout', amountCents: 100, reference: 'SB-2026-1', paidOn: '2026-03-15' });
    expect(await refusal(ticket)).toBe('conflict/paid-already');
    expect(await item(ticket)).toMatchObject({ status: 'assigned' });
    await pay({ type: 'payout-reversal', payoutId, reversedOn: '2026-03-16' });
    expect(await refusal(ticket)).toBe('done');
  });

  it('is for a clerk to do where somebody else may have a claim', async () => {
    expect(await refusal(await opened('liability'))).toBe('conflict/not-withdrawable');
  });

  it('keeps open tasks for a clerk to see, and is of one’s own case', async () => {
    const { ticket } = await given();
    await world.add(ticket.id, { title: 'Gutachten prüfen' });
    const other = { ...ticket, customerId: (await world.person()).id };
    expect(await refusal(other)).toBe('not-found/no-such-ticket');
    await withdraw(ticket);
    expect(await world.open(ticket)).toBe(1);
  });

  it('is refused while its processing is restricted; under a legal hold it ends, and stays kept', async () => {
    const [restricted, held] = [await opened(), await opened()];
    await world.protect('tickets', ticketKey(restricted.customerId, restricted.id), 'restrictedSince');
    expect(await refusal(restricted)).toBe('conflict/processing-restricted');
    await world.protect('tickets', ticketKey(held.customerId, held.id), 'heldSince');
    expect(await refusal(held)).toBe('done');
    expect((await item(held))!.duePk).toBeUndefined();
  });
});
