import { beforeEach, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../events/event.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { assignTicket, type AssignDeps } from '../../functions/tickets/assign-ticket.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import { headItem } from '../../shared/storage/item-writes.ts';
import type { Item } from '../../shared/storage/item.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketAttributes, ticketKey, ticketKind } from '../../shared/tickets/ticket-item.ts';
import { interactionTable } from '../../shared/tickets/interaction-table.ts';
import { ticketTable } from '../../shared/tickets/ticket-table.ts';
import { assigned, closed, type Ticket } from '../../shared/tickets/ticket.ts';
import { workloadTable } from '../../shared/tickets/workload-table.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { describeOnOneEngine } from './harness.ts';

const start = new Date('2026-03-15T09:30:00.000Z');
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const rules = deletionRules('insurer');

describeOnOneEngine('a ticket that nobody has', (storage) => {
  beforeEach(() => storage.clear());
  const tickets = ticketTable({ db: storage.db, rules, newId });

  const clerksOf = (ids: () => Promise<string[]>, now = start) => {
    const clerksWith = async () => (await ids()).map((id) => ({ id, level: 3, absences: [] }));
    return clerksAtWork({ workloads: workloadTable(storage.db), staff: { clerksWith, clerkWith: async () => undefined }, now: () => now, random: () => 0 });
  };

  /** Something that happened on a case. @returns its id */
  async function noted(ticket: Ticket): Promise<string> {
    const step = assignment(ticket);
    await interactionTable({ db: storage.db, rules, newId }).note(ticket, step, start);
    return step.id;
  }

  /** A ticket just opened, and what is done with it; nobody has the skill unless `clerks` says so. */
  async function opened({ customer = {}, item = {} }: { customer?: object; item?: object } = {}) {
    const customerId = newId('cus');
    const ticket: Ticket = {
      id: newId('tck'),
      number: newTicketNumber(start),
      customerId,
      matter: 'theft',
      status: 'open',
      openedAt: start.toISOString(),
      version: 1,
    };
    const person = (state: object) => storage.put('customers', { pk: customerId, sk: 'customer', kind: 'customer', status: 'active', version: 1, ...state });
    const stored = (state: object) => storage.put('tickets', { ...headItem(ticketKind, ticketAttributes(ticket), { rules, today: '2026-03-15' }), ...state });
    await person(customer);
    await stored(item);
    const log = memoryLog();
    const event = ticketOpened.make({ id: newId('evt'), aggregateId: ticket.id, at: start, data: { kind: ticket.matter } });
    const deps = (now: Date, clerks: readonly string[]): AssignDeps => ({
      tickets,
      clerks: clerksOf(async () => [...clerks], now),
      log,
      now: () => now,
      hasTime: () => true,
    });
    return {
      ticket,
      person,
      stored,
      log,
      item: async (): Promise<Item | undefined> => storage.db.get('tickets', ticketKey(customerId, ticket.id)),
      look: (minutes: number, { clerks = [], by = event, over = {} }: { clerks?: string[]; by?: DomainEvent; over?: Partial<AssignDeps> } = {}) =>
        assignTicket(by, { ...deps(at(minutes), clerks), ...over }),
      /** Wakes what is due then. @returns what was told of the ticket by now */
      async woken(minutes: number): Promise<DomainEvent[]> {
        await wakeItems({ db: storage.db, kinds: [ticketKind], newId, now: () => at(minutes), log: memoryLog(), hasTime: () => true });
        return (await storage.items('events')).filter(({ pk }) => pk === ticket.id).map((one) => eventOf(one));
      },
    };
  }

  it('waits where no clerk has the skill, with nothing changed that anybody sees, and the message is done', async () => {
    const { look, item, log, ticket } = await opened();
    const before = await item();
    await look(0);
    expect(await item()).toEqual({ ...before, wakeAt: at(5).toISOString(), wakePk: expect.any(String), wakeSk: `${at(5).toISOString()}#${ticket.id}` });
    expect((await storage.items('tickets')).length).toBe(1);
    expect(await storage.items('events')).toEqual([]);
    expect(log.lines).toEqual([{ level: 'info', code: 'ticket-waits', fields: { eventId: expect.any(String), code: 'no-clerk-with-skill' } }]);
  });

  it('is given to a clerk who comes meanwhile, and waits no longer', async () => {
    const { look, item, woken } = await opened();
    await look(0);
    expect(await woken(4)).toEqual([]);
    const [again] = await woken(5);
    expect(again).toMatchObject({ type: 'ticket.waits-for-clerk', data: { kind: 'theft' } });
    await look(5, { by: again!, clerks: ['agt_1'] });
    expect(await item()).toMatchObject({ status: 'assigned', assignee: 'agt_1', version: 2 });
    expect(Object.keys((await item())!).filter((name) => name.startsWith('wake'))).toEqual([]);
    expect((await woken(600)).map(({ type }) => type).toSorted()).toEqual(['ticket.assigned', 'ticket.waits-for-clerk']);
    await expect(look(6, { by: again!, clerks: ['agt_2'] })).rejects.toMatchObject({ code: 'already-done' });
  });

  it('is looked for a clerk ever more rarely, and after an hour each time somebody is told', async () => {
    const { look, item, woken, log } = await opened();
    const looks: number[] = [];
    const heard = new Set<string>();
    await look(0);
    for (let minute = 0; minute <= 180; minute++) {
      for (const again of await woken(minute)) {
        if (heard.has(again.id)) continue;
        heard.add(again.id);
        looks.push(minute);
        await look(minute, { by: again });
      }
    }
    expect(looks).toEqual([5, 10, 20, 40, 70, 100, 130, 160]);
    expect((await item())?.wakeAt).toBe(at(190).toISOString());
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'ticket-waits-long'));
  });

  it('waits once, however often the message comes', async () => {
    const { look, woken } = await opened();
    await Promise.all(Array.from({ length: 5 }, () => look(0)));
    await Promise.all([woken(5), woken(5)]);
    expect(await woken(6)).toHaveLength(1);
  });

  it.each([
    ['its customer is restricted', { customer: { restrictedSince: start.toISOString() } }],
    ['it is restricted itself', { item: { restrictedSince: start.toISOString() } }],
  ])('waits as long as %s, for which nobody is called, and is given to a clerk when that is lifted', async (_, states) => {
    const { look, item, woken, log, person, stored } = await opened(states);
    await look(0, { clerks: ['agt_1'] });
    expect(await item()).toMatchObject({ status: 'open', wakeAt: at(5).toISOString() });
    const [first] = await woken(300);
    await look(300, { by: first!, clerks: ['agt_1'] });
    expect((await item())?.wakeAt).toBe(at(330).toISOString());
    expect(log.lines.map(({ level, fields }) => [level, fields?.code])).toEqual([
      ['info', 'processing-restricted'],
      ['info', 'processing-restricted'],
    ]);
    await person({});
    await stored({});
    await look(330, { clerks: ['agt_1'] });
    expect(await item()).toMatchObject({ status: 'assigned', assignee: 'agt_1' });
  });

  it('does not wait when somebody had it meanwhile, or it is gone or hidden', async () => {
    for (const [meanwhile, left] of [
      ['assigned', 'assigned'],
      ['retained', 'open'],
      ['erased', undefined],
    ] as const) {
      const { look, item, ticket, stored } = await opened();
      const agentsWith = async () => {
        if (meanwhile === 'assigned') await tickets.assign(assigned(ticket, 'agt_9'), assignment(ticket), undefined, start);
        if (meanwhile === 'retained') await stored({ retainedSince: start.toISOString() });
        if (meanwhile === 'erased') await storage.db.deleteAll('tickets', [ticketKey(ticket.customerId, ticket.id)]);
        return [];
      };
      await expect(look(0, { over: { clerks: clerksOf(agentsWith) } })).rejects.toMatchObject({ code: 'already-done' });
      expect([meanwhile, (await item())?.status, (await item())?.wakeAt]).toEqual([meanwhile, left, undefined]);
    }
  });

  it('wakes no more once it is closed', async () => {
    const { look, item, woken, ticket } = await opened();
    await look(0);
    const closing = { ...assignment(ticket), content: { type: 'closing' as const, outcome: 'withdrawn' as const } };
    const once = { request: { key: newId('acc'), body: '{}' }, status: 200, madeId: ticket.id };
    const seen = { version: 1, lastInteractionId: await noted(ticket) };
    await tickets.close(closed(ticket, 'withdrawn', start), closing, seen, once, start);
    expect((await item())?.wakeSk).toBeUndefined();
    expect((await woken(60)).map(({ type }) => type)).toEqual(['ticket.closed']);
  });

  it('is left alone where its customer is being erased', async () => {
    const { look, item } = await opened({ customer: { status: 'erasing' } });
    await expect(look(0, { clerks: ['agt_1'] })).rejects.toMatchObject({ code: 'customer-erased' });
    expect((await item())?.wakeAt).toBeUndefined();
  });
});

const assignment = (ticket: Ticket) => ({
  id: newId('int'),
  ticketId: ticket.id,
  at: start.toISOString(),
  by: { role: 'system' as const },
  content: { type: 'assignment' as const, assignee: 'agt_9' },
});
