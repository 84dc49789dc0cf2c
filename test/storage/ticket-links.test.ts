import { beforeEach, expect, it } from '@jest/globals';
import { linkTickets } from '../../functions/tickets/link-tickets.ts';
import { listLinks } from '../../functions/tickets/list-links.ts';
import { unlinkTickets } from '../../functions/tickets/unlink-tickets.ts';
import { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { inverseOf, Relation } from '../../shared/tickets/link.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';

const outcome = async <T>(work: Promise<T>): Promise<T | string> =>
  work.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    return `${error.kind}/${error.code}`;
  });

it('what a case is to another, the other is to it in turn', () => {
  for (const relation of Relation.options) expect(inverseOf(inverseOf(relation))).toBe(relation);
});

describeStorage('links of tickets', (storage) => {
  const world = privacyWorld(storage);
  const deps = { ...world.over(storage.db), now: () => world.clock.at };
  beforeEach(() => world.clear());

  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const caller: Caller = { id: 'agt_01', roles: ['agent'] };
  const once = (key = newId('acc')) => ({ key, body: '{}' });
  const link = ({ id }: Pick<Ticket, 'id'>, relation: Relation, other: string, key?: string) =>
    outcome(linkTickets.handle({ ...nothing, caller, params: { ticketId: id }, body: { relation, ticketId: other }, once: once(key) }, deps));
  const list = ({ id }: Pick<Ticket, 'id'>, limit = 25, cursor?: string) =>
    listLinks.handle({ ...nothing, caller, params: { ticketId: id }, query: { limit, cursor } }, deps);
  const unlink = ({ id }: Pick<Ticket, 'id'>, otherTicketId: string) =>
    outcome(unlinkTickets.handle({ ...nothing, caller, params: { ticketId: id, otherTicketId } }, deps));

  async function several(count: number): Promise<Ticket[]> {
    const { id } = await world.person();
    const tickets: Ticket[] = [];
    for (let index = 0; index < count; index++) tickets.push(await world.openTicket(id));
    return tickets;
  }

  it('stand on both cases, each seen from its own side, with the other as it is now', async () => {
    const [one, two] = (await several(2)) as [Ticket, Ticket];
    expect(await link(one, 'caused-by', two.id)).toMatchObject({ relation: 'caused-by', ticketId: two.id, number: two.number, status: 'open' });
    await world.closeTicket(two, world.clock.at.toISOString());
    expect((await list(one)).items).toMatchObject([{ relation: 'caused-by', ticketId: two.id, status: 'closed', by: 'agt_01' }]);
    expect((await list(two)).items).toMatchObject([{ relation: 'cause-of', ticketId: one.id, status: 'open' }]);
    expect(await unlink(two, one.id)).toBeUndefined();
    expect([await list(one), await list(two)]).toMatchObject([{ items: [] }, { items: [] }]);
    expect(await unlink(two, one.id)).toBe('not-found/no-such-link');
  });

  it('are made once, whichever side asks, and read page by page', async () => {
    const [one, two, three] = (await several(3)) as [Ticket, Ticket, Ticket];
    const key = newId('acc');
    await link(one, 'same-event', two.id, key);
    expect(await link(one, 'same-event', two.id, key)).toMatchObject({ ticketId: two.id });
    expect(await link(two, 'duplicate-of', one.id)).toBe('conflict/already-linked');
    await link(one, 'cause-of', three.id);
    const first = await list(one, 1);
    expect(first).toMatchObject({ items: [{ ticketId: two.id }], next: two.id });
    const second = await list(one, 1, first.next);
    expect(second).toMatchObject({ items: [{ ticketId: three.id }] });
    expect(await list(one, 1, second.next ?? three.id)).toMatchObject({ items: [], next: undefined });
  });

  it('lead to no other customer’s case, to none that is not there, and not to the case itself', async () => {
    const [one] = (await several(1)) as [Ticket];
    const [others] = (await several(1)) as [Ticket];
    expect(await link(one, 'same-event', others.id)).toBe('conflict/of-another-customer');
    expect(await link(one, 'same-event', newId('tck'))).toBe('invalid/invalid-body');
    expect(await link(one, 'same-event', one.id)).toBe('invalid/invalid-body');
    expect(await link({ id: newId('tck') }, 'same-event', one.id)).toBe('not-found/no-such-ticket');
  });

  it('show nothing of a case that is kept for the law only', async () => {
    const [one, two] = (await several(2)) as [Ticket, Ticket];
    await link(one, 'same-event', two.id);
    const stored = (await storage.items('tickets')).find(({ kind, id }) => kind === 'ticket' && id === two.id)!;
    await storage.put('tickets', { ...stored, retainedSince: world.clock.at.toISOString() });
    expect(await list(one)).toMatchObject({ items: [] });
  });
});
