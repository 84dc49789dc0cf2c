import { expect, it } from '@jest/globals';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { closeTicket } from '../../functions/tickets/close-ticket.ts';
import { correctInteraction } from '../../functions/tickets/correct-interaction.ts';
import { listTickets } from '../../functions/tickets/list-tickets.ts';
import { markRead } from '../../functions/tickets/mark-read.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { now, outcome, ticketWorld } from './ticket-world.ts';

describeStorage('what is new for a customer', (storage) => {
  const world = ticketWorld(storage);
  const deps = { ...world, customers: customerReader(storage.db), staff: staffReader(storage.db), newId, now: () => now };
  const none = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const once = () => ({ key: newId('acc'), body: '{}' });
  const by = (id: string): Caller => ({ id, roles: ['customer'] });
  const agent: Caller = { id: newId('agt'), roles: ['agent'] };
  const write = (ticket: Ticket, body: object, caller = agent) =>
    addInteraction.handle({ ...none, params: { ticketId: ticket.id }, body: body as never, caller, once: once() }, deps);
  const say = (ticket: Ticket, caller = agent) => write(ticket, { type: 'message', text: 'Bitte die Rechnung.' }, caller);
  const look = ({ customerId, id }: Ticket, upTo: string, caller = by(customerId)) =>
    markRead.handle({ ...none, params: { ticketId: id }, body: { upTo }, caller }, deps);
  const shown = async ({ customerId, id }: Ticket) =>
    (await listTickets.handle({ ...none, query: { limit: 25 }, caller: by(customerId) }, deps)).items.find((one) => one.id === id)!;
  const opened = async () => world.opened(await world.customer());

  it('is what a clerk writes to them, and is shown in their list, which is one query; not what they write, nor what is for staff', async () => {
    const ticket = await opened();
    expect((await shown(ticket)).news).toBeUndefined();
    await say(ticket, by(ticket.customerId));
    await write(ticket, { type: 'internal-note', text: 'Rückfrage.' });
    expect((await shown(ticket)).news).toBeUndefined();
    await say(ticket);
    const { id } = await say(ticket);
    const { byCommand, result } = await storage.counted(() => shown(ticket));
    expect([byCommand, result.news]).toEqual([{ Query: 1 }, { count: 2, upTo: id }]);
  });

  it('is over once they say that they have looked; a repeat changes nothing, and the version stays', async () => {
    const ticket = await opened();
    const { id } = await say(ticket);
    for (let time = 0; time < 2; time++) expect(await look(ticket, id)).toMatchObject({ version: ticket.version, news: undefined });
    const { id: next } = await say(ticket);
    expect((await shown(ticket)).news).toEqual({ count: 1, upTo: next });
  });

  it('stays where more came since they looked', async () => {
    const ticket = await opened();
    const { id } = await say(ticket);
    await say(ticket);
    expect(await outcome(look(ticket, id))).toBe('stale/newer-news');
    expect((await shown(ticket)).news).toMatchObject({ count: 2 });
  });

  it('is what was corrected, too, and that the case ended', async () => {
    const ticket = await opened();
    const { id } = await say(ticket);
    await look(ticket, id);
    const step = { ticketId: ticket.id, interactionId: id };
    const { id: correction } = await correctInteraction.handle(
      { ...none, params: step, body: { text: 'Bitte den Kostenvoranschlag.', reason: 'verwechselt' }, caller: agent, once: once() },
      deps,
    );
    expect((await shown(ticket)).news).toEqual({ count: 1, upTo: correction });
    await look(ticket, correction);
    const body = { outcome: 'settled' as const, lastInteractionId: await world.lastStep(ticket) };
    await closeTicket.handle({ ...none, params: { ticketId: ticket.id }, body, caller: agent, once: once(), ifMatch: 1 }, deps);
    expect((await shown(ticket)).news).toMatchObject({ count: 1 });
  });

  it('is seen by nobody else, and marked by nobody else', async () => {
    const ticket = await opened();
    const { id } = await say(ticket);
    expect(await outcome(look(ticket, id, by(await world.customer())))).toBe('not-found/no-such-ticket');
    const read = { ...none, params: { ticketId: ticket.id }, body: { lastInteractionId: id }, caller: agent };
    expect((await markRead.handle(read, deps)).news).toBeUndefined();
    expect((await shown(ticket)).news).toMatchObject({ count: 1 });
  });

  it('can be looked at while their data is restricted, and not once they are being erased', async () => {
    const ticket = await opened();
    const { id } = await say(ticket);
    await world.customer({ restrictedSince: now.toISOString() }, ticket.customerId);
    expect(await look(ticket, id)).toMatchObject({ id: ticket.id });
    await world.customer({ status: 'erasing' }, ticket.customerId);
    expect(await outcome(look(ticket, id))).toBe('conflict/customer-erased');
  });

  it('is shown where work goes on, once their ticket is part of another', async () => {
    const ticket = await opened();
    const other = await world.opened(ticket.customerId);
    const { id } = await say(ticket);
    await mergeTickets.handle({ ...none, params: { ticketId: ticket.id }, body: { into: other.id }, caller: agent, once: once(), ifMatch: 1 }, deps);
    expect([(await shown(ticket)).news, (await shown(other)).news]).toEqual([undefined, { count: 1, upTo: id }]);
  });
});
