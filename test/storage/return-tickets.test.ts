import { beforeEach, expect, it } from '@jest/globals';
import { returnTickets } from '../../functions/tickets/return-tickets.ts';
import { takeTicket } from '../../functions/tickets/take-ticket.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { assignTicket } from '../../functions/tickets/assign-ticket.ts';
import { ticketWaitsForClerk } from '../../events/ticket-waits-for-clerk.ts';
import { newId } from '../../shared/id.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { ticketKey, unreadList, worklist } from '../../shared/tickets/ticket-item.ts';
import { closed, type Ticket } from '../../shared/tickets/ticket.ts';
import { workloadKey } from '../../shared/tickets/workload-item.ts';
import { silent } from '../unit/notifications/world.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';

describeStorage('tickets of somebody who has left', (storage) => {
  const world = privacyWorld(storage);
  const now = () => world.clock.at;
  beforeEach(() => world.clear());

  const removed: string[] = [];
  const logins = { remove: async (username: string) => void removed.push(username) };
  const depsOver = (db: Database) => ({ ...world.over(db), staff: staffReader(db), logins, now });
  const returnAll = (clerk: string) => returnTickets({ aggregateId: clerk, type: 'agent.left' }, depsOver(storage.db));
  const at = () => now().toISOString();
  const ticketOf = async (clerk: string): Promise<Ticket> => world.assignTo(clerk, await world.openTicket((await world.person()).id), at());
  const itemOf = ({ customerId, id }: Ticket) => storage.db.get('tickets', ticketKey(customerId, id));
  const countOf = async (clerk: string) => (await world.deps.workloads.workloads([clerk])).get(clerk);
  const assigning = {
    ...world.deps,
    clerks: clerksAtWork({ workloads: world.deps.workloads, staff: staffReader(storage.db), now, random: () => 0 }),
    now,
    hasTime: () => true,
    log: silent,
  };
  const assign = ({ id, matter }: Ticket) =>
    assignTicket(ticketWaitsForClerk.make({ id: newId('evt'), at: now(), aggregateId: id, data: { kind: matter } }), assigning);

  it('wait for another clerk, who is looked for at once and gets them', async () => {
    const [clerk, other] = [await world.clerk(), await world.clerk()];
    const tickets = [await ticketOf(clerk), await ticketOf(clerk)];
    const theirs = await ticketOf(other);
    await world.dismiss(clerk);
    await returnAll(clerk);
    for (const ticket of tickets) {
      const item = (await itemOf(ticket))!;
      expect(item).toMatchObject({ status: 'open', version: 3, gsi2pk: worklist('open', undefined), gsi4pk: unreadList(undefined), wakeAt: at() });
      expect(item.assignee).toBeUndefined();
    }
    expect([await countOf(clerk), await countOf(other)]).toEqual([0, 1]);
    expect(await world.deps.tickets.ofCustomer(theirs.customerId, theirs.id)).toMatchObject({ assignee: other });
    for (const ticket of tickets) await assign(ticket);
    for (const { customerId, id } of tickets)
      expect(await world.deps.tickets.ofCustomer(customerId, id)).toMatchObject({ status: 'assigned', assignee: other });
    const steps = await world.deps.interactions.interactions(tickets[0]!, 10);
    expect(steps.items.flatMap(({ content }) => (content.type === 'assignment' ? [content.assignee] : []))).toEqual([clerk, other]);
  });

  it('of a case that is closed stay theirs in its history, and what customers write of it is for all to see', async () => {
    const clerk = await world.clerk();
    const ticket = await ticketOf(clerk);
    await world.closeTicket(ticket, at());
    await world.dismiss(clerk);
    await returnAll(clerk);
    await world.append(ticket, at(), { type: 'message', text: 'Das Geld ist nicht da.' }, { by: { role: 'customer' } });
    expect(await itemOf(ticket)).toMatchObject({ status: 'closed', assignee: clerk });
    expect((await world.deps.tickets.listUnread(undefined, 10)).items.map(({ id }) => id)).toEqual([ticket.id]);
    expect((await world.deps.tickets.listUnread(clerk, 10)).items).toEqual([]);
    const closedOf = async (whose: string | undefined) => (await world.deps.tickets.listOfAssignee(whose, 'closed', 10)).items.map(({ id }) => id);
    expect([await closedOf(undefined), await closedOf(clerk)]).toEqual([[ticket.id], []]);
  });

  it('that are closed are not gone through again after what was done of them', async () => {
    const clerk = await world.clerk();
    for (let count = 0; count < 30; count++) await world.closeTicket(await ticketOf(clerk), at());
    await world.dismiss(clerk);
    let writes = 0;
    storage.inject(({ command }) => (command === 'TransactWriteItems' && ++writes > 1 + 25 ? 'crash-before' : undefined));
    await expect(returnAll(clerk)).rejects.toThrow();
    storage.inject(undefined);
    const { byCommand } = await storage.counted(() => returnAll(clerk));
    // That nobody gives them anything any more, and the five that were left.
    expect(byCommand['TransactWriteItems']).toBe(1 + 5);
    expect((await storage.counted(() => returnAll(clerk))).byCommand['TransactWriteItems']).toBe(1);
    expect((await world.deps.tickets.listOfAssignee(undefined, 'closed', 50)).items).toHaveLength(30);
  });

  it('are returned in pages, and by the next try what a crash has left', async () => {
    const clerk = await world.clerk();
    const tickets: Ticket[] = [];
    for (let count = 0; count < 30; count++) tickets.push(await ticketOf(clerk));
    await world.dismiss(clerk);
    let writes = 0;
    storage.inject(({ command }) => (command === 'TransactWriteItems' && ++writes > 12 ? 'crash-before' : undefined));
    await expect(returnAll(clerk)).rejects.toThrow();
    storage.inject(undefined);
    // The first write says that nobody gives them anything any more.
    expect(await countOf(clerk)).toBe(30 - 11);
    await returnAll(clerk);
    await returnAll(clerk);
    expect(await countOf(clerk)).toBe(0);
    const waiting = await world.deps.tickets.listOfAssignee(undefined, 'open', 50);
    expect(waiting.items.map(({ id }) => id).sort()).toEqual(tickets.map(({ id }) => id).sort());
  });

  it('come to them no more, however fresh a sight of them somebody has', async () => {
    const [clerk, ticket] = [await world.clerk(), await world.openTicket((await world.person()).id)];
    const seen = await world.deps.staff.byId(clerk);
    await world.dismiss(clerk);
    await returnAll(clerk);
    await expect(world.assignTo(clerk, ticket, at())).rejects.toMatchObject({ code: 'assignee-left' });
    const late = { ...world.deps, staff: { agent: async () => seen }, newId, now };
    const take = (staff: typeof late.staff | ReturnType<typeof staffReader>) =>
      takeTicket.handle(
        {
          params: { ticketId: ticket.id },
          query: undefined,
          body: { assignee: clerk },
          caller: { id: newId('agt'), roles: ['agent'] },
          once: undefined,
          ifMatch: 1,
        },
        { ...late, staff },
      );
    await expect(take(late.staff)).rejects.toMatchObject({ kind: 'conflict', code: 'assignee-left' });
    await expect(take(staffReader(storage.db))).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'body.assignee', problem: 'is no agent' }] });
    expect(await itemOf(ticket)).toMatchObject({ status: 'open' });
  });

  it('go with a login that the request which recorded the departure could not end', async () => {
    const clerk = await world.clerk();
    await expect(returnAll(clerk)).rejects.toMatchObject({ code: 'already-done' });
    expect(removed).not.toContain(clerk);
    await world.dismiss(clerk);
    await returnAll(clerk);
    expect(removed).toContain(clerk);
  });

  it('that the list does not show yet are waited for', async () => {
    const clerk = await world.clerk();
    await ticketOf(clerk);
    await world.dismiss(clerk);
    const deps = depsOver(storage.db);
    const blind = { ...deps, tickets: { ...deps.tickets, listOfAssignee: async () => ({ items: [] }) } };
    await expect(returnTickets({ aggregateId: clerk, type: 'agent.left' }, blind)).rejects.toMatchObject({ kind: 'conflict', code: 'changed-meanwhile' });
    await returnAll(clerk);
  });

  it('closed by them at the same moment stay closed', async () => {
    const clerk = await world.clerk();
    const ticket = await ticketOf(clerk);
    await world.dismiss(clerk);
    const deps = depsOver(storage.db);
    const late = {
      ...deps,
      tickets: {
        ...deps.tickets,
        async giveBack(...given: Parameters<typeof deps.tickets.giveBack>) {
          await world.closeTicket(ticket, at());
          await deps.tickets.giveBack(...given);
        },
      },
    };
    // The index does not show them among the closed ones yet.
    const { listOfAssignee } = deps.tickets;
    late.tickets.listOfAssignee = async (whose, status, ...page) =>
      status === 'closed' ? { items: [], next: undefined } : listOfAssignee(whose, status, ...page);
    await returnTickets({ aggregateId: clerk, type: 'agent.left' }, late);
    expect(await itemOf(ticket)).toMatchObject({ status: 'closed', assignee: clerk, outcome: closed(ticket, 'settled', now()).outcome });
    await world.append(ticket, at(), { type: 'message', text: 'Das Geld ist nicht da.' }, { by: { role: 'customer' } });
    expect((await world.deps.tickets.listUnread(undefined, 10)).items.map(({ id }) => id)).toEqual([ticket.id]);
    expect(await countOf(clerk)).toBe(0);
  });

  it('under a restriction wait as well: whose they are is nobody’s processing', async () => {
    const clerk = await world.clerk();
    const ticket = await ticketOf(clerk);
    await world.protect('tickets', ticketKey(ticket.customerId, ticket.id), 'restrictedSince');
    await world.dismiss(clerk);
    await returnAll(clerk);
    expect(await itemOf(ticket)).toMatchObject({ status: 'open', restrictedSince: at() });
  });

  it('are nobody’s business of who is here, or has been deleted since', async () => {
    const clerk = await world.clerk();
    await ticketOf(clerk);
    await expect(returnAll(clerk)).rejects.toMatchObject({ code: 'already-done' });
    expect(await countOf(clerk)).toBe(1);
    const gone = newId('agt');
    await expect(returnAll(gone)).rejects.toMatchObject({ code: 'already-done' });
    expect(await storage.db.get('tickets', workloadKey(gone))).toBeUndefined();
  });
});
