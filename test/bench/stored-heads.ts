/** What deletion runs find, in any number. */
import { ticketOpened } from '../../events/ticket-opened.ts';
import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { eventWrite } from '../../shared/storage/event-item.ts';
import { markerWrite } from '../../shared/storage/idempotency.ts';
import { headItem, putChild } from '../../shared/storage/item-writes.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { noteKind } from '../../shared/tickets/interaction-item.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketAttributes, ticketKey, ticketKind } from '../../shared/tickets/ticket-item.ts';
import { putOf } from '../unit/storage/put-of.ts';

export type Stored = Readonly<Partial<Record<TableName, object[]>>>;

/** The days of two runs: nothing of what is made here is due on the first, all of it on the second. */
export const days = { notDue: new Date('2026-05-05T01:00:00Z'), due: new Date('2027-11-15T02:00:00Z') };

/**
 * Items that stand alone, as most of a day's deletions do: half of them outbox events, half idempotency markers, spread over the
 * shards as their ids fall.
 */
export function singleItems(count: number): Stored {
  const half = Math.floor(count / 2);
  const at = new Date('2026-05-04T10:00:00Z');
  return {
    events: Array.from({ length: half }, () =>
      putOf(eventWrite(ticketOpened.make({ id: newId('evt'), aggregateId: newId('tck'), at, data: { kind: 'bicycle-accident' } }))),
    ),
    idempotency: Array.from({ length: count - half }, () => {
      const id = newId('tck');
      return putOf(markerWrite({ request: { key: id, body: '{}' }, status: 201, madeId: id, subjectId: newId('cus'), now: at }));
    }),
  };
}

/** What `cases` makes of each: the case frame and four internal notes, which go with it. */
export const itemsPerCase = 5;

/** Closed cases: heads to which something belongs, so that each goes by itself. Due on 1 April 2027. */
export function cases(count: number): Stored {
  const at = '2023-05-04T10:00:00.000Z';
  const dating = { rules: deletionRules('insurer'), today: '2023-05-04' };
  const one = () => {
    const [customerId, id] = [newId('cus'), newId('tck')];
    const ticket = {
      id,
      customerId,
      matter: 'bicycle-accident',
      status: 'closed',
      number: newTicketNumber(new Date(at)),
      openedAt: at,
      closedAt: at,
      outcome: 'settled',
      version: 3,
    } as const;
    const head = headItem(ticketKind, { ...ticketAttributes(ticket), paidCents: 84_500 }, dating);
    const notes = Array.from({ length: itemsPerCase - 1 }, () => {
      const noteId = newId('int');
      const note = { id: noteId, ticketId: id, at, byRole: 'agent', byId: 'agt_01', type: 'internal-note', text: 'Gutachten liegt vor.' } as const;
      return putOf(putChild(noteKind, ticketKey(customerId, id), noteId, note));
    });
    return [head, ...notes];
  };
  return { tickets: Array.from({ length: count }, one).flat() };
}
