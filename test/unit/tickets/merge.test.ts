import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../shared/domain-error.ts';
import { endedByMerge, goingOn, joinedBy, merged, separated, separatedFrom, whereItGoesOn } from '../../../shared/tickets/merge.ts';
import { Priority } from '../../../shared/tickets/priority.ts';
import { opened, Retention, ticketMerged, type Ticket } from '../../../shared/tickets/ticket.ts';

const now = new Date('2026-03-15T09:30:00Z');
const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
const ticket = (id: string, over: Partial<Ticket> = {}): Ticket => ({
  ...opened({ id, number: '26-7K3M-9QXN', customerId: 'cus_1' }, { kind: 'theft' }, now),
  ...over,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('a merged ticket', () => {
  it('has ended without an outcome, waits for nobody, and names the one that goes on', () => {
    const waiting = ticket('tck_1', { status: 'waiting', waitingFor: 'customer', waitingSince: now.toISOString(), assignee: 'agt_1', version: 4 });
    const after = merged(waiting, ticket('tck_2'), later(1));
    expect(after).toMatchObject({ status: 'closed', closedAt: later(1).toISOString(), mergedInto: 'tck_2', mergedAt: later(1).toISOString(), version: 5 });
    expect([after.waitingFor, after.outcome, after.assignee]).toEqual([undefined, undefined, 'agt_1']);
    expect(endedByMerge(after)).toBe(true);
  });

  it('ends with that, also where it had ended before, and has its former end again where it is undone', () => {
    const closed = ticket('tck_1', { status: 'closed', closedAt: now.toISOString(), outcome: 'rejected' });
    const after = merged(closed, ticket('tck_2'), later(5));
    expect(after).toMatchObject({ closedAt: later(5).toISOString(), outcome: 'rejected', mergedAt: later(5).toISOString() });
    expect(endedByMerge(after)).toBe(false);
    expect(separated(after, ticket('tck_2'), 'agt_1', later(6))).toMatchObject({ status: 'closed', closedAt: now.toISOString(), outcome: 'rejected' });
  });

  it.each([
    ['the one', { mergedInto: 'tck_9' }, {}, 'ticket-merged'],
    ['the other', {}, { mergedInto: 'tck_9' }, 'ticket-merged'],
    ['one of health with one that is not', { matter: 'medical-aid' }, {}, 'kinds-differ'],
    ['one that is not with one of health', {}, { matter: 'reimbursement' }, 'kinds-differ'],
    ['both of health', { matter: 'medical-aid' }, { matter: 'reimbursement' }, 'done'],
  ] as const)('%s: %#', (_, one, other, expected) => {
    expect(codeOf(() => merged(ticket('tck_1', one), ticket('tck_2', other), now))).toBe(expected);
  });

  it('is kept as long as the longer of both, as pressing as either, and nothing unread is lost; undone, the other is as it was', () => {
    const retention = fc.constantFrom(undefined, ...Retention.options);
    const priority = fc.constantFrom(undefined, ...Priority.options);
    const unread = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
    const length = (of: Ticket): number => ['regular', 'money-laundering', 'ten-years', 'thirty-years'].indexOf(of.retention ?? 'regular');
    const pressure = (of: Ticket): number => ['low', 'normal', 'high', 'urgent'].indexOf(of.priority ?? 'normal');
    const treated = fc.record({ retention, priority, unreadMessages: unread });
    fc.assert(
      fc.property(treated, treated, (its, others) => {
        const duplicate = ticket('tck_1', { ...its, lastCustomerMessageId: 'int_2', lastCustomerMessageAt: later(2).toISOString() });
        const into = ticket('tck_2', { ...others, lastCustomerMessageId: 'int_1', lastCustomerMessageAt: later(1).toISOString() });
        const joined = joinedBy(into, duplicate);
        expect([length(joined), pressure(joined)]).toEqual([Math.max(length(duplicate), length(into)), Math.max(pressure(duplicate), pressure(into))]);
        expect(joined.unreadMessages ?? 0).toBe((its.unreadMessages ?? 0) + (others.unreadMessages ?? 0));
        expect(joined.lastCustomerMessageId).toBe('int_2');
        const after = merged(duplicate, into, now);
        expect(separated(after, joined, undefined, later(1)).unreadMessages).toBe(its.unreadMessages);
        const alone = separatedFrom(joined, after);
        expect([length(alone), pressure(alone)]).toEqual([length(into), pressure(into)]);
        // What is unread on it may be what came since: it stays.
        expect(alone.unreadMessages).toBe(joined.unreadMessages);
      }),
    );
  });

  it('leaves what somebody has chosen for the other since', () => {
    const duplicate = merged(ticket('tck_1', { retention: 'thirty-years' }), ticket('tck_2'), now);
    expect(separatedFrom(ticket('tck_2', { retention: 'ten-years', priority: 'urgent' }), duplicate)).toMatchObject({
      retention: 'ten-years',
      priority: 'urgent',
    });
  });

  it('ends the waiting of the other for the customer, where they have written', () => {
    const waiting = ticket('tck_2', { status: 'waiting', waitingFor: 'customer', waitingSince: now.toISOString(), assignee: 'agt_1' });
    expect(joinedBy(waiting, ticket('tck_1', { unreadMessages: 1 }))).toMatchObject({ status: 'assigned', waitingFor: undefined, waitingSince: undefined });
    expect(joinedBy(waiting, ticket('tck_1')).status).toBe('waiting');
    const forExpert = { ...waiting, waitingFor: 'expert' as const };
    expect(joinedBy(forExpert, ticket('tck_1', { unreadMessages: 1 })).status).toBe('waiting');
  });
});

describe('one of its own again', () => {
  const into = ticket('tck_2');
  const after = merged(ticket('tck_1', { status: 'assigned', assignee: 'agt_1' }), into, now);

  it('is with its clerk, or looked for one where that has left', () => {
    expect(separated(after, into, 'agt_1', later(24))).toMatchObject({ status: 'assigned', assignee: 'agt_1', separatedFrom: 'tck_2' });
    const open = separated(after, into, undefined, later(1));
    expect(open).toMatchObject({ status: 'open', unassignedSince: later(1).toISOString() });
    expect([open.assignee, open.closedAt, open.mergedInto]).toEqual([undefined, undefined, undefined]);
  });

  it('has nothing unread that somebody read on the other', () => {
    const unread = { ...after, unreadMessages: 2 };
    expect(separated(unread, into, 'agt_1', now).unreadMessages).toBeUndefined();
    expect(separated(unread, { ...into, unreadMessages: 5 }, 'agt_1', now).unreadMessages).toBe(2);
  });

  it.each([
    ['after more than a day', after, into, 24.001, 'merge-final'],
    ['where it is merged with nothing', ticket('tck_1'), into, 1, 'ticket-not-merged'],
    ['where the other has become part of another', after, { ...into, mergedInto: 'tck_3' }, 1, 'ticket-merged'],
  ] as const)('is refused %s', (_, one, other, hours, code) => {
    expect(codeOf(() => separated(one, other, 'agt_1', later(hours)))).toBe(code);
  });
});

describe('where a ticket goes on', () => {
  const chain = [ticket('tck_1', { mergedInto: 'tck_2' }), ticket('tck_2', { mergedInto: 'tck_3' }), ticket('tck_3')];
  const tickets = { ofCustomer: async (_: string, id: string) => chain.find((one) => one.id === id) };

  it('is at the end of the chain', async () => {
    for (const one of chain) expect((await goingOn(tickets, one)).id).toBe('tck_3');
    await expect(goingOn(tickets, ticket('tck_0', { mergedInto: 'tck_9' }))).rejects.toMatchObject({ code: 'no-such-ticket' });
  });

  it('is where things are done that are refused on the one', async () => {
    const tried: string[] = [];
    const work = async ({ id }: { readonly id: string }) => {
      tried.push(id);
      if (id !== 'tck_3') throw ticketMerged();
      return id;
    };
    expect(await whereItGoesOn(tickets, { customerId: 'cus_1', id: 'tck_1' }, work)).toBe('tck_3');
    expect(tried).toEqual(['tck_1', 'tck_3']);
    const fails = async () => Promise.reject(new Error('another'));
    await expect(whereItGoesOn(tickets, { customerId: 'cus_1', id: 'tck_1' }, fails)).rejects.toThrow('another');
  });
});
