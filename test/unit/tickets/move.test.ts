import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../shared/domain-error.ts';
import { isInternalStep, type InteractionContent } from '../../../shared/tickets/interaction.ts';
import { movedTo, type Standing } from '../../../shared/tickets/move.ts';
import { ticketKind, type TicketItem } from '../../../shared/tickets/ticket-item.ts';
import { headEnding } from '../../../shared/storage/item-kind.ts';
import { opened, TicketStatus, type Ticket } from '../../../shared/tickets/ticket.ts';

const now = new Date('2026-03-15T09:30:00Z');
const ticket = (over: Partial<Ticket> = {}): Ticket => ({
  ...opened({ id: 'tck_1', number: '26-7K3M-9QXN', customerId: 'cus_1' }, { kind: 'theft' }, now),
  version: 4,
  ...over,
});
const free: Omit<Standing, 'ticket'> = {
  filing: false,
  held: false,
  joined: false,
  saidSomething: false,
  paid: false,
  letters: false,
  wasJoined: false,
  openDocuments: false,
};
const outcomeOf = (standing: Standing, to = 'cus_2', version = 4): string => {
  try {
    movedTo(standing, to, version);
    return 'moved';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('a ticket in the wrong customer’s file', () => {
  it('is the same in the right one’s, with clerk, clocks and number; what led to the one’s other tickets leads nowhere', () => {
    const before = ticket({
      status: 'assigned',
      assignee: 'agt_1',
      followedUpBy: 'tck_9',
      separatedFrom: 'tck_8',
      messagesToldAt: now.toISOString(),
      news: 1,
      newsUpTo: 'int_1',
      tags: ['glas'],
    });
    expect(movedTo({ ...free, ticket: before }, 'cus_2', 4)).toEqual({
      ...before,
      customerId: 'cus_2',
      version: 5,
      followedUpBy: undefined,
      separatedFrom: undefined,
      messagesToldAt: undefined,
      news: undefined,
      newsUpTo: undefined,
    });
  });

  it.each<[string, Partial<Standing>, string]>([
    ['nothing is in the way', {}, 'moved'],
    ['it has become part of another', { ticket: ticket({ mergedInto: 'tck_2' }) }, 'ticket-merged'],
    ['it is restricted', { ticket: ticket({ restricted: true }) }, 'processing-restricted'],
    ['it is evidence', { held: true }, 'ticket-locked'],
    ['something is under way', { filing: true }, 'being-filed'],
    ['others are part of it', { joined: true }, 'others-merged'],
    ['the customer has said something', { saidSomething: true }, 'customer-wrote'],
    ['money went to them', { paid: true }, 'paid-already'],
    ['letters went to them', { letters: true }, 'letters-issued'],
    ['it was one with another of theirs', { wasJoined: true }, 'was-merged'],
    ['a file is on its way', { openDocuments: true }, 'documents-under-way'],
    ['it waits for them', { ticket: ticket({ status: 'waiting', waitingFor: 'customer' }) }, 'waits-for-customer'],
    ['it waits for an expert', { ticket: ticket({ status: 'waiting', waitingFor: 'expert' }) }, 'moved'],
    ['a device reported it', { ticket: ticket({ matter: 'device-report' }) }, 'reported-by-device'],
    ['it is closed', { ticket: ticket({ status: 'closed', closedAt: now.toISOString(), outcome: 'answered' }) }, 'moved'],
  ])('where %s', (_, over, expected) => {
    expect(outcomeOf({ ...free, ticket: ticket(), ...over })).toBe(expected);
  });

  it('goes under the version that was seen, to somebody else', () => {
    expect(outcomeOf({ ...free, ticket: ticket() }, 'cus_2', 3)).toBe('ticket-changed');
    expect(outcomeOf({ ...free, ticket: ticket() }, 'cus_1')).toBe('invalid-body');
  });

  it('goes only where nothing at all is in the way, and comes back as it was but for its version', () => {
    const flags = fc.record({
      filing: fc.boolean(),
      held: fc.boolean(),
      joined: fc.boolean(),
      saidSomething: fc.boolean(),
      paid: fc.boolean(),
      letters: fc.boolean(),
      wasJoined: fc.boolean(),
      openDocuments: fc.boolean(),
    });
    fc.assert(
      fc.property(flags, fc.constantFrom(...TicketStatus.options), fc.option(fc.constant('agt_1'), { nil: undefined }), (standing, status, assignee) => {
        const before = ticket({ status, assignee });
        const isFree = Object.values(standing).every((flag) => !flag);
        expect(outcomeOf({ ...standing, ticket: before }) === 'moved').toBe(isFree);
        if (!isFree) return;
        const there = movedTo({ ...free, ticket: before }, 'cus_2', 4);
        expect(movedTo({ ...free, ticket: there }, 'cus_1', 5)).toEqual({ ...before, version: 6 });
      }),
    );
  });

  it('keeps the relationship of both alive while it is on its way, so that no erasure takes a part of it', () => {
    const { keepsRelationship } = headEnding(ticketKind)!;
    const closed = { closedAt: '2026-03-20T15:00:00Z' } as TicketItem;
    expect(keepsRelationship!(closed)).toEqual({ until: '2026-03-20' });
    expect(keepsRelationship!({ ...closed, movingTo: 'cus_2' })).toEqual({ until: undefined });
    expect(keepsRelationship!({ ...closed, filings: 1 })).toEqual({ until: undefined });
    expect(keepsRelationship!({ ...closed, filings: 0 })).toEqual({ until: '2026-03-20' });
  });
});

describe('what was written to the wrong customer', () => {
  it('is for staff alone to see, and so is that the ticket came from another file', () => {
    const message: InteractionContent = { type: 'message', text: 'Liebe Frau Sommer, …' };
    const by = { role: 'agent' as const, id: 'agt_1' };
    expect(isInternalStep({ content: message, by })).toBe(false);
    expect(isInternalStep({ content: message, by, misdirected: true })).toBe(true);
    expect(isInternalStep({ content: { type: 'move', moveReason: 'similar-name' }, by })).toBe(true);
  });
});
